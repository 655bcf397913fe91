import { INDEX_NAMES } from '@temkin/subscriber/domain';
import type { Row } from '../comparison.ts';
import { countRequests } from '../cost/count-requests.ts';
import { medianOf, type Tally } from '../cost/tally.ts';
import { startBenchRegistry, type BenchRegistry } from '../registry/bench-registry.ts';
import { loadPeople } from '../registry/load-people.ts';
import {
  askedFor,
  read,
  register,
  rename,
  search,
  strangers,
  type Subscriber,
} from '../registry/registry-requests.ts';
import { comparisonsOf, cpuOf, sizesOf, type Measured } from './measured.ts';

/** People in the registry while requests are measured. */
const SIZES = [1_000, 10_000, 100_000] as const;

/** Of each kind of request: one that a process remembers things by, so many counted, so many timed. */
const WARMING = 1;
const COUNTED = 5;
const TIMED = 20;
const ALL = WARMING + COUNTED + TIMED;

type Work = () => Promise<unknown>;

const measureOne = async (
  { client, bareClient: reader }: BenchRegistry,
  name: string,
  work: readonly Work[],
): Promise<Measured> => {
  for (const one of work.slice(0, WARMING)) await one();
  const tallies: Tally[] = [];
  for (const one of work.slice(WARMING, WARMING + COUNTED))
    tallies.push(await countRequests({ client, reader, monthsKept: () => 0 }, one));
  return { name, tally: medianOf(tallies), cpuMicroseconds: await cpuOf(work.slice(WARMING + COUNTED)) };
};

const measureAt = async (system: BenchRegistry, size: number): Promise<readonly Measured[]> => {
  const newcomers: Subscriber[] = [];
  const registrations = strangers(size, ALL);
  const measured = [
    await measureOne(
      system,
      'registering a person with a number',
      registrations.map((one) => async () => newcomers.push(await register(system, one))),
    ),
  ];
  for (const index of INDEX_NAMES) {
    const asked = await askedFor(system, index, size, ALL);
    const searches = asked.map((one) => () => search(system, index, one));
    measured.push(await measureOne(system, `searching by ${index}`, searches));
  }
  const onNewcomers = (ask: (one: Subscriber) => Promise<unknown>) => newcomers.map((one) => () => ask(one));
  return [
    ...measured,
    await measureOne(
      system,
      'reading a person and a number',
      onNewcomers((one) => read(system, one)),
    ),
    await measureOne(
      system,
      'amending a name',
      onNewcomers((one) => rename(system, one)),
    ),
  ];
};

/**
 * What one request of each kind costs in registries of different sizes, each with its indexes made for so many people, as a company has
 * them made anew when it has outgrown them. A search by a truncated index is of a value that six people share.
 */
export const registryGrowth: Row = async ({ quick, largest, progress }) => {
  const sizes = sizesOf(SIZES, quick, largest);
  const measured: (readonly Measured[])[] = [];
  for (const size of sizes) {
    const text = `${size.toLocaleString('en-US')} people`;
    const system = await startBenchRegistry(size);
    try {
      progress(`row 14: growth, filling a registry with ${text}`);
      await loadPeople(system, 0, size);
      progress(`row 14: growth, measuring at ${text}`);
      measured.push(await measureAt(system, size));
    } finally {
      await system.stop();
    }
  }
  return comparisonsOf(sizes, measured, 'people');
};

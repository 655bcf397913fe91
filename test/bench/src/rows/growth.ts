import { TABLE_NAMES } from '@temkin/storage';
import type { Comparison, Row } from '../comparison.ts';
import { countRequests } from '../cost/count-requests.ts';
import { shareOf, type Tally } from '../cost/tally.ts';
import { fillerOf } from '../growth/filler.ts';
import { parcelRequests, type MeasuredRequest, type Subject } from '../growth/requests.ts';
import { spreadOf } from '../measure.ts';
import { generateParcels } from '../parcels/generate-parcels.ts';
import { FACILITY, SHIPPERS, startBenchSystem, type BenchSystem } from '../store/bench-system.ts';

/** Parcels in the store while requests are measured. */
const SIZES = [1_000, 10_000, 100_000] as const;

/**
 * Parcels that are measured at each size: so many counted, so many timed. One is issued before, since a process reads again
 * what it has remembered for a minute, and a store is filled for longer.
 */
const WARMING = 1;
const COUNTED = 5;
const TIMED = 40;

/** Processor time is taken for flat up to here: it is a time, on a shared machine. */
const FLAT = 1.25;

const ISSUE = 'issuing it';

/** What one request costs in a store of a size. */
interface Measured {
  readonly name: string;
  readonly tally: Tally;
  readonly cpuMicroseconds: number;
}

interface BatchAnswer {
  readonly results: readonly { readonly parcel?: Subject }[];
}

/** Processor time of each of these, one after another: the median. */
const cpuOf = async (work: readonly (() => Promise<unknown>)[]): Promise<number> => {
  const microseconds: number[] = [];
  for (const one of work) {
    const before = process.cpuUsage();
    await one();
    const { user, system } = process.cpuUsage(before);
    microseconds.push(user + system);
  }
  return spreadOf(microseconds).median;
};

const measureOne = async (
  system: BenchSystem,
  { name, of }: MeasuredRequest,
  [counted, timed]: readonly [readonly Subject[], readonly Subject[]],
): Promise<Measured> => {
  const { client, bareClient: reader } = system;
  const work = counted.map(of);
  const tally = await countRequests({ client, reader, monthsKept: () => 0 }, async () => {
    for (const one of work) await one();
  });
  return { name, tally: shareOf(tally, counted.length), cpuMicroseconds: await cpuOf(timed.map(of)) };
};

/** Issues parcels one by one, counting the first and timing the others, and takes them through every request. */
const measureAt = async (
  system: BenchSystem,
  requests: readonly MeasuredRequest[],
  size: number,
): Promise<readonly Measured[]> => {
  const orderSystem = (await system.as('order-system'))('/v1/parcels/batch');
  const subjects: Subject[] = [];
  const bodies = generateParcels(WARMING + COUNTED + TIMED, size, Date.now());
  const issue = bodies.map((parcel) => async () => {
    const answer = (await orderSystem({ parcels: [parcel] })()) as BatchAnswer;
    subjects.push(...answer.results.flatMap(({ parcel: issued }) => issued ?? []));
  });
  const { client, bareClient: reader } = system;
  for (const one of issue.splice(0, WARMING)) await one();
  const tally = await countRequests({ client, reader, monthsKept: () => 0 }, async () => {
    for (const one of issue.slice(0, COUNTED)) await one();
  });
  const cpuMicroseconds = await cpuOf(issue.slice(COUNTED));
  if (subjects.length !== bodies.length) throw new Error('a parcel of the bench was not issued');

  const measured: Measured[] = [{ name: ISSUE, tally: shareOf(tally, COUNTED), cpuMicroseconds }];
  const measurable = subjects.slice(WARMING);
  const parts = [measurable.slice(0, COUNTED), measurable.slice(COUNTED)] as const;
  for (const request of requests) measured.push(await measureOne(system, request, parts));
  return measured;
};

/** The parcel that others are copies of: it lies at the facility and has been looked at there. */
const templateParcel = async (
  system: BenchSystem,
  requests: readonly MeasuredRequest[],
): Promise<Subject> => {
  const issue = (await system.as('order-system'))('/v1/parcels/batch');
  const answer = (await issue({ parcels: generateParcels(1, 1, Date.now()) })()) as BatchAnswer;
  const parcel = answer.results[0]?.parcel;
  if (parcel === undefined) throw new Error('the first parcel was not issued');
  await requests[0]?.of(parcel)();
  return parcel;
};

const unitsText = ({ requests, readUnits, writeUnits }: Tally): string =>
  `${requests} requests, ${readUnits} + ${writeUnits} units`;

const comparisonsOf = (
  sizes: readonly number[],
  measured: readonly (readonly Measured[])[],
): readonly Comparison[] => {
  const [smallest = [], largest = []] = [measured[0], measured.at(-1)];
  const [from, to] = [sizes[0], sizes.at(-1)].map((size) => (size ?? 0).toLocaleString('en-US'));
  return smallest.map(({ name, tally, cpuMicroseconds }, i): Comparison => {
    const all = measured.flatMap((requests) => requests[i] ?? []);
    const isFlat = all.every((one) => unitsText(one.tally) === unitsText(tally));
    const ratio = (largest[i]?.cpuMicroseconds ?? Number.NaN) / cpuMicroseconds;
    const counts = isFlat ? `${unitsText(tally)} each` : all.map((one) => unitsText(one.tally)).join('; ');
    const times = all.map((one) => Math.round(one.cpuMicroseconds)).join(', ');
    return {
      row: 14,
      what: `${name}, ${from} to ${to} parcels`,
      ours: {
        text: `${counts}; ${times} µs`,
        value: Object.fromEntries(
          all.map((one, place) => [String(sizes[place]), spreadOf([one.cpuMicroseconds])]),
        ),
      },
      ratio,
      goal: { text: `the same units, ≤ ${FLAT} × processor time`, met: isFlat && ratio <= FLAT },
    };
  });
};

/**
 * Row 14: what one request of each kind costs while the store grows: requests and capacity units, which are exact, and
 * processor time of this process. The store is filled with copies of a parcel that lies at the very facility whose list is
 * read, and whose keys die over half a year.
 */
export const growth: Row = async ({ quick, largest, progress }) => {
  const sizes = [...SIZES.slice(0, quick ? 2 : SIZES.length), ...(largest === undefined ? [] : [largest])];
  const system = await startBenchSystem();
  try {
    const [shipper = ''] = SHIPPERS;
    await (await system.as('desk'))('/v1/shifts')({ shipper, facility: FACILITY })();
    const requests = await parcelRequests(system);
    const { bareClient, prefix } = system;
    const tables = TABLE_NAMES.map((name) => prefix + name);
    const filler = await fillerOf(bareClient, tables, await templateParcel(system, requests));
    const measured: (readonly Measured[])[] = [];
    progress('row 14: growth, warming up');
    await measureAt(system, requests, 0);
    let filled = 0;
    for (const size of sizes) {
      progress(`row 14: growth, filling the store up to ${size.toLocaleString('en-US')} parcels`);
      await filler.fill(filled, size);
      filled = size;
      progress(`row 14: growth, measuring at ${size.toLocaleString('en-US')} parcels`);
      measured.push(await measureAt(system, requests, size));
    }
    return comparisonsOf(sizes, measured);
  } finally {
    await system.stop();
  }
};

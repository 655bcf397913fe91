import { TABLE_NAMES } from '@temkin/storage';
import type { Row } from '../comparison.ts';
import { countRequests } from '../cost/count-requests.ts';
import { medianOf, type Tally } from '../cost/tally.ts';
import { generateParcels } from '../parcels/generate-parcels.ts';
import { FACILITY, SHIPPERS, startBenchSystem, type BenchSystem } from '../store/bench-system.ts';
import { fillerOf } from './filler.ts';
import { comparisonsOf, cpuOf, sizesOf, type Measured } from './measured.ts';
import { parcelRequests, type MeasuredRequest, type Subject } from './requests.ts';

/** Parcels in the store while requests are measured. */
const SIZES = [1_000, 10_000, 100_000] as const;

/**
 * Parcels that are measured at each size: so many counted, so many timed. One is issued before, since a process reads again
 * what it has remembered for a minute, and a store is filled for longer; what a request costs is the median, for the same
 * reason.
 */
const WARMING = 1;
const COUNTED = 5;
const TIMED = 40;

const ISSUE = 'issuing it';

interface BatchAnswer {
  readonly results: readonly { readonly parcel?: Subject }[];
}

const measureOne = async (
  system: BenchSystem,
  { name, of }: MeasuredRequest,
  [counted, timed]: readonly [readonly Subject[], readonly Subject[]],
): Promise<Measured> => {
  const { client, bareClient: reader } = system;
  const tallies: Tally[] = [];
  for (const parcel of counted)
    tallies.push(await countRequests({ client, reader, monthsKept: () => 0 }, of(parcel)));
  return { name, tally: medianOf(tallies), cpuMicroseconds: await cpuOf(timed.map(of)) };
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
  const tallies: Tally[] = [];
  for (const one of issue.slice(0, COUNTED))
    tallies.push(await countRequests({ client, reader, monthsKept: () => 0 }, one));
  const cpuMicroseconds = await cpuOf(issue.slice(COUNTED));
  if (subjects.length !== bodies.length) throw new Error('a parcel of the bench was not issued');

  const measured: Measured[] = [{ name: ISSUE, tally: medianOf(tallies), cpuMicroseconds }];
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

/**
 * What one request of each kind costs while the store grows: requests and capacity units, which are exact, and
 * processor time of this process. The store is filled with copies of a parcel that lies at the very facility whose list is
 * read, and whose keys die over half a year.
 */
export const parcelGrowth: Row = async ({ quick, largest, progress }) => {
  const sizes = sizesOf(SIZES, quick, largest);
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
    return comparisonsOf(sizes, measured, 'parcels');
  } finally {
    await system.stop();
  }
};

import { logHeads } from '@temkin/audit';
import { dynamoTable } from '@temkin/dynamodb';
import { systemClock, systemRandom } from '@temkin/kernel';
import type { Row } from '../comparison.ts';
import { countRequests } from '../cost/count-requests.ts';
import { countedBucket } from '../cost/counted-bucket.ts';
import { countedLogs } from '../cost/counted-logs.ts';
import { medianOf, sumOf, type Tally } from '../cost/tally.ts';
import { outboxFiller } from '../log/log-system.ts';
import { madeEvents, madePseudonym, TENANT } from '../log/made-events.ts';
import { spreadOf } from '../measure.ts';
import { startBenchSystem, type BenchSystem } from '../store/bench-system.ts';
import { comparisonsOf, cpuOf, sizesOf, type Measured } from './measured.ts';

/** Entries of the log while requests are measured; its last bundle is filled alike at each size. */
const SIZES = [1_024, 10_240, 102_400] as const;
const BUNDLE = 256;

/**
 * Events that are moved into the log together, one of them of a parcel that is asked for: so few that those of no shard of the
 * outbox take up more than a unit, wherever they fall.
 */
const BATCH = 32;

/** Batches at each size, after one that a process remembers things by: so many counted, so many timed. */
const COUNTED = 5;
const TIMED = 10;

/** Events that are brought in together while the log is filled. */
const FILLED_TOGETHER = 8_192;

interface Question {
  readonly events: readonly { readonly eventId: string }[];
}

/** What is done with a batch once it waits for the log, in order. */
interface Way {
  readonly name: string;
  readonly work: (subject: string) => Promise<unknown>;
}

/** The system, its log in a bucket that is counted, and who keeps that log. */
const startGrowing = async () => {
  const bucket = countedBucket();
  const system = await startBenchSystem(bucket.blobs);
  const { client, bareClient, prefix, table } = system;
  const logs = countedLogs({ table, bucket, clock: systemClock, random: systemRandom });
  const bare = dynamoTable({ client: bareClient, prefix });
  const put = outboxFiller(bare);
  const take = async (): Promise<void> => {
    await logs.sequence(TENANT);
    await logs.index(TENANT);
  };
  return {
    system,
    logs,
    put,
    count: async (work: () => Promise<unknown>): Promise<Tally> => {
      const since = logs.used();
      const store = await countRequests({ client, reader: bareClient, monthsKept: () => 0 }, work);
      return sumOf([store, since()]);
    },
    fill: async (size: number): Promise<void> => {
      await take();
      const logged = (await logHeads(bare).all(TENANT)).reduce((sum, { tree }) => sum + tree.size, 0);
      for (let left = size - logged; left > 0; left -= FILLED_TOGETHER) {
        await put(madeEvents(Math.min(left, FILLED_TOGETHER)));
        await take();
      }
    },
  };
};

const waysOf = async (
  system: BenchSystem,
  logs: Awaited<ReturnType<typeof startGrowing>>['logs'],
): Promise<readonly Way[]> => {
  const auditor = await system.as('auditor');
  const asked = async (subject: string): Promise<string> => {
    const { events } = (await auditor('/v1/audit/queries')({ subject })()) as Question;
    const [event, ...others] = events;
    if (event === undefined || others.length > 0)
      throw new Error('the log does not know the parcel of the bench');
    return event.eventId;
  };
  const found = new Map<string, string>();
  return [
    { name: `moving ${BATCH} events into the log`, work: () => logs.sequence(TENANT) },
    { name: 'indexing them', work: () => logs.index(TENANT) },
    { name: 'who has read a parcel', work: async (subject) => found.set(subject, await asked(subject)) },
    {
      name: 'the proof of an event',
      work: (subject) => auditor(`/v1/audit/events/${found.get(subject)}/proof`)()(),
    },
  ];
};

/**
 * What keeping a log costs, and asking it, while it grows: requests to store and bucket, which are exact, and processor time
 * of this process. A proof has log n hashes, each in a tile.
 */
export const logGrowth: Row = async ({ quick, largest, progress }) => {
  const wanted = largest && Math.ceil(largest / BUNDLE) * BUNDLE;
  const sizes = sizesOf(SIZES, quick, wanted);
  const { system, logs, put, count, fill } = await startGrowing();
  try {
    const ways = await waysOf(system, logs);
    const batch = async (measure: (way: Way, work: () => Promise<unknown>) => Promise<unknown>) => {
      const subject = madePseudonym();
      await put([...madeEvents(BATCH - 1), ...madeEvents(1, subject)]);
      for (const way of ways) await measure(way, () => way.work(subject));
    };
    const measured: (readonly Measured[])[] = [];
    for (const size of sizes) {
      const text = `${size.toLocaleString('en-US')} entries`;
      progress(`row 14: growth, filling the log up to ${text}`);
      await fill(size - BATCH);
      const tallies = new Map<Way, Tally[]>(ways.map((way) => [way, []]));
      const times = new Map<Way, number[]>(ways.map((way) => [way, []]));
      progress(`row 14: growth, measuring at ${text}`);
      await batch((_, work) => work());
      for (let i = 0; i < COUNTED; i += 1)
        await batch(async (way, work) => tallies.get(way)?.push(await count(work)));
      for (let i = 0; i < TIMED; i += 1)
        await batch(async (way, work) => times.get(way)?.push(await cpuOf([work])));
      measured.push(
        ways.map((way) => ({
          name: way.name,
          tally: medianOf(tallies.get(way) ?? []),
          cpuMicroseconds: spreadOf(times.get(way) ?? []).median,
        })),
      );
    }
    return comparisonsOf(sizes, measured, 'entries');
  } finally {
    await system.stop();
  }
};

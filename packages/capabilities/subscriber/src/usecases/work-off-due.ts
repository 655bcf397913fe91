import { byTheClock, inFlight, type Clock } from '@temkin/kernel';
import { DUE_KINDS, DUE_SHARDS, type DueKind, type DueWork, type DueWorkStore } from '../store/due-work.ts';
import type { WorkedOff, WorkOff } from './due-working.ts';

/** What a run came to. */
export interface DueWorkedOff {
  /** What was done here, for sure, and of that what the law would have had done earlier. */
  readonly done: number;
  readonly late: number;
  /** What could not be done, or not be read; it is tried again. */
  readonly failed: number;
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

/** Shards that are worked off at the same time, and of each what is due in it. */
const SHARDS_IN_FLIGHT = 4;
const DUE_IN_FLIGHT = 4;

const BATCH = 100;

/** What works off the registry's clocks. */
export interface DueWorkingOff {
  readonly due: DueWorkStore;
  readonly clock: Clock;
  readonly works: Readonly<Partial<Record<DueKind, WorkOff>>>;
}

/**
 * Works off what is due, of all tenants, kind by kind, and what the law gives the least time first. Safe to run late, several times at
 * once, and after a run that was cut off: each begins with other shards. What fails sinks nothing else.
 */
export const workOffDue =
  ({ due: queue, clock, works }: DueWorkingOff) =>
  async ({
    deadlineMilliseconds,
    signal,
  }: {
    /** Milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
    readonly signal?: AbortSignal;
  }): Promise<DueWorkedOff> => {
    const isOutOfTime = (): boolean => signal?.aborted === true || clock.now() >= deadlineMilliseconds;
    const became: WorkedOff[] = [];

    const workOne = async (work: WorkOff, waiting: DueWork): Promise<WorkedOff> =>
      isOutOfTime() ? 'remaining' : work(waiting, isOutOfTime).catch(() => 'failed');

    const workShard = async (what: DueKind, work: WorkOff, shard: string, now: number): Promise<void> => {
      /** By what it is about, which is due at several instants where it changed several times. */
      const batch = new Map<string, DueWork[]>();
      const workBatch = async (): Promise<void> => {
        const about = [...batch.values()];
        batch.clear();
        await inFlight(DUE_IN_FLIGHT, about, async (due) => {
          for (const waiting of due) became.push(await workOne(work, waiting));
        });
      };
      try {
        for await (const waiting of queue.until(what, shard, now)) {
          if (waiting === 'broken') became.push('failed');
          else {
            const about = JSON.stringify([waiting.tenant, waiting.id]);
            batch.set(about, [...(batch.get(about) ?? []), waiting]);
          }
          if (batch.size >= BATCH) await workBatch();
          if (isOutOfTime()) break;
        }
      } catch {
        became.push('failed');
      }
      await workBatch();
    };

    for (const what of DUE_KINDS) {
      const work = works[what];
      if (work === undefined) continue;
      // What one kind brings about, the next finds: a suspension reaches the network in the same run.
      const now = clock.now();
      await inFlight(SHARDS_IN_FLIGHT, byTheClock(DUE_SHARDS, now), (shard) =>
        workShard(what, work, shard, now),
      );
    }
    const count = (kind: WorkedOff): number => became.filter((one) => one === kind).length;
    return {
      done: count('done') + count('late'),
      late: count('late'),
      failed: count('failed'),
      remaining: became.includes('remaining') || isOutOfTime(),
    };
  };

import type { Recorder } from '@temkin/audit-event';
import { inFlight, vietnamDay, type Clock } from '@temkin/kernel';
import { DUE_SHARDS } from '../store/due-keys.ts';
import type { EndingStore } from '../store/ending-store.ts';
import type { ShredFailureStore } from '../store/shred-failures.ts';
import type { ParcelEnding } from './end-parcels.ts';
import { workOffDue } from './work-off-due.ts';
import { noteFailures, workOffFailures } from './work-off-failures.ts';

export interface ShreddingDependencies {
  readonly store: EndingStore;
  readonly failures: ShredFailureStore;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** What was done with what is due. */
export interface Shredding {
  /** Label keys that were destroyed here, for sure. */
  readonly shredded: number;
  /** Parcels that were voided, became unclaimed or were shredded here, for sure. */
  readonly ended: number;
  /** Due items that could not be worked off and are as they were. */
  readonly failed: number;
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

/** Shards that are worked off at the same time. */
const SHARDS_IN_FLIGHT = 4;

/**
 * How far a run looks back that finds no progress: half a year that a label key lives, and more than another half that
 * shredders may have been out of work. It costs 6,416 queries (16 shards of 401 days), once.
 */
const LOOKBACK_DAYS = 400;

const DAY_MILLISECONDS = 86_400_000;

const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);

/**
 * Works off all clocks whose instant has passed, on record, day by day and tenant by tenant: label keys die, labels that
 * nobody accepted are void, open parcels become unclaimed, and what is retained no longer is shredded. Safe to run twice and
 * several times at once. Nothing begins after the deadline, or once `signal` is aborted: where something `remaining` is
 * answered, the next run goes on there. An item that `failed` sinks no other and holds no day up: it is noted aside, and
 * tried again by itself in each run until it is mended, when all days have been seen to. Throws where the store fails a
 * read, or a note of its own; the next run looks at the same day again.
 */
export const shredDue = ({ store, failures, recorder, clock }: ShreddingDependencies) => {
  const shredShard = async (
    ending: ParcelEnding,
    day: string,
    shard: string,
  ): Promise<Omit<Shredding, 'failed'>> => {
    let [shredded, ended] = [0, 0];
    let after: string | undefined;
    do {
      if (ending.isOutOfTime()) return { shredded, ended, remaining: true };
      const { due, broken, next } = await store.page(day, shard, after);
      const done = await workOffDue(ending, due);
      await noteFailures({ failures, nowSeconds: ending.nowSeconds }, { day, shard }, { ...done, broken });
      shredded += done.shredded;
      ended += done.ended;
      if (done.remaining) return { shredded, ended, remaining: true };
      after = next;
    } while (after !== undefined);
    return { shredded, ended, remaining: false };
  };

  /** Where to begin. Progress into the future is none: it was noted by a clock that was wrong. */
  const firstDay = async (today: string): Promise<string> => {
    const known = await store.firstDay();
    if (known !== undefined && known <= today) return known;
    const first = dayPlus(today, -LOOKBACK_DAYS);
    // At once: where this run comes to no end of the day, the next one must not begin a day later.
    await store.setFirstDay(first);
    return first;
  };

  return async ({
    deadlineMilliseconds,
    signal,
  }: {
    /** Milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
    /** Brings the deadline forward to the instant at which it is aborted. */
    readonly signal?: AbortSignal;
  }): Promise<Shredding> => {
    const nowSeconds = Math.floor(clock.now() / 1_000);
    const isOutOfTime = (): boolean => signal?.aborted === true || clock.now() >= deadlineMilliseconds;
    const ending: ParcelEnding = { store, recorder, nowSeconds, isOutOfTime };
    const today = vietnamDay(nowSeconds * 1_000);
    const first = await firstDay(today);
    let [shredded, ended] = [0, 0];
    let remaining = false;
    let next = first;
    for (let day = first; day <= today && !remaining; day = dayPlus(day, 1)) {
      const shards = await inFlight(SHARDS_IN_FLIGHT, DUE_SHARDS, (shard) => shredShard(ending, day, shard));
      shredded += shards.reduce((sum, done) => sum + done.shredded, 0);
      ended += shards.reduce((sum, done) => sum + done.ended, 0);
      remaining = shards.some((done) => done.remaining);
      if (!remaining && day < today) next = dayPlus(day, 1);
    }
    if (next !== first) await store.setFirstDay(next);
    const retried = await workOffFailures({ ...ending, failures });
    return {
      shredded: shredded + retried.shredded,
      ended: ended + retried.ended,
      failed: retried.failed,
      remaining: remaining || retried.remaining,
    };
  };
};

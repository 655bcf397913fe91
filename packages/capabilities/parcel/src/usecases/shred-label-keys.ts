import type { Recorder } from '@temkin/audit-event';
import { vietnamDay, type Clock } from '@temkin/kernel';
import { DUE_SHARDS, type DueLabelKey, type DueLabelKeyStore } from '../store/due-label-keys.ts';
import { inFlight } from './in-flight.ts';
import { shredKeys, sumOf, type KeyShredding, type Shredding } from './shred-keys.ts';

export interface ShreddingDependencies {
  readonly store: DueLabelKeyStore;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** Keys per transaction: 61 writes with their event, of a hundred, and little to do again where a race was lost. */
const KEYS_PER_TRANSACTION = 30;

/** Shards that are worked off at the same time. */
const SHARDS_IN_FLIGHT = 4;

/** How far a run looks back that finds no progress: longer than any table can be recovered (35 days). */
const LOOKBACK_DAYS = 40;

const DAY_MILLISECONDS = 86_400_000;

const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);

/** Transactions' worths of keys, each of one tenant. */
const chunksOf = (keys: readonly DueLabelKey[]): readonly (readonly DueLabelKey[])[] => {
  const chunks: DueLabelKey[][] = [];
  for (const key of keys) {
    const last = chunks.at(-1);
    if (last?.[0]?.tenant === key.tenant && last.length < KEYS_PER_TRANSACTION) last.push(key);
    else chunks.push([key]);
  }
  return chunks;
};

/**
 * Destroys the label keys whose last instant has passed, on record, day by day and tenant by tenant. Safe to run twice and
 * several times at once. Nothing begins after the deadline: where something `remaining` is answered, the next run goes on
 * there. An item that `failed` sinks no other; the days from its own on are looked through again until it is mended.
 */
export const shredLabelKeys = ({ store, recorder, clock }: ShreddingDependencies) => {
  const shredShard = async (shredding: KeyShredding, day: string, shard: string): Promise<Shredding> => {
    const parts: Partial<Shredding>[] = [];
    let after: string | undefined;
    do {
      if (shredding.isOutOfTime()) return sumOf([...parts, { remaining: true }]);
      const { due, broken, next } = await store.page(day, shard, after);
      parts.push({ failed: broken });
      const dead = due.filter(({ dueAtSeconds }) => dueAtSeconds <= shredding.nowSeconds);
      for (const chunk of chunksOf(dead)) parts.push(await shredKeys(shredding, chunk));
      after = next;
    } while (after !== undefined);
    return sumOf(parts);
  };

  /** Where to begin. Progress into the future is none: it was noted by a clock that was wrong. */
  const firstDay = async (today: string): Promise<string> => {
    const known = await store.firstDay();
    return known !== undefined && known <= today ? known : dayPlus(today, -LOOKBACK_DAYS);
  };

  return async ({
    deadlineMilliseconds,
  }: {
    /** Milliseconds since the epoch. */
    readonly deadlineMilliseconds: number;
  }): Promise<Shredding> => {
    const nowSeconds = Math.floor(clock.now() / 1_000);
    const isOutOfTime = (): boolean => clock.now() >= deadlineMilliseconds;
    const today = vietnamDay(nowSeconds * 1_000);
    const first = await firstDay(today);
    let total = sumOf([]);
    for (let day = first; day <= today; day = dayPlus(day, 1)) {
      const shards = await inFlight(SHARDS_IN_FLIGHT, DUE_SHARDS, (shard) =>
        shredShard({ store, recorder, nowSeconds, isOutOfTime }, day, shard),
      );
      total = sumOf([total, ...shards]);
      if (total.remaining) return total;
      if (total.failed === 0 && day < today) await store.setFirstDay(dayPlus(day, 1));
    }
    return total;
  };
};

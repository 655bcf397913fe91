import type { Recorder } from '@temkin/audit-event';
import { WRITES_PER_KEY, type DueLabelKey, type DueStore } from '../store/due-keys.ts';
import { shredderFor } from './own-actors.ts';

/** What became of label keys that are due. */
export interface ShreddedKeys {
  /** Keys that were destroyed here, for sure. */
  readonly shredded: number;
  /** Keys that could not be destroyed; their due items are as they were. */
  readonly failed: readonly DueLabelKey[];
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

/** What is needed to destroy keys until the time is over. */
export interface KeyShredding {
  readonly store: Pick<DueStore, 'shredWrites'>;
  readonly recorder: Recorder;
  /** Seconds since the epoch: no key is destroyed that lives longer. */
  readonly nowSeconds: number;
  readonly isOutOfTime: () => boolean;
}

const NOTHING: ShreddedKeys = { shredded: 0, failed: [], remaining: false };

/** Adds up what became of keys. */
export const sumOf = (parts: readonly Partial<ShreddedKeys>[]): ShreddedKeys =>
  parts.reduce<ShreddedKeys>(
    (total, { shredded = 0, failed = [], remaining = false }) => ({
      shredded: total.shredded + shredded,
      failed: [...total.failed, ...failed],
      remaining: total.remaining || remaining,
    }),
    NOTHING,
  );

/** Keys per transaction: 61 writes with their event, of a hundred, and little to do again where a race was lost. */
const KEYS_PER_TRANSACTION = 30;

/** Transactions' worths of keys, each of one tenant and of labels that all are superseded, or none: one event tells of all. */
const chunksOf = (keys: readonly DueLabelKey[]): readonly (readonly DueLabelKey[])[] => {
  const chunks: DueLabelKey[][] = [];
  for (const key of keys) {
    const last = chunks.at(-1);
    const [first] = last ?? [];
    const isAlike = first?.tenant === key.tenant && first.isSuperseded === key.isSuperseded;
    if (last !== undefined && isAlike && last.length < KEYS_PER_TRANSACTION) last.push(key);
    else chunks.push([key]);
  }
  return chunks;
};

/** Destroys all keys in one transaction with their event; answers the keys it was not refused for, where it was. */
const commit = async (
  { store, recorder, nowSeconds }: KeyShredding,
  tenant: string,
  keys: readonly DueLabelKey[],
): Promise<{ readonly done: Partial<ShreddedKeys>; readonly others: readonly DueLabelKey[] }> => {
  const recorded = await recorder.commit(
    shredderFor(tenant),
    {
      action: 'parcel.shred',
      outcome: 'allowed',
      change: keys[0]?.isSuperseded === true ? 'superseded-label-key' : 'label-key',
      resources: keys.map(({ pseudonym }) => ({ type: 'parcel', pseudonym })),
    },
    { writes: () => store.shredWrites(keys, nowSeconds) },
  );
  if (recorded.outcome === 'committed') return { done: { shredded: keys.length }, others: [] };
  const refused = new Set(recorded.outcome === 'refused' ? recorded.failed : []);
  if (refused.size === 0) throw new Error('a refused transaction names the writes it refused');
  const isAlive = (at: number): boolean => refused.has(at * WRITES_PER_KEY);
  const isSeenTo = (at: number): boolean => refused.has(at * WRITES_PER_KEY + 1);
  return {
    done: { failed: keys.filter((_, at) => isAlive(at) && !isSeenTo(at)) },
    others: keys.filter((_, at) => !isAlive(at) && !isSeenTo(at)),
  };
};

const shredChunk = async (shredding: KeyShredding, keys: readonly DueLabelKey[]): Promise<ShreddedKeys> => {
  const [first] = keys;
  if (first === undefined) return NOTHING;
  if (shredding.isOutOfTime()) return sumOf([{ remaining: true }]);
  try {
    const { done, others } = await commit(shredding, first.tenant, keys);
    return sumOf([done, await shredChunk(shredding, others)]);
  } catch {
    if (keys.length === 1) return sumOf([{ failed: keys }]);
    const parts: ShreddedKeys[] = [];
    for (const key of keys) parts.push(await shredChunk(shredding, [key]));
    return sumOf(parts);
  }
};

/**
 * Destroys due keys on record, in order of tenant. Keys that somebody else has seen to meanwhile are left to them, and the
 * rest is tried again. Where a transaction fails, each key is tried by itself, so that one sinks no other.
 */
export const shredKeys = async (
  shredding: KeyShredding,
  keys: readonly DueLabelKey[],
): Promise<ShreddedKeys> => {
  const parts: ShreddedKeys[] = [];
  for (const chunk of chunksOf(keys)) parts.push(await shredChunk(shredding, chunk));
  return sumOf(parts);
};

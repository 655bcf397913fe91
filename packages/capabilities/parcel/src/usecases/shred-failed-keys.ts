import type { DueLabelKey } from '../store/due-label-keys.ts';
import { duePlace, type ShredFailure, type ShredFailureStore } from '../store/shred-failures.ts';
import { shredKeys, type KeyShredding } from './shred-keys.ts';

/** What became of the items that were noted aside. */
export interface Retried {
  readonly shredded: number;
  /** Items that are still noted aside. */
  readonly failed: number;
  readonly remaining: boolean;
}

type FailureShredding = KeyShredding & { readonly failures: ShredFailureStore };

const retry = async (
  { failures, ...shredding }: FailureShredding,
  { place, notedAtSeconds }: ShredFailure,
): Promise<Retried> => {
  const stays = { shredded: 0, failed: 1, remaining: false };
  // This very run has tried it.
  if (notedAtSeconds >= shredding.nowSeconds) return stays;
  const due = await failures.look(place);
  if (due === 'broken') return stays;
  // One that is not dead yet will be come upon on its day.
  const dead: readonly DueLabelKey[] = due === 'gone' || due.dueAtSeconds > shredding.nowSeconds ? [] : [due];
  const { shredded, failed, remaining } = await shredKeys(shredding, dead);
  if (remaining || failed.length > 0) return { ...stays, remaining };
  await failures.forget(place);
  return { shredded, failed: 0, remaining: false };
};

/** Tries again what was noted aside in former runs, each item by itself; what is seen to is forgotten. */
export const shredFailedKeys = async (shredding: FailureShredding): Promise<Retried> => {
  let total: Retried = { shredded: 0, failed: 0, remaining: false };
  let after: string | undefined;
  do {
    const { notes, next } = await shredding.failures.page(after);
    for (const note of notes) {
      if (shredding.isOutOfTime()) return { ...total, remaining: true };
      const { shredded, failed, remaining } = await retry(shredding, note);
      total = {
        shredded: total.shredded + shredded,
        failed: total.failed + failed,
        remaining: total.remaining || remaining,
      };
    }
    after = next;
  } while (after !== undefined);
  return total;
};

/** Notes keys aside that could not be destroyed. */
export const noteFailures = async (
  { failures, nowSeconds }: Pick<FailureShredding, 'failures' | 'nowSeconds'>,
  { day, shard }: { readonly day: string; readonly shard: string },
  { broken, failed }: { readonly broken: readonly string[]; readonly failed: readonly DueLabelKey[] },
): Promise<void> => {
  const places = [...broken.map((name) => ({ day, shard, name })), ...failed.map(duePlace)];
  for (const place of places) await failures.note(place, nowSeconds);
};

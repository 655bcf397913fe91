import type { Due } from '../store/due-keys.ts';
import { duePlace, type ShredFailure, type ShredFailureStore } from '../store/shred-failures.ts';
import type { ParcelEnding } from './end-parcels.ts';
import { workOffDue } from './work-off-due.ts';

/** What became of the items that were noted aside. */
export interface Retried {
  readonly shredded: number;
  readonly ended: number;
  /** Items that are still noted aside. */
  readonly failed: number;
  readonly remaining: boolean;
}

type FailureEnding = ParcelEnding & { readonly failures: ShredFailureStore };

const retry = async (
  { failures, ...ending }: FailureEnding,
  { place, notedAtSeconds }: ShredFailure,
): Promise<Retried> => {
  const stays = { shredded: 0, ended: 0, failed: 1, remaining: false };
  // This very run has tried it.
  if (notedAtSeconds >= ending.nowSeconds) return stays;
  const due = await failures.look(place);
  if (due === 'broken') return stays;
  // One that is not due yet will be come upon on its day.
  const { failed, remaining, ...done } = await workOffDue(ending, due === 'gone' ? [] : [due]);
  if (remaining || failed.length > 0) return { ...stays, remaining };
  await failures.forget(place);
  return { ...done, failed: 0, remaining: false };
};

/** Tries again what was noted aside in former runs, each item by itself; what is seen to is forgotten. */
export const workOffFailures = async (ending: FailureEnding): Promise<Retried> => {
  let total: Retried = { shredded: 0, ended: 0, failed: 0, remaining: false };
  let after: string | undefined;
  do {
    const { notes, next } = await ending.failures.page(after);
    for (const note of notes) {
      if (ending.isOutOfTime()) return { ...total, remaining: true };
      const { shredded, ended, failed, remaining } = await retry(ending, note);
      total = {
        shredded: total.shredded + shredded,
        ended: total.ended + ended,
        failed: total.failed + failed,
        remaining: total.remaining || remaining,
      };
    }
    after = next;
  } while (after !== undefined);
  return total;
};

/** Notes aside what could not be worked off. */
export const noteFailures = async (
  { failures, nowSeconds }: Pick<FailureEnding, 'failures' | 'nowSeconds'>,
  { day, shard }: { readonly day: string; readonly shard: string },
  { broken, failed }: { readonly broken: readonly string[]; readonly failed: readonly Due[] },
): Promise<void> => {
  const places = [...broken.map((name) => ({ day, shard, name })), ...failed.map(duePlace)];
  for (const place of places) await failures.note(place, nowSeconds);
};

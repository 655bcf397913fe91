import { isLabelKey, type Due, type DueLabelKey, type DueParcel } from '../store/due-keys.ts';
import { endParcels, type ParcelEnding } from './end-parcels.ts';
import { shredKeys } from './shred-keys.ts';

/** What became of what is due. */
export interface WorkedOff {
  /** Label keys that were destroyed here, for sure. */
  readonly shredded: number;
  /** Parcels that were ended here, for sure. */
  readonly ended: number;
  /** What could not be worked off; its due items are as they were. */
  readonly failed: readonly Due[];
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

/** Works off what is due, and leaves alone what is not. Label keys go in bulk, parcels one by one. */
export const workOffDue = async (ending: ParcelEnding, due: readonly Due[]): Promise<WorkedOff> => {
  const labelKeys: DueLabelKey[] = [];
  const parcels: DueParcel[] = [];
  for (const one of due) {
    if (one.dueAtSeconds > ending.nowSeconds) continue;
    if (isLabelKey(one)) labelKeys.push(one);
    else parcels.push(one);
  }
  const keys = await shredKeys(ending, labelKeys);
  const ends = await endParcels(ending, parcels);
  return {
    shredded: keys.shredded,
    ended: ends.ended,
    failed: [...keys.failed, ...ends.failed],
    remaining: keys.remaining || ends.remaining,
  };
};

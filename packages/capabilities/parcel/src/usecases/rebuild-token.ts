import type { Clock } from '@temkin/kernel';
import type { Label } from '../store/label-item.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { toFields, type NewParcel } from './new-parcel.ts';
import { refuse } from './refuse.ts';
import { resealStored, type Resealing } from './reseal-stored.ts';

/** What making a token again takes. */
export interface Rebuilding {
  readonly store: Pick<ParcelReads, 'labelKey'>;
  readonly keys: Resealing;
  readonly clock: Clock;
}

/**
 * The token of a stored label, made again of what is said to have been sealed in it. Refuses `PARCEL.REVOKED` where the label
 * is not live any more and `PARCEL.SHREDDED` where its key is destroyed. Throws `OutcomeUnknown` where the parcel is not the
 * one that was sealed then.
 */
export const rebuildToken = async (
  { store, keys, clock }: Rebuilding,
  tenant: string,
  label: Label,
  parcel: NewParcel,
): Promise<string> => {
  if (label.status !== 'live') throw refuse('PARCEL.REVOKED');
  const labelKey = await store.labelKey(tenant, label.labelId, clock.now());
  if (labelKey === undefined) throw refuse('PARCEL.SHREDDED');
  return resealStored(keys, tenant, { label, labelKey }, toFields(parcel));
};

import type { Clock } from '@temkin/kernel';
import { isGenuine, resealLabel } from '../domain/index.ts';
import type { Label } from '../store/label-item.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { toFields, type NewParcel } from './new-parcel.ts';
import type { ParcelKeys } from './ports.ts';
import { refuse } from './refuse.ts';

/** What making a token again takes. */
export interface Rebuilding {
  readonly store: Pick<ParcelReads, 'labelKey'>;
  readonly keys: Pick<ParcelKeys, 'labelKeys' | 'ring'>;
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
  const { labelId, kind, payloadVersion, groups: storedGroups } = label;
  if (label.status !== 'live') throw refuse('PARCEL.REVOKED');
  const wrapped = await store.labelKey(tenant, labelId, clock.now());
  if (wrapped === undefined) throw refuse('PARCEL.SHREDDED');
  const [storedKey, digestKey] = await Promise.all([
    keys.labelKeys.unwrap(tenant, wrapped, labelId),
    keys.ring.byId(tenant, 'digest', label.digestKeyId),
  ]);
  if (storedKey === undefined || digestKey === undefined)
    throw new Error('a stored label key cannot be opened');
  const isStored = (bytes: Uint8Array): boolean => isGenuine(digestKey.key, bytes, label.digest);
  const fields = toFields(parcel);
  return resealLabel({ kind, labelId, fields, payloadVersion, storedKey, storedGroups, isStored }).token;
};

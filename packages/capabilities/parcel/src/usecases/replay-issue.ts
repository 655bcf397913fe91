import { isGenuine, resealLabel } from '../domain/index.ts';
import type { IssueDependencies, IssuedParcel, IssueItem } from './issue-parcels.ts';
import { toFields } from './new-parcel.ts';
import { idsAt } from './prepare-parcel.ts';
import { refuse } from './refuse.ts';
import { requireAlive } from './require-alive.ts';

/**
 * Rebuilds the answer of the first time from what is stored; undefined where this parcel was never issued. Throws
 * `OutcomeUnknown` where the parcel is not the one that was sealed then.
 */
export const replayIssue = async (
  { store, keys, clock }: IssueDependencies,
  tenant: string,
  { index, parcel }: IssueItem,
  seed: Uint8Array,
): Promise<IssuedParcel | undefined> => {
  const { parcelId, labelId } = idsAt(seed, index);
  const [stored, label, wrapped] = await Promise.all([
    store.parcel(tenant, parcelId),
    store.label(tenant, labelId),
    store.labelKey(tenant, labelId, clock.now()),
  ]);
  if (stored === undefined || label === undefined) return undefined;
  const alive = requireAlive(stored);
  if (label.status !== 'live') throw refuse('PARCEL.REVOKED');
  if (wrapped === undefined) throw refuse('PARCEL.SHREDDED');
  const [storedKey, digestKey] = await Promise.all([
    keys.labelKeys.unwrap(tenant, wrapped, labelId),
    keys.ring.byId(tenant, 'digest', label.digestKeyId),
  ]);
  if (storedKey === undefined || digestKey === undefined)
    throw new Error('a stored label key cannot be opened');
  const { token } = resealLabel({
    kind: label.kind,
    labelId,
    fields: toFields(parcel),
    payloadVersion: label.payloadVersion,
    storedKey,
    storedGroups: label.groups,
    isStored: (bytes) => isGenuine(digestKey.key, bytes, label.digest),
  });
  return { parcel: alive, token };
};

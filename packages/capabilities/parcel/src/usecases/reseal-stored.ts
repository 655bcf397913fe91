import type { KeyRing, KeyWrap, WrappedKey } from '@temkin/crypto';
import { isGenuine, resealLabel, type ParcelFields } from '../domain/index.ts';
import type { Label } from '../store/label-item.ts';

/** What the key and the digest of a stored label are read with. */
export interface Resealing {
  /** Unwraps label keys (purpose `label`). */
  readonly labelKeys: Pick<KeyWrap, 'unwrap'>;
  /** Hash keys (purpose `digest`). */
  readonly ring: Pick<KeyRing, 'byId'>;
}

/**
 * The token of a stored label, made again bit for bit: from its key and from the fields as they were sealed, and held against
 * its stored digest. Throws `OutcomeUnknown` where other fields were sealed then.
 */
export const resealStored = async (
  { labelKeys, ring }: Resealing,
  tenant: string,
  { label, labelKey }: { readonly label: Label; readonly labelKey: WrappedKey },
  fields: Partial<ParcelFields>,
): Promise<string> => {
  const { kind, labelId, payloadVersion, groups: storedGroups, digest, digestKeyId } = label;
  const [storedKey, digestKey] = await Promise.all([
    labelKeys.unwrap(tenant, labelKey, labelId),
    ring.byId(tenant, 'digest', digestKeyId),
  ]);
  if (storedKey === undefined || digestKey === undefined)
    throw new Error('a stored label key cannot be opened');
  const isStored = (bytes: Uint8Array): boolean => isGenuine(digestKey.key, bytes, digest);
  return resealLabel({ kind, labelId, fields, payloadVersion, storedKey, storedGroups, isStored }).token;
};

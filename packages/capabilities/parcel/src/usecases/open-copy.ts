import { open, type KeyWrap } from '@temkin/crypto';
import {
  amendedFields,
  decodeGroup,
  escrowAmendmentOwner,
  escrowBinding,
  openAmendment,
  type AmendedFields,
  type AmendmentChanges,
  type GroupName,
  type ParcelFields,
} from '../domain/index.ts';
import type { EscrowAmendment, EscrowCopy } from '../store/escrow-copies.ts';

const broken = (): Error => new Error('a stored escrow copy does not open');

/** Where a parcel's copy is, and who may unwrap its key. */
interface Opened {
  readonly escrowKeys: Pick<KeyWrap, 'unwrap'>;
  readonly tenant: string;
  readonly parcelId: string;
  readonly groups: readonly GroupName[];
}

/** Opens these groups as they were issued, whatever was amended since. */
export const openIssued = async (
  { escrowKeys, tenant, parcelId, groups }: Opened,
  { key: wrapped, payloadVersion, sealed }: EscrowCopy,
): Promise<Partial<ParcelFields>> => {
  const key = await escrowKeys.unwrap(tenant, wrapped, parcelId);
  if (key === undefined) throw broken();
  const opened = groups.map((group) => {
    const binding = escrowBinding(tenant, parcelId, group, payloadVersion);
    const ciphertext = sealed(group);
    const padded = ciphertext && open(key, ciphertext, binding);
    const fields = padded === undefined ? 'broken' : decodeGroup(group, padded, payloadVersion);
    if (fields === 'broken') throw broken();
    return [group, fields] as const;
  });
  return Object.fromEntries(opened.filter(([, fields]) => fields !== undefined));
};

/** No key is unwrapped of an amendment that changes none of the groups. */
const openChanges = async (
  { escrowKeys, tenant, parcelId, groups }: Opened,
  { version, key: wrapped, sealed }: EscrowAmendment,
): Promise<AmendmentChanges> => {
  if (!groups.some((group) => sealed(group) !== undefined)) return {};
  const key = await escrowKeys.unwrap(tenant, wrapped, escrowAmendmentOwner(parcelId, version));
  if (key === undefined) throw broken();
  return openAmendment(key, sealed, groups, { tenant, parcelId, version, beside: 'escrow' });
};

/**
 * Opens these groups of an escrow copy with its amendments, and no other; a sender that was not given is absent. Throws
 * where anything does not fit: nobody but us writes copies.
 */
export const openCopy = async (copy: EscrowCopy, opened: Opened): Promise<Partial<AmendedFields>> => {
  const [fields, ...amendments] = await Promise.all([
    openIssued(opened, copy),
    ...copy.amendments.map((amendment) => openChanges(opened, amendment)),
  ]);
  return amendedFields(fields, amendments);
};

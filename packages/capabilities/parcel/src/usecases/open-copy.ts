import { open, type KeyWrap } from '@temkin/crypto';
import { decodeGroup, escrowBinding, type GroupName, type ParcelFields } from '../domain/index.ts';
import type { EscrowCopy } from '../store/escrow-copies.ts';

const broken = (): Error => new Error('a stored escrow copy does not open');

/**
 * Opens these groups of an escrow copy and no other; a sender that was not given is absent. Throws where anything does not
 * fit: nobody but us writes copies.
 */
export const openCopy = async (
  escrowKeys: Pick<KeyWrap, 'unwrap'>,
  tenant: string,
  parcelId: string,
  { key: wrapped, payloadVersion, sealed }: EscrowCopy,
  groups: readonly GroupName[],
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

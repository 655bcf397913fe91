import { open, seal, type KeyWrap } from '@temkin/crypto';
import { utf8, type RandomBytes } from '@temkin/kernel';
import type { CallKey } from '../store/call-keys.ts';

const KEY_BYTES = 32;

/** What the number belongs to: moved to another call, or to another tenant, it opens no more. */
const associated = (tenant: string, intentId: string): string =>
  JSON.stringify(['temkin/call-contact', tenant, intentId]);

/** Seals the number that a call reaches under a key of that call alone. `keys` wraps for purpose `call-key`. */
export const sealContact = async (
  { keys, random }: { readonly keys: Pick<KeyWrap, 'wrap'>; readonly random: RandomBytes },
  tenant: string,
  intentId: string,
  phone: string,
): Promise<CallKey> => {
  const key = random(KEY_BYTES);
  return {
    key: await keys.wrap(tenant, key, intentId),
    contact: seal(key, utf8(phone), associated(tenant, intentId), random),
  };
};

/** The number that a call reaches, E.164. Throws where it does not open: then somebody wrote past the system. */
export const openContact = async (
  keys: Pick<KeyWrap, 'unwrap'>,
  tenant: string,
  intentId: string,
  { key: wrapped, contact }: CallKey,
): Promise<string> => {
  const key = await keys.unwrap(tenant, wrapped, intentId);
  const phone = key && open(key, contact, associated(tenant, intentId));
  if (phone === undefined) throw new Error('the number of a declared call does not open');
  return new TextDecoder().decode(phone);
};

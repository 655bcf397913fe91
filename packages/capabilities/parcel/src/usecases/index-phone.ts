import type { KeyRing } from '@temkin/crypto';
import { phoneHash, type IndexedPhone } from '../domain/index.ts';

/** Where the index leads from a number, E.164, by the key of this month. */
export const indexPhone = async (
  ring: Pick<KeyRing, 'current'>,
  tenant: string,
  phone: string,
): Promise<IndexedPhone> => {
  const { id, key } = await ring.current(tenant, 'phone-index');
  return { indexKeyId: id, phoneHash: phoneHash(key, phone) };
};

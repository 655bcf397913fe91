import type { KeyRing, TenantKey } from '@temkin/crypto';
import { phoneHash, type IndexedPhone, type IndexedPhones } from '../domain/index.ts';

/** The numbers of a parcel, E.164. */
interface Numbers {
  readonly recipient: string;
  readonly sender?: string;
}

const indexedBy = ({ id, key }: TenantKey, phone: string): IndexedPhone => ({
  indexKeyId: id,
  phoneHash: phoneHash(key, phone),
});

/** Where the index leads from the numbers of a parcel, by the key of this month. */
export const indexPhones = async (
  ring: Pick<KeyRing, 'current'>,
  tenant: string,
  { recipient, sender }: Numbers,
): Promise<IndexedPhones> => {
  const key = await ring.current(tenant, 'phone-index');
  return {
    recipient: indexedBy(key, recipient),
    ...(sender !== undefined && { sender: indexedBy(key, sender) }),
  };
};

/**
 * Where the index leads from a recipient's other number, E.164. Where that is the sender's it leads there already, in
 * whichever month: a number leads to a parcel once.
 */
export const indexOtherPhone = async (
  ring: KeyRing,
  tenant: string,
  phone: string,
  { sender }: Partial<IndexedPhones> = {},
): Promise<IndexedPhone> => {
  const senders = sender && (await ring.byId(tenant, 'phone-index', sender.indexKeyId));
  const asSenders = senders && indexedBy(senders, phone);
  return asSenders !== undefined && asSenders.phoneHash === sender?.phoneHash
    ? asSenders
    : indexedBy(await ring.current(tenant, 'phone-index'), phone);
};

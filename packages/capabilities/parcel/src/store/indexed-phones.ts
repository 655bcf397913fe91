import { fromHex, toHex } from '@temkin/kernel';
import { bytesOf, keyOf, textOf, type Item, type Key, type Write } from '@temkin/storage';
import type { IndexedPhone, IndexedPhones, Parcel } from '../domain/index.ts';

/** A number's entry in the index of phones: whose it is. */
interface PhoneEntry extends IndexedPhone {
  readonly party: 'recipient' | 'sender' | 'both';
}

const isSame = (one: IndexedPhone, other: IndexedPhone): boolean =>
  one.indexKeyId === other.indexKeyId && one.phoneHash === other.phoneHash;

const entriesOf = (phones: IndexedPhones | undefined): readonly PhoneEntry[] => {
  if (phones === undefined) return [];
  const { recipient, sender } = phones;
  if (sender === undefined) return [{ ...recipient, party: 'recipient' }];
  return isSame(recipient, sender)
    ? [{ ...recipient, party: 'both' }]
    : [
        { ...recipient, party: 'recipient' },
        { ...sender, party: 'sender' },
      ];
};

const entryKey = (tenant: string, parcelId: string, { indexKeyId, phoneHash }: IndexedPhone): Key =>
  keyOf('parcels', 'phone', { tenant, indexKeyId, phoneHash, parcelId });

/** The entries of the index that lead to a parcel. */
export const phoneKeys = (
  tenant: string,
  { parcelId, phones }: Pick<Parcel, 'parcelId' | 'phones'>,
): readonly Key[] => entriesOf(phones).map((entry) => entryKey(tenant, parcelId, entry));

/** How a parcel is indexed by phones until its last day, in seconds since the epoch; `before` is how it was. */
export const phoneWrites = (
  tenant: string,
  { parcelId, phones }: Pick<Parcel, 'parcelId' | 'phones'>,
  expiresAtSeconds: number,
  before?: IndexedPhones,
): readonly Write[] => {
  const [former, entries] = [entriesOf(before), entriesOf(phones)];
  const gone = former.filter((entry) => !entries.some((one) => isSame(one, entry)));
  return [
    ...gone.map((entry): Write => ({ kind: 'delete', key: entryKey(tenant, parcelId, entry) })),
    ...entries.map((entry): Write => ({
      kind: 'put',
      key: entryKey(tenant, parcelId, entry),
      item: { party: entry.party, expiresAtSeconds },
    })),
  ];
};

const bytesFrom = ({ phoneHash }: IndexedPhone): Uint8Array => {
  const bytes = fromHex(phoneHash);
  if (bytes === undefined) throw new Error('a phone hash is lower-case hexadecimal');
  return bytes;
};

/** By which numbers a parcel is found, as fields of its item: the entries themselves lead only one way. */
export const phoneFields = ({ recipient, sender }: IndexedPhones): Item => ({
  recipientPhoneKeyId: recipient.indexKeyId,
  recipientPhoneHash: bytesFrom(recipient),
  ...(sender !== undefined && {
    senderPhoneKeyId: sender.indexKeyId,
    senderPhoneHash: bytesFrom(sender),
  }),
});

/** By which numbers a stored parcel is found; undefined where by none. */
export const phonesIn = (item: Item): IndexedPhones | undefined => {
  if (item.recipientPhoneHash === undefined) return undefined;
  const phoneOf = (party: string): IndexedPhone => ({
    indexKeyId: textOf(item, `${party}PhoneKeyId`),
    phoneHash: toHex(bytesOf(item, `${party}PhoneHash`)),
  });
  return {
    recipient: phoneOf('recipient'),
    ...(item.senderPhoneHash !== undefined && { sender: phoneOf('sender') }),
  };
};

import { normalizeText, type ParcelFields } from '@temkin/parcel/domain';
import { toE164 } from '@temkin/phone-number';
import type { ParcelBody, PartyBody } from './generate-parcels.ts';

const e164 = (phone: string): string => {
  const number = toE164(phone);
  if (number === undefined) throw new Error('a parcel of the bench has a phone number that is none');
  return number;
};

const address = ({ address: { street, communeCode } }: PartyBody) => ({
  street: normalizeText(street),
  communeCode,
});

/** The fields of a parcel by their groups, normalised as the API does it. */
export const parcelFields = ({
  recipient,
  sender,
  goods,
  codAmountVnd,
  handlingNote,
}: ParcelBody): ParcelFields => ({
  delivery: { recipientName: normalizeText(recipient.name), ...address(recipient) },
  payment: {
    ...(codAmountVnd !== undefined && { codAmountVnd }),
    ...(handlingNote !== undefined && { handlingNote: normalizeText(handlingNote) }),
  },
  contact: {
    recipientPhone: e164(recipient.phone),
    ...(sender !== undefined && { senderPhone: e164(sender.phone) }),
  },
  ...(sender !== undefined && { sender: { name: normalizeText(sender.name), ...address(sender) } }),
  contents: { ...goods, description: normalizeText(goods.description) },
});

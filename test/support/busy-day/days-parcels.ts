import { CLEAR_CANARIES, PHONES, STRAY, TEXTS } from './texts.ts';

export const COMMUNE = '00004';

const parcelOf = (n: number) => ({
  waybillNumber: `${CLEAR_CANARIES.waybill}-${n}`,
  kind: n % 2 === 0 ? 'sealed' : 'opaque',
  recipient: {
    name: n < 4 ? TEXTS.name : TEXTS.otherName.normalize('NFD'),
    phone: n < 4 ? PHONES.recipient : `+84 ${PHONES.other.slice(1, 4)} ${PHONES.other.slice(4)}`,
    address: { street: n < 4 ? TEXTS.street : TEXTS.otherStreet, communeCode: COMMUNE },
  },
  sender: {
    name: TEXTS.senderName,
    phone: PHONES.sender,
    address: { street: TEXTS.senderStreet, communeCode: '00008' },
  },
  goods: { description: TEXTS.goods, weightGrams: 430 },
  codAmountVnd: 420_000,
  handlingNote: TEXTS.note,
  sortCode: `${CLEAR_CANARIES.sortCode}-${n}`,
});

/** The one that is issued by itself, and that most happens to. */
export const FIRST_PARCEL = parcelOf(0);

/** The others, which are issued in one batch. */
export const OTHER_PARCELS = [1, 2, 3, 4, 5].map(parcelOf);

/** The parcels of the day, by waybill number, as their order system sends them. */
export const DAYS_PARCELS = [FIRST_PARCEL, ...OTHER_PARCELS];

/** A recipient in a commune that does not exist. */
export const NOWHERE = { ...FIRST_PARCEL.recipient, address: { street: STRAY, communeCode: '99999' } };

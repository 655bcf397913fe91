import { numberOf, optional, textOf, type Item } from '@temkin/storage';
import type { Holder, Parcel, ParcelState, Service } from '../domain/index.ts';

const holderFields = (holder: Holder | undefined): Item => {
  if (holder === undefined) return {};
  const { type, id } = holder;
  return type === 'facility'
    ? { holderType: type, holderId: id }
    : { holderType: type, holderId: id, holderShipper: holder.shipper, holderFacility: holder.facility };
};

/** Names of the fields that say who has a parcel. */
export const HOLDER_FIELDS = ['holderType', 'holderId', 'holderShipper', 'holderFacility'] as const;

/** What changes with a custody event: fields to set, and those of the former holder to remove. */
export const custodyFields = (
  state: ParcelState,
  holder: Holder | undefined,
): { set: Item; remove: string[] } => {
  const set = { state, ...holderFields(holder) };
  return { set, remove: HOLDER_FIELDS.filter((name) => !(name in set)) };
};

const holderOf = (item: Item): Holder | undefined => {
  const type = optional(textOf, item, 'holderType');
  if (type === undefined) return undefined;
  const id = textOf(item, 'holderId');
  return type === 'facility'
    ? { type, id }
    : { type: 'shift', id, shipper: textOf(item, 'holderShipper'), facility: textOf(item, 'holderFacility') };
};

/** A parcel as its item. Its `eventId` is the event of its last change, so that a reconciler can hold one against the other. */
export const toParcelItem = (parcel: Parcel, issuedBy: string): Item => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  labelId: parcel.labelId,
  kind: parcel.kind,
  service: parcel.service,
  state: parcel.state,
  ...holderFields(parcel.holder),
  communeCode: parcel.communeCode,
  ...(parcel.sortCode !== undefined && { sortCode: parcel.sortCode }),
  issuedAt: parcel.issuedAt,
  issuedBy,
  issueEventId: parcel.issueReceipt.eventId,
  issueLeaf: parcel.issueReceipt.leaf,
  pseudonym: parcel.pseudonym,
  eventId: parcel.issueReceipt.eventId,
  version: 1,
});

/** An item as the parcel it keeps. */
export const fromParcelItem = (item: Item): Parcel => {
  const holder = holderOf(item);
  const sortCode = optional(textOf, item, 'sortCode');
  return {
    parcelId: textOf(item, 'parcelId'),
    waybillNumber: textOf(item, 'waybillNumber'),
    labelId: textOf(item, 'labelId'),
    kind: textOf(item, 'kind') as Parcel['kind'],
    service: textOf(item, 'service') as Service,
    state: textOf(item, 'state') as ParcelState,
    ...(holder !== undefined && { holder }),
    communeCode: textOf(item, 'communeCode'),
    ...(sortCode !== undefined && { sortCode }),
    issuedAt: numberOf(item, 'issuedAt'),
    pseudonym: textOf(item, 'pseudonym'),
    issueReceipt: { eventId: textOf(item, 'issueEventId'), leaf: textOf(item, 'issueLeaf') },
  };
};

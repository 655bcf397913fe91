import { numberOf, optional, textOf, textsOf, type Item } from '@temkin/storage';
import type {
  Holder,
  Offer,
  Parcel,
  ParcelState,
  Place,
  Service,
  ShreddedParcel,
  SideReaders,
} from '../domain/index.ts';
import { phoneFields, phonesIn } from './indexed-phones.ts';

const SHREDDED: ShreddedParcel['state'] = 'shredded';

const holderFields = (holder: Holder | undefined): Item => {
  if (holder === undefined) return {};
  const { type, id } = holder;
  return type === 'facility'
    ? { holderType: type, holderId: id }
    : { holderType: type, holderId: id, holderShipper: holder.shipper, holderFacility: holder.facility };
};

/** Names of the fields that say who has a parcel, and whom it is offered to. */
const PLACE_FIELDS = [
  'holderType',
  'holderId',
  'holderShipper',
  'holderFacility',
  'offeredToType',
  'offeredToId',
  'assignedTo',
] as const;

/** Where a parcel is, as fields of its item or of a scan's. */
export const placeFields = ({ state, holder, offeredTo, assignedTo }: Place): Item => ({
  state,
  ...holderFields(holder),
  ...(offeredTo !== undefined && { offeredToType: offeredTo.type, offeredToId: offeredTo.id }),
  ...(assignedTo !== undefined && { assignedTo }),
});

/** A state as a field to set; none where it stays: by that a change of state is known (parcel-news.ts). */
export const stateChange = (before: Pick<Parcel, 'state'>, state: ParcelState): Item =>
  before.state === state ? {} : { state };

/** What changes where a parcel moves: fields to set, and those of the former place to remove. */
export const placeChange = (before: Pick<Parcel, 'state'>, place: Place): { set: Item; remove: string[] } => {
  const { state: _state, ...where } = placeFields(place);
  return {
    set: { ...stateChange(before, place.state), ...where },
    remove: PLACE_FIELDS.filter((name) => !(name in where)),
  };
};

const holderOf = (item: Item): Holder | undefined => {
  const type = optional(textOf, item, 'holderType');
  if (type === undefined) return undefined;
  const id = textOf(item, 'holderId');
  return type === 'facility'
    ? { type, id }
    : { type: 'shift', id, shipper: textOf(item, 'holderShipper'), facility: textOf(item, 'holderFacility') };
};

const offerOf = (item: Item): Offer | undefined => {
  const type = optional(textOf, item, 'offeredToType');
  return type === undefined ? undefined : { type: type as Offer['type'], id: textOf(item, 'offeredToId') };
};

/** Where a stored parcel is, or was by a stored scan. */
export const placeIn = (item: Item): Place => {
  const [holder, offeredTo] = [holderOf(item), offerOf(item)];
  const assignedTo = optional(textOf, item, 'assignedTo');
  return {
    state: textOf(item, 'state') as ParcelState,
    ...(holder !== undefined && { holder }),
    ...(offeredTo !== undefined && { offeredTo }),
    ...(assignedTo !== undefined && { assignedTo }),
  };
};

/** Who has read a parcel, as fields of its item. */
export const readersFields = ({ recipient, sender }: SideReaders): Item => ({
  ...(recipient !== undefined && { recipientReaders: recipient }),
  ...(sender !== undefined && { senderReaders: sender }),
});

const readersIn = (item: Item): SideReaders | undefined => {
  const recipient = optional(textsOf, item, 'recipientReaders');
  const sender = optional(textsOf, item, 'senderReaders');
  return recipient === undefined && sender === undefined
    ? undefined
    : { ...(recipient !== undefined && { recipient }), ...(sender !== undefined && { sender }) };
};

/** A parcel as its item. Its `eventId` is the event of its last change, so that a reconciler can hold one against the other. */
export const toParcelItem = (parcel: Parcel, issuedBy: string): Item => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  labelId: parcel.labelId,
  kind: parcel.kind,
  service: parcel.service,
  ...placeFields(parcel),
  communeCode: parcel.communeCode,
  ...(parcel.sortCode !== undefined && { sortCode: parcel.sortCode }),
  ...(parcel.phones !== undefined && phoneFields(parcel.phones)),
  issuedAt: parcel.issuedAt,
  dueAt: parcel.dueAt,
  retainedUntil: parcel.retainedUntil,
  issuedBy,
  issueEventId: parcel.issueReceipt.eventId,
  issueLeaf: parcel.issueReceipt.leaf,
  pseudonym: parcel.pseudonym,
  eventId: parcel.issueReceipt.eventId,
  version: 1,
});

/**
 * A parcel as it remains: nothing leads from it to its pseudonym but the event that it must name. When it was issued says
 * to a restore that it is no half of one.
 */
export const toShreddedItem = (
  { parcelId, issuedAt }: Pick<Parcel, 'parcelId' | 'issuedAt'>,
  { shreddedAt, eventId, version }: Record<'shreddedAt' | 'version', number> & { readonly eventId: string },
): Item => ({ parcelId, issuedAt, state: SHREDDED, shreddedAt, eventId, version });

/** An item as what remains of a parcel; undefined where that is a parcel still. */
export const fromShreddedItem = (item: Item): ShreddedParcel | undefined =>
  item.state === SHREDDED
    ? { parcelId: textOf(item, 'parcelId'), state: SHREDDED, shreddedAt: numberOf(item, 'shreddedAt') }
    : undefined;

/** Fields of a parcel's item that name the label which its own replaced. */
export const SUPERSEDED_FIELDS = ['supersededLabelId', 'supersededUntil'] as const;

/** An item as the parcel it keeps. */
export const fromParcelItem = (item: Item): Parcel => {
  const sortCode = optional(textOf, item, 'sortCode');
  const phones = phonesIn(item);
  const movedAt = optional(numberOf, item, 'movedAt');
  const supersededLabelId = optional(textOf, item, 'supersededLabelId');
  const readers = readersIn(item);
  const amendmentVersion = optional(numberOf, item, 'amendmentVersion');
  const amendedAt = optional(numberOf, item, 'amendedAt');
  return {
    parcelId: textOf(item, 'parcelId'),
    waybillNumber: textOf(item, 'waybillNumber'),
    labelId: textOf(item, 'labelId'),
    kind: textOf(item, 'kind') as Parcel['kind'],
    service: textOf(item, 'service') as Service,
    ...placeIn(item),
    ...(movedAt !== undefined && { movedAt }),
    ...(readers !== undefined && { readers }),
    communeCode: textOf(item, 'communeCode'),
    ...(sortCode !== undefined && { sortCode }),
    ...(phones !== undefined && { phones }),
    ...(supersededLabelId !== undefined && {
      superseded: { labelId: supersededLabelId, until: numberOf(item, 'supersededUntil') },
    }),
    ...(amendmentVersion !== undefined && { amendmentVersion }),
    ...(amendedAt !== undefined && { amendedAt }),
    issuedAt: numberOf(item, 'issuedAt'),
    dueAt: numberOf(item, 'dueAt'),
    retainedUntil: numberOf(item, 'retainedUntil'),
    pseudonym: textOf(item, 'pseudonym'),
    issueReceipt: { eventId: textOf(item, 'issueEventId'), leaf: textOf(item, 'issueLeaf') },
  };
};

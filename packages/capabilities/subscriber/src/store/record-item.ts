import type { Receipt, ReliedOn } from '@temkin/kernel';
import { bytesOf, keyOf, numberOf, optional, relyOn, textOf, type Item, type Key } from '@temkin/storage';
import { segmentOf, type HolderKind, type SealedFields } from '../domain/index.ts';

/** What every sealed record has: its fields, and the event that made it as it is. */
interface SealedRecord {
  readonly sealed: SealedFields;
  readonly registeredAt: number;
  /** Counts the changes; the fields that a change seals are sealed as of the version that it makes. */
  readonly version: number;
  readonly receipt: Receipt;
}

/** A holder as it is kept. */
export interface SealedPerson extends SealedRecord {
  readonly personId: string;
  readonly kind: HolderKind;
  readonly amendedAt?: number;
}

/** A number of a holder as it is kept. */
export interface SealedSubscription extends SealedRecord {
  readonly personId: string;
  readonly subscriptionId: string;
  readonly state: string;
}

/** With the version that a decision relies on. */
export type Read<Record> = Record & { readonly reliedOn: ReliedOn };

/** The state of a subscription that holds its number no more. */
export const ENDED = 'terminated';

/** Whether a subscription holds its number now. */
export const isLive = ({ state }: Pick<SealedSubscription, 'state'>): boolean => state !== ENDED;

export const personItemKey = (tenant: string, personId: string): Key =>
  keyOf('subscribers', 'person', { tenant, segment: segmentOf(personId), personId });

export const subscriptionItemKey = (tenant: string, personId: string, subscriptionId: string): Key =>
  keyOf('subscribers', 'subscription', { tenant, segment: segmentOf(personId), personId, subscriptionId });

export const holderKey = (tenant: string, subscriptionId: string): Key =>
  keyOf('subscribers', 'subscriptionHolder', { tenant, subscriptionId });

const toFields = ({ sealed, registeredAt, version, receipt }: SealedRecord): Item => ({
  fields: sealed,
  registeredAt,
  version,
  eventId: receipt.eventId,
  leaf: receipt.leaf,
});

/** A holder's item. */
export const toPersonItem = (person: SealedPerson): Item => ({
  ...toFields(person),
  kind: person.kind,
  ...(person.amendedAt !== undefined && { amendedAt: person.amendedAt }),
});

/** A subscription's item. */
export const toSubscriptionItem = (subscription: SealedSubscription): Item => ({
  ...toFields(subscription),
  state: subscription.state,
});

const sealedIn = (item: Item): SealedFields => {
  const { fields } = item;
  if (typeof fields !== 'object' || fields instanceof Uint8Array || Array.isArray(fields))
    throw new Error('a stored record has lost its fields');
  const named = fields as Item;
  return Object.fromEntries(Object.keys(named).map((name) => [name, bytesOf(named, name)]));
};

const recordIn = (item: Item): SealedRecord => ({
  sealed: sealedIn(item),
  registeredAt: numberOf(item, 'registeredAt'),
  version: numberOf(item, 'version'),
  receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
});

/** The holder that an item is. */
export const toPerson = (tenant: string, personId: string, item: Item): Read<SealedPerson> => {
  const record = recordIn(item);
  const amendedAt = optional(numberOf, item, 'amendedAt');
  return {
    personId,
    kind: textOf(item, 'kind') as HolderKind,
    ...record,
    ...(amendedAt !== undefined && { amendedAt }),
    reliedOn: relyOn(personItemKey(tenant, personId), record.version),
  };
};

/** The subscription that an item is. */
export const toSubscription = (
  tenant: string,
  { personId, subscriptionId }: { readonly personId: string; readonly subscriptionId: string },
  item: Item,
): Read<SealedSubscription> => {
  const record = recordIn(item);
  return {
    personId,
    subscriptionId,
    state: textOf(item, 'state'),
    ...record,
    reliedOn: relyOn(subscriptionItemKey(tenant, personId, subscriptionId), record.version),
  };
};

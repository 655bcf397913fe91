import type { Receipt, ReliedOn } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  textsOf,
  type Item,
  type Key,
} from '@temkin/storage';
import {
  HELD_STATES,
  segmentOf,
  type Channel,
  type ClearHolder,
  type ClearSubscription,
  type EndCause,
  type EndOfSubscription,
  type Hold,
  type HoldCause,
  type HoldLevel,
  type HolderKind,
  type NumberUse,
  type Payment,
  type ProcessingMark,
  type Reuse,
  type SealedFields,
  type Standing,
  type SubscriptionState,
} from '../domain/index.ts';
import { importedIn, importedItem, type Imported } from './imported-item.ts';
import { reuseIn } from './reuse-item.ts';

/** What every sealed record has: its fields, and the event that made it as it is. */
interface SealedRecord {
  readonly sealed: SealedFields;
  /** When the registry took it in; when a number was registered, its own field says. */
  readonly recordedAt: number;
  /** Counts the changes; the fields that a change seals are sealed as of the version that it makes. */
  readonly version: number;
  readonly receipt: Receipt;
}

/** A holder as it is kept. */
export interface SealedPerson extends SealedRecord {
  readonly personId: string;
  readonly clear: ClearHolder;
  readonly amendedAt?: number;
  /** What requests left on the record, each once; for which purposes it is read goes by them. */
  readonly marks?: readonly ProcessingMark[];
}

/** A number of a holder as it is kept. It has `endedAt` exactly when it is terminated; an old system does not say the cause. */
export interface SealedSubscription extends SealedRecord, EndOfSubscription {
  readonly personId: string;
  readonly subscriptionId: string;
  /** Its state is that of where it stands. */
  readonly clear: Omit<ClearSubscription, 'state'>;
  readonly standing: Standing;
  /** As of when the holder’s identity was last verified for this number: when that was asked for. */
  readonly verifiedAt?: number;
  /** As of when a database or a chip last compared the face of who uses this number with its holder’s. */
  readonly faceComparedAt?: number;
  /** The last gap in its use that its network told of. */
  readonly reuse?: Reuse;
  /** Names the wish that moved it last, where that had a name: whoever asks again is told what became of it. */
  readonly moveId?: string;
  /** Of what an import brought, or amended last. */
  readonly imported?: Imported;
}

/** With the version that a decision relies on. */
export type Read<Record> = Record & { readonly reliedOn: ReliedOn };

/** Whether a subscription holds its number now. */
export const isLive = ({ standing }: Pick<SealedSubscription, 'standing'>): boolean =>
  HELD_STATES.includes(standing.state);

export const personItemKey = (tenant: string, personId: string): Key =>
  keyOf('subscribers', 'person', { tenant, segment: segmentOf(personId), personId });

export const subscriptionItemKey = (tenant: string, personId: string, subscriptionId: string): Key =>
  keyOf('subscribers', 'subscription', { tenant, segment: segmentOf(personId), personId, subscriptionId });

export const holderKey = (tenant: string, subscriptionId: string): Key =>
  keyOf('subscribers', 'subscriptionHolder', { tenant, subscriptionId });

const toFields = ({ sealed, recordedAt, version, receipt }: SealedRecord): Item => ({
  fields: sealed,
  recordedAt,
  version,
  eventId: receipt.eventId,
  leaf: receipt.leaf,
});

/** A holder's item. */
export const toPersonItem = (person: SealedPerson): Item => ({
  ...toFields(person),
  kind: person.clear.kind,
  ...(person.clear.representedBy !== undefined && { representedBy: person.clear.representedBy }),
  ...(person.amendedAt !== undefined && { amendedAt: person.amendedAt }),
  ...(person.marks !== undefined && { marks: [...person.marks] }),
});

/** How holds stand in an item. */
export const holdItems = (holds: readonly Hold[]): readonly Item[] =>
  holds.map(({ cause, level }) => ({ cause, level }));

/** Its retention is reckoned from its end, so that none may be without. */
const requireEnd = ({ state }: Pick<Standing, 'state'>, endedAt: number | undefined): void => {
  if ((state === 'terminated') !== (endedAt !== undefined))
    throw new Error('a subscription has an end exactly when it is terminated');
};

/** A subscription's item. */
export const toSubscriptionItem = (subscription: SealedSubscription): Item => {
  const { clear, standing, endedAt, endCause, verifiedAt, faceComparedAt, reuse, moveId, imported } =
    subscription;
  const { channel, registeredAt, serviceStart, serviceEnd } = clear;
  requireEnd(standing, endedAt);
  return {
    ...toFields(subscription),
    state: standing.state,
    holds: holdItems(standing.holds),
    use: clear.use,
    payment: clear.payment,
    ordinal: clear.ordinal,
    ...(channel !== undefined && { channel }),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(serviceStart !== undefined && { serviceStart }),
    ...(serviceEnd !== undefined && { serviceEnd }),
    ...(endedAt !== undefined && { endedAt }),
    ...(endCause !== undefined && { endCause }),
    ...(verifiedAt !== undefined && { verifiedAt }),
    ...(faceComparedAt !== undefined && { faceComparedAt }),
    ...(reuse !== undefined && { dormantFrom: reuse.dormantFrom, resumedAt: reuse.resumedAt }),
    ...(moveId !== undefined && { moveId }),
    ...(imported !== undefined && importedItem(imported)),
  };
};

const sealedIn = (item: Item): SealedFields => {
  const { fields } = item;
  if (typeof fields !== 'object' || fields instanceof Uint8Array || Array.isArray(fields))
    throw new Error('a stored record has lost its fields');
  const named = fields as Item;
  const sealed: Record<string, Uint8Array> = {};
  for (const name of Object.keys(named)) sealed[name] = bytesOf(named, name);
  return sealed;
};

const recordIn = (item: Item): SealedRecord => ({
  sealed: sealedIn(item),
  recordedAt: numberOf(item, 'recordedAt'),
  version: numberOf(item, 'version'),
  receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
});

/** What is marked on a holder's item; undefined where nothing ever was. */
export const marksIn = (item: Item): readonly ProcessingMark[] | undefined =>
  optional(textsOf, item, 'marks') as readonly ProcessingMark[] | undefined;

/** The holder that an item is. */
export const personIn = (personId: string, item: Item): SealedPerson => {
  const amendedAt = optional(numberOf, item, 'amendedAt');
  const representedBy = optional(textOf, item, 'representedBy') as ClearHolder['representedBy'];
  const marks = marksIn(item);
  return {
    personId,
    clear: {
      kind: textOf(item, 'kind') as HolderKind,
      ...(representedBy !== undefined && { representedBy }),
    },
    ...recordIn(item),
    ...(amendedAt !== undefined && { amendedAt }),
    ...(marks !== undefined && { marks }),
  };
};

/** The same with the version that a decision relies on. */
export const toPerson = (tenant: string, personId: string, item: Item): Read<SealedPerson> => {
  const person = personIn(personId, item);
  return { ...person, reliedOn: relyOn(personItemKey(tenant, personId), person.version) };
};

const holdsIn = ({ holds }: Item): readonly Hold[] => {
  if (!Array.isArray(holds)) throw new Error('a stored subscription has lost its holds');
  return (holds as readonly Item[]).map((hold) => ({
    cause: textOf(hold, 'cause') as HoldCause,
    level: textOf(hold, 'level') as HoldLevel,
  }));
};

/** Where the subscription stands that an item is. */
export const standingIn = (item: Item): Standing => ({
  state: textOf(item, 'state') as SubscriptionState,
  holds: holdsIn(item),
});

const clearIn = (item: Item): SealedSubscription['clear'] => {
  const channel = optional(textOf, item, 'channel') as Channel | undefined;
  const [registeredAt, serviceStart, serviceEnd] = ['registeredAt', 'serviceStart', 'serviceEnd'].map(
    (name) => optional(numberOf, item, name),
  );
  return {
    use: textOf(item, 'use') as NumberUse,
    payment: textOf(item, 'payment') as Payment,
    ordinal: numberOf(item, 'ordinal'),
    ...(channel !== undefined && { channel }),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(serviceStart !== undefined && { serviceStart }),
    ...(serviceEnd !== undefined && { serviceEnd }),
  };
};

interface SubscriptionName {
  readonly personId: string;
  readonly subscriptionId: string;
}

/** The subscription that an item is. */
export const subscriptionIn = (
  { personId, subscriptionId }: SubscriptionName,
  item: Item,
): SealedSubscription => {
  const standing = standingIn(item);
  const [endedAt, verifiedAt, faceComparedAt] = ['endedAt', 'verifiedAt', 'faceComparedAt'].map((name) =>
    optional(numberOf, item, name),
  );
  const endCause = optional(textOf, item, 'endCause') as EndCause | undefined;
  const moveId = optional(textOf, item, 'moveId');
  requireEnd(standing, endedAt);
  return {
    personId,
    subscriptionId,
    clear: clearIn(item),
    standing,
    ...recordIn(item),
    ...(endedAt !== undefined && { endedAt }),
    ...(endCause !== undefined && { endCause }),
    ...(verifiedAt !== undefined && { verifiedAt }),
    ...(faceComparedAt !== undefined && { faceComparedAt }),
    ...(moveId !== undefined && { moveId }),
    ...reuseIn(item),
    ...importedIn(item),
  };
};

/** The same with the version that a decision relies on. */
export const toSubscription = (
  tenant: string,
  name: SubscriptionName,
  item: Item,
): Read<SealedSubscription> => {
  const subscription = subscriptionIn(name, item);
  const key = subscriptionItemKey(tenant, name.personId, name.subscriptionId);
  return { ...subscription, reliedOn: relyOn(key, subscription.version) };
};

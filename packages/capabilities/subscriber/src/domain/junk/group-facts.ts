import type { Channel } from '../record/subscriber-record.ts';
import { isHeld, type SweptPerson, type SweptSubscription } from './swept-person.ts';

/** By what persons are brought together who have nothing else in common. */
export const GROUPS = ['document', 'point', 'contract'] as const;

export type GroupKind = (typeof GROUPS)[number];

interface AnyFact<Kind extends GroupKind> {
  readonly group: Kind;
  /** A keyed hash or an opaque id: what facts are shuffled by. */
  readonly key: string;
  readonly personId: string;
  readonly subscriptionId: string;
}

/** One number on one document. */
export interface DocumentFact extends AnyFact<'document'> {
  readonly nameKey?: string;
  readonly birthKey?: string;
  readonly isOnLine: boolean;
  readonly isPrepaid: boolean;
  readonly hasContract: boolean;
  readonly registeredAt?: number;
  readonly endedAt?: number;
}

/** One activation at one point. */
export interface PointFact extends AnyFact<'point'> {
  readonly channel: Channel;
  readonly activatedAt: number;
}

/** One number of one contract that somebody has. */
export interface ContractFact extends AnyFact<'contract'> {
  readonly foundWrongAt?: number;
  /** Its own latest verification: whoever was verified after the sibling was found is no sibling any more. */
  readonly verifiedAt?: number;
}

export type GroupFact = DocumentFact | PointFact | ContractFact;

const factsOfSubscription = (person: SweptPerson, subscription: SweptSubscription): readonly GroupFact[] => {
  const { personId, documentKey, nameKey, birthKey } = person;
  const {
    subscriptionId,
    channel,
    payment,
    pointId,
    contractKey,
    registeredAt,
    activatedAt,
    endedAt,
    foundWrongAt,
    verifiedAt,
  } = subscription;
  const ids = { personId, subscriptionId };
  const facts: GroupFact[] = [
    {
      group: 'document',
      key: documentKey,
      ...ids,
      ...(nameKey !== undefined && { nameKey }),
      ...(birthKey !== undefined && { birthKey }),
      isOnLine: channel === 'app',
      isPrepaid: payment === 'prepaid',
      hasContract: contractKey !== undefined,
      ...(registeredAt !== undefined && { registeredAt }),
      ...(endedAt !== undefined && { endedAt }),
    },
  ];
  if (pointId !== undefined && channel !== undefined && activatedAt !== undefined)
    facts.push({ group: 'point', key: pointId, ...ids, channel, activatedAt });
  if (contractKey !== undefined && isHeld(subscription))
    facts.push({
      group: 'contract',
      key: contractKey,
      ...ids,
      ...(foundWrongAt !== undefined && { foundWrongAt }),
      ...(verifiedAt !== undefined && { verifiedAt }),
    });
  return facts;
};

/** What the map step hands on of one person: a fact for each group that each of their numbers is in, and nothing in clear. */
export const factsOf = (person: SweptPerson): readonly GroupFact[] =>
  person.subscriptions.flatMap((subscription) => factsOfSubscription(person, subscription));

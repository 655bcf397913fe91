import type { HolderKind } from './record/subscriber-record.ts';

/** Names a sealed field of a record: `name`, `birthDate`, `msisdn`. Names stand in the store in clear. */
export type SealedFieldName = string;

/** Personal fields of a record in clear: in memory, never in an event, a log line or an error. */
export type Fields = Readonly<Record<SealedFieldName, string>>;

/** A holder as far as it is found by: what kind it is, and its fields. */
export interface OpenPerson {
  readonly personId: string;
  readonly kind: HolderKind;
  readonly fields: Fields;
}

/** One number of one holder. */
export interface OpenSubscription {
  readonly subscriptionId: string;
  /** Whether it holds its number now: a number has one such subscription. */
  readonly isLive: boolean;
  readonly fields: Fields;
}

/** A holder, or one of its subscriptions, where what holds for both is said. */
export type RecordName = 'person' | `subscription#${string}`;

/** How the fields of a subscription are bound. */
export const subscriptionRecord = (subscriptionId: string): RecordName => `subscription#${subscriptionId}`;

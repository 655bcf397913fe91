import type { NumberUse } from './forms/normalize-msisdn.ts';
import type { FieldTexts } from './record/stored-fields.ts';
import type { HolderKind } from './record/subscriber-record.ts';

/** Names a sealed field of a record: `name`, `guardian.name`, `msisdn`. Names stand in the store in clear. */
export type SealedFieldName = string;

/** A holder as far as it is found by: what kind it is, and its stored fields in clear. In memory alone. */
export interface OpenPerson {
  readonly personId: string;
  readonly kind: HolderKind;
  readonly fields: FieldTexts;
}

/** One number of one holder. */
export interface OpenSubscription {
  readonly subscriptionId: string;
  /** Whether it holds its number now: a number has one such subscription. */
  readonly isLive: boolean;
  readonly use: NumberUse;
  readonly fields: FieldTexts;
}

/** A holder, one of its subscriptions, or one of its verifications, where what holds for both is said. */
export type RecordName = 'person' | `subscription#${string}` | `verification#${string}`;

/** How the fields of a verification are bound. */
export const verificationRecord = (verificationId: string): RecordName => `verification#${verificationId}`;

/** How the fields of a subscription are bound. */
export const subscriptionRecord = (subscriptionId: string): RecordName => `subscription#${subscriptionId}`;

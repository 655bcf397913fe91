import type { NumberUse } from '../forms/normalize-msisdn.ts';
import type { Channel, HolderKind, Payment, SubscriptionState } from '../record/subscriber-record.ts';

/** A claim that a number is not the claimant’s, though it is registered on their document (Decree 163/2024 Art 25.7). */
export interface ForeignNumberClaim {
  readonly state: 'open' | 'confirmed' | 'rejected';
  /** Milliseconds since the epoch, as all instants here. */
  readonly at: number;
}

/** What a sweep reads of one subscription. Nothing of it is personal but the day on which a document ends. */
export interface SweptSubscription {
  readonly subscriptionId: string;
  readonly state: SubscriptionState;
  readonly use: NumberUse;
  readonly payment: Payment;
  /** Absent where an old system did not say. */
  readonly channel?: Channel;
  /** The registration point; absent of an app. */
  readonly pointId?: string;
  /** Absent where an old system did not say: then it was before all of which it is said. */
  readonly registeredAt?: number;
  readonly activatedAt?: number;
  readonly endedAt?: number;
  /** Names the contract it was made by; absent where there is none. Several numbers may be of one. */
  readonly contractKey?: string;
  readonly portrait: 'with-time' | 'without-time' | 'missing';
  /** `YYYY-MM-DD`, the last day of the document that it was registered with. */
  readonly documentExpiresOn?: string;
  /** The latest verification of the holder’s identity for this number. A face that was compared alone is none. */
  readonly verifiedAt?: number;
  /** The last time that a database or a chip compared the face of who uses it with the holder’s. */
  readonly faceComparedAt?: number;
  /** The last time its information was found to be wrong, unless that was mended or taken back. */
  readonly foundWrongAt?: number;
  /** The last gap in its use: when it was used last, and when again. */
  readonly dormantFrom?: number;
  readonly resumedAt?: number;
  /** The last change of its device. */
  readonly deviceChangedAt?: number;
  readonly claims: readonly ForeignNumberClaim[];
}

/** What a sweep reads of one person: with the fields opened that a rule needs, and keyed names of those that rules compare. */
export interface SweptPerson {
  readonly personId: string;
  readonly kind: HolderKind;
  /** Keyed hash of the identity number: the same for two persons who gave the same. Of one without, its own alone. */
  readonly documentKey: string;
  /** Keyed hashes of the name, in the form that has its words in any order and no diacritics, and of a birth date that has a day. */
  readonly nameKey?: string;
  readonly birthKey?: string;
  /** In clear, in memory, while this person is judged: 12 digits, or another number that says nothing. */
  readonly identityNumber?: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly sex?: 'female' | 'male';
  readonly subscriptions: readonly SweptSubscription[];
}

/** Whether a subscription is somebody’s now: the rules are about those. */
export const isHeld = ({ state }: Pick<SweptSubscription, 'state'>): boolean => state !== 'terminated';

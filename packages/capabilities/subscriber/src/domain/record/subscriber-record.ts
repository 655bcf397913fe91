import type { Address } from '../forms/normalize-address.ts';
import type { IdentityNumber } from '../forms/normalize-identity-number.ts';
import type { NumberUse } from '../forms/normalize-msisdn.ts';
import type { Sex } from '../forms/personal-number.ts';

/** Who holds a number (Decree 163/2024 Art 17). */
export const HOLDER_KINDS = ['citizen', 'foreigner', 'child', 'organisation'] as const;

export type HolderKind = (typeof HOLDER_KINDS)[number];

/**
 * Where a number was registered (Decree 163/2024 Art 16): at a point of the operator's own, fixed or mobile; at the fixed point
 * of an authorised company; in the operator's own application.
 */
export const CHANNELS = ['own-fixed', 'own-mobile', 'authorised-fixed', 'app'] as const;

export type Channel = (typeof CHANNELS)[number];

export const PAYMENTS = ['prepaid', 'postpaid'] as const;

export type Payment = (typeof PAYMENTS)[number];

/** The three states of a live number by Decree 163/2024 Art 22.2, and what comes before and after. */
export const SUBSCRIPTION_STATES = [
  'pending',
  'active',
  'suspended-one-way',
  'suspended-two-way',
  'terminated',
] as const;

export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/**
 * What somebody registers with (Decree 163/2024 Art 17). `identity-card` has a chip, `chipless-card` twelve digits and none,
 * `old-identity-card` nine; `identity-certificate` is of people of Vietnamese origin whose nationality is not determined.
 */
export const DOCUMENT_KINDS = [
  'identity-card',
  'chipless-card',
  'old-identity-card',
  'identity-certificate',
  'electronic-identity',
  'passport',
  'birth-certificate',
  'enterprise-certificate',
  'establishment-decision',
] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** A picture or scan in the blob store. */
export interface ImageRecord {
  /** Its random name there; nothing of it is a secret, and nothing of it says whose it is. */
  readonly imageId: string;
  /** SHA-256 of what was digitised, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A portrait and when it was taken, milliseconds since the epoch (field 8: with date and hour). */
export interface PortraitRecord extends ImageRecord {
  readonly takenAt?: number;
}

/** Everything that a document prints beside name, birth date, number and address (field 6). */
export interface DocumentRecord {
  readonly kind: DocumentKind;
  /** `YYYY-MM-DD`. */
  readonly issuedOn?: string;
  /** `YYYY-MM-DD`, the last day it is good for; absent of a document without end. */
  readonly expiresOn?: string;
  readonly issuedBy?: string;
  readonly sex?: Sex;
  /** Three letters of ICAO 9303-3 §5. */
  readonly nationality?: string;
  /** What else is printed, by its caption. */
  readonly other?: Readonly<Record<string, string>>;
}

/** A person, or what names an organisation, as registered. All may be missing: old systems have what they have. */
export interface PartyRecord {
  readonly name?: string;
  /** A person's; see `normalizeBirthDate`. */
  readonly birthDate?: string;
  readonly identity?: IdentityNumber;
  readonly address?: Address;
  readonly document?: DocumentRecord;
  readonly documentImages?: readonly ImageRecord[];
  readonly portrait?: PortraitRecord;
}

/** A holder with those who act for it. */
export interface HolderRecord extends PartyRecord {
  readonly kind: HolderKind;
  /** Of a child: the parent or guardian (Art 17.3). */
  readonly guardian?: PartyRecord;
  readonly guardianConsent?: ImageRecord;
  readonly relationshipProof?: ImageRecord;
  /** Of an organisation: who came for its machines' numbers (Art 17.2.b). */
  readonly representative?: PartyRecord;
  /** Whether that was the legal representative or somebody with a written authorisation. */
  readonly representedBy?: 'legal-representative' | 'authorised-person';
  readonly authorisation?: ImageRecord;
}

/** Where somebody registered in person (field 10). */
export interface PointRecord {
  /** Of the agent. */
  readonly name: string;
  readonly address: string;
  readonly phone?: string;
}

/** One number of one holder. */
export interface SubscriptionRecord {
  readonly msisdn?: string;
  readonly use: NumberUse;
  readonly payment: Payment;
  /** Old systems do not always say: then all is required that any channel requires. */
  readonly channel?: Channel;
  /** Which of the holder's numbers in this network it is, a whole number from 1, on the day of its registration. */
  readonly ordinal: number;
  /** Of an organisation's number that a person uses: that person, who registers personally (Art 17.1.d). */
  readonly user?: PartyRecord;
  readonly confirmation?: ImageRecord;
  readonly contract?: ImageRecord;
  readonly point?: PointRecord;
  /** Milliseconds since the epoch, as the two below. */
  readonly registeredAt?: number;
  readonly serviceStart?: number;
  readonly state?: SubscriptionState;
  readonly serviceEnd?: number;
}

/** A record of the registry: a holder and one of its numbers. */
export interface SubscriberRecord {
  readonly holder: HolderRecord;
  readonly subscription: SubscriptionRecord;
}

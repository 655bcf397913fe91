import { rfc3339, vietnamDay, type PolicyRecord } from '@temkin/kernel';
import type { NumberUse } from '../forms/normalize-msisdn.ts';
import type { IdentityNumber } from '../forms/normalize-identity-number.ts';
import type { AuthorityUrgency } from '../lifecycle/request-clocks.ts';
import { FIELD_NAMES, type FieldName } from '../record/fields.ts';

/** Upon what an authority may ask who holds a number (Telecom Law 24/2023 Art 6.4.d; Decree 163/2024 Art 22.4, 23). */
export const AUTHORITY_GROUNDS = [
  'national-security',
  'criminal-case',
  'life-in-danger',
  'inspection',
  'administrative-violation',
] as const;

export type AuthorityGround = (typeof AUTHORITY_GROUNDS)[number];

/** How it was made sure that whoever asked is the authority (Decree 333/2026 Art 16.3). */
export const AUTHORITY_VERIFICATIONS = ['met-in-person', 'called-back', 'digitally-signed'] as const;

export type AuthorityVerification = (typeof AUTHORITY_VERIFICATIONS)[number];

export const AUTHORITY_CHANNELS = ['document', 'electronic-document', 'telephone'] as const;

export type AuthorityChannel = (typeof AUTHORITY_CHANNELS)[number];

/** Whom an authority asks about: by what it knows, or by the id of somebody who was released to it before. */
export type AskedPerson =
  | {
      readonly msisdn: string;
      /** Absent of a person's number. */
      readonly use?: NumberUse;
      /** Whether whoever had the number before is asked about too. */
      readonly formerHolders?: boolean;
    }
  | { readonly identity: IdentityNumber }
  | { readonly personId: string };

/** What an authority wrote, sealed where it is kept: who asked, by which document, about whom. */
export interface AuthorityRequestContent {
  readonly authority: string;
  /** Who asks on its behalf. */
  readonly officer: string;
  readonly channel: AuthorityChannel;
  readonly documentNumber: string;
  /** `YYYY-MM-DD`, a day that has begun in Vietnam. */
  readonly documentDate: string;
  /** Of the document as it came, 64 hexadecimal digits. */
  readonly documentSha256: string;
  readonly verification: AuthorityVerification;
  readonly people: readonly AskedPerson[];
}

/** A request of an authority, as far as it names nobody. Milliseconds since the epoch. */
export interface RegisteredAuthorityRequest {
  /** 32 hexadecimal digits. */
  readonly requestId: string;
  readonly ground: AuthorityGround;
  readonly urgency: AuthorityUrgency;
  readonly fields: readonly FieldName[];
  /** How many people are asked about. */
  readonly people: number;
  readonly state: 'registered' | 'released' | 'closed';
  readonly receivedAt: number;
  readonly answerBy: number;
  /** Staff ids. */
  readonly registeredBy: string;
  readonly registeredAt: number;
  readonly releasedBy?: string;
  readonly releasedAt?: number;
  readonly closedAt?: number;
  readonly closedBy?: string;
  readonly outcome?: AuthorityOutcome;
}

export const AUTHORITY_OUTCOMES = ['handed-over', 'refused', 'withdrawn'] as const;

export type AuthorityOutcome = (typeof AUTHORITY_OUTCOMES)[number];

/** What the parties signed when it was handed over, sealed where it is kept. */
export interface HandoverMinutes {
  /** Number of the minutes. */
  readonly reference: string;
  /** Who took it, on behalf of the authority. */
  readonly receivedBy: string;
  readonly deliveredBy: 'by-hand' | 'sealed-letter' | 'encrypted-file';
  /** Milliseconds since the epoch. */
  readonly signedAt: number;
}

/** People of one request at most, and numbers of one answer. */
export const authorityScope: readonly PolicyRecord<{
  readonly people: number;
  readonly numbers: number;
}>[] = [
  {
    id: 'authority-scope',
    value: { people: 50, numbers: 500 },
    source:
      'Temkin default: two people can still look through it; who asks for more asks by several documents',
    validFrom: '2024-12-24',
  },
];

/** Days for which what two people released may be handed over. */
export const releaseDays: readonly PolicyRecord<number>[] = [
  {
    id: 'registry-release-days',
    value: 3,
    source: 'Temkin default: answers are due within a day; over a weekend an officer may come late for them',
    validFrom: '2024-12-24',
  },
];

/** The fields of a scope in the order of the registry, each once. */
export const inOrder = (fields: readonly FieldName[]): readonly FieldName[] =>
  FIELD_NAMES.filter((field) => fields.includes(field));

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && rfc3339(at).startsWith(text);
};

/**
 * Where (RFC 6901) a request says a time at which it cannot have been: a document of a day that is none, or that has not begun in Vietnam; a
 * request that has not come yet.
 */
export const impossibleTimes = (
  {
    documentDate,
    receivedAt,
  }: Pick<AuthorityRequestContent, 'documentDate'> & Pick<RegisteredAuthorityRequest, 'receivedAt'>,
  now: number,
): readonly string[] => [
  ...(isDay(documentDate) && documentDate <= vietnamDay(now) ? [] : ['/documentDate']),
  ...(receivedAt <= now ? [] : ['/receivedAt']),
];

const DAY_MILLISECONDS = 86_400_000;

export type HandoverVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code:
        'AUTHORITY_REQUEST.CLOSED' | 'AUTHORITY_REQUEST.NOT_RELEASED' | 'AUTHORITY_REQUEST.RELEASE_OVER';
    };

/** Whether the released fields may be handed over now: released by two people, in time, and not closed. */
export const decideHandover = (
  { state, releasedAt }: Pick<RegisteredAuthorityRequest, 'state' | 'releasedAt'>,
  days: number,
  now: number,
): HandoverVerdict => {
  if (state === 'closed') return { allowed: false, code: 'AUTHORITY_REQUEST.CLOSED' };
  if (releasedAt === undefined) return { allowed: false, code: 'AUTHORITY_REQUEST.NOT_RELEASED' };
  return now < releasedAt + days * DAY_MILLISECONDS
    ? { allowed: true }
    : { allowed: false, code: 'AUTHORITY_REQUEST.RELEASE_OVER' };
};

export type AuthorityClosingVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code:
        | 'AUTHORITY_REQUEST.CLOSED'
        | 'AUTHORITY_REQUEST.MINUTES_REQUIRED'
        | 'AUTHORITY_REQUEST.NOTHING_HANDED_OVER'
        | 'AUTHORITY_REQUEST.HANDED_OVER'
        | 'AUTHORITY_REQUEST.TIME_INVALID';
    };

const MINUTE_MILLISECONDS = 60_000;

/**
 * Whether a request may be closed so: what was handed over with minutes, and nothing else as handed over. Minutes are signed after what they
 * are about, and not in the future: after the first document was handed over, or after the request came where none was. They tell
 * their hour by the minute, so the minute in which that was counts whole.
 */
export const decideAuthorityClosing = (
  { state, receivedAt }: Pick<RegisteredAuthorityRequest, 'state' | 'receivedAt'>,
  {
    outcome,
    handovers,
    signedAt,
    now,
  }: {
    readonly outcome: AuthorityOutcome;
    /** When each document was. */
    readonly handovers: readonly number[];
    /** Of the minutes; absent where there are none. */
    readonly signedAt?: number;
    readonly now: number;
  },
): AuthorityClosingVerdict => {
  if (state === 'closed') return { allowed: false, code: 'AUTHORITY_REQUEST.CLOSED' };
  if (outcome !== 'handed-over' && handovers.length > 0)
    return { allowed: false, code: 'AUTHORITY_REQUEST.HANDED_OVER' };
  if (outcome === 'handed-over') {
    if (handovers.length === 0) return { allowed: false, code: 'AUTHORITY_REQUEST.NOTHING_HANDED_OVER' };
    if (signedAt === undefined) return { allowed: false, code: 'AUTHORITY_REQUEST.MINUTES_REQUIRED' };
  }
  const from = handovers.length === 0 ? receivedAt : Math.min(...handovers);
  const earliest = from - (from % MINUTE_MILLISECONDS);
  return signedAt === undefined || (signedAt >= earliest && signedAt <= now)
    ? { allowed: true }
    : { allowed: false, code: 'AUTHORITY_REQUEST.TIME_INVALID' };
};

/** Whether two closings have the same minutes, or both none. */
export const isSameMinutes = (
  one: HandoverMinutes | undefined,
  other: HandoverMinutes | undefined,
): boolean =>
  one?.reference === other?.reference &&
  one?.receivedBy === other?.receivedBy &&
  one?.deliveredBy === other?.deliveredBy &&
  one?.signedAt === other?.signedAt;

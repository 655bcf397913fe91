import type { PolicyRecord } from '@temkin/kernel';
import type { NumberUse } from '../forms/normalize-msisdn.ts';
import type { Registrant } from '../record/registrant.ts';
import type { Channel, DocumentKind, HolderKind } from '../record/subscriber-record.ts';
import type { VerificationMethod } from './verification-rules.ts';

/** What binds a registration, whoever it is of. An ordinal counts the numbers on one document, the new one among them. */
export interface RegistrationRules {
  /** The last ordinal that may be registered on line. */
  readonly lastOnLine: number;
  /** The first prepaid ordinal that wants a contract, and where it is made. */
  readonly firstByContract: number;
  readonly contractChannels: readonly Channel[];
  /** The first ordinal of a number between people that wants a one-time code sent to an earlier one. */
  readonly firstByCode: number;
  /** Ways of verification that stand for that code. */
  readonly codeStoodForBy: readonly VerificationMethod[];
  /** Documents by holder. */
  readonly documents: Readonly<Record<HolderKind, readonly DocumentKind[]>>;
  /** Who may register, by holder. */
  readonly registrants: Readonly<Record<HolderKind, readonly Registrant[]>>;
}

/** A number, as far as it matters whether a code is sent to an earlier one for it. */
export interface CodedNumber {
  /** Whose it is. */
  readonly holder: HolderKind;
  readonly use: NumberUse;
  /** Which number of the holder it is. */
  readonly ordinal: number;
}

/**
 * Whether a number is one of which a code to an earlier one is asked (Decree 163/2024 Art 18.2.b): from the second between people on. Of an
 * organisation's it is of none: whoever is given one registers in person (Art 17.1.d), and its earlier ones other people answer.
 */
export const asksForCode = (
  { holder, use, ordinal }: CodedNumber,
  { firstByCode }: Pick<RegistrationRules, 'firstByCode'>,
): boolean => use === 'person' && holder !== 'organisation' && ordinal >= firstByCode;

const CITIZEN_CARDS: readonly DocumentKind[] = [
  'identity-card',
  'chipless-card',
  'electronic-identity',
  'identity-certificate',
];

const SINCE_DECREE: RegistrationRules = {
  lastOnLine: 3,
  firstByContract: 4,
  contractChannels: ['own-fixed'],
  firstByCode: 2,
  codeStoodForBy: [],
  documents: {
    citizen: [...CITIZEN_CARDS, 'old-identity-card'],
    foreigner: ['passport', 'electronic-identity'],
    child: ['identity-card', 'electronic-identity', 'birth-certificate', 'passport'],
    organisation: ['enterprise-certificate', 'establishment-decision'],
  },
  registrants: {
    citizen: ['holder'],
    foreigner: ['holder'],
    child: ['holder', 'guardian'],
    organisation: ['user', 'representative'],
  },
};

/** What registrations are bound by, by date. */
export const registrationRules: readonly PolicyRecord<RegistrationRules>[] = [
  {
    id: 'registration-rules',
    value: SINCE_DECREE,
    source: 'Decree 163/2024 Arts 16.1-16.3, 17, 18.2.b, 21',
    validFrom: '2024-12-24',
  },
  {
    id: 'registration-rules',
    value: { ...SINCE_DECREE, documents: { ...SINCE_DECREE.documents, citizen: CITIZEN_CARDS } },
    source: 'Law on Identification 26/2023 Art 46.2: nine-digit identity cards ended with 2024',
    validFrom: '2025-01-01',
  },
  {
    id: 'registration-rules',
    value: {
      ...SINCE_DECREE,
      documents: { ...SINCE_DECREE.documents, citizen: CITIZEN_CARDS },
      codeStoodForBy: ['electronic', 'chip', 'immigration'],
    },
    source: 'Circular 08/2026/TT-BKHCN Art 5.1, 5.2, 6.1: what is verified so needs no code and no call',
    validFrom: '2026-04-15',
  },
];

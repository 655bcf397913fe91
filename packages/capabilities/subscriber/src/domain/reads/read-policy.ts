import type { Role } from '@temkin/kernel';
import { FIELD_NAMES, type FieldName } from '../record/fields.ts';

/**
 * Why somebody reads the registry. Subscriber information serves defence, security and order, the state's management, and the
 * operator's own operations and service (Decree 163/2024 Art 23); what is none of these is no purpose.
 */
export const READ_PURPOSES = [
  'registration',
  'correction',
  'customer-care',
  'complaint',
  'data-subject-request',
  'authority-request',
  'investigation',
  'provisioning',
] as const;

export type ReadPurpose = (typeof READ_PURPOSES)[number];

/** How much of a field a reader sees. */
export type Shown = 'masked' | 'full';

/** What a read refers to, so that it can be asked why it was made. */
export const READ_BASES = ['transaction', 'case', 'two-person-release'] as const;

export type ReadBasis = (typeof READ_BASES)[number];

/** One line: for this purpose, these people, upon that, see these fields so, and never another. */
export interface ReadRule {
  readonly purpose: ReadPurpose;
  readonly roles: readonly Role[];
  /** The id of a transaction of the reader's own, of a case, or a release by two others that names the fields. */
  readonly needs: ReadBasis;
  readonly shown: Readonly<Partial<Record<FieldName, Shown>>>;
  readonly source: string;
}

const shown = (...lists: readonly (readonly [Shown, readonly FieldName[]])[]): ReadRule['shown'] =>
  Object.fromEntries(lists.flatMap(([how, names]) => names.map((name) => [name, how])));

/** What says who somebody is, and nothing of a face or a paper. */
const PERSON: readonly FieldName[] = ['name', 'birthDate', 'identity', 'address', 'msisdn'];

/** Papers and pictures, and what they print. */
const EVIDENCE: readonly FieldName[] = [
  'document',
  'documentImages',
  'portrait',
  'confirmation',
  'contract',
  'guardianConsent',
  'relationshipProof',
  'authorisation',
];

/** What is about the number alone. */
const SERVICE: readonly FieldName[] = [
  'point',
  'registeredAt',
  'serviceStart',
  'state',
  'numbersHeld',
  'serviceEnd',
];

const DATA_LAW = 'Law 91/2025 Art 7.4, 12.4; Decree 356/2025 Art 4';

/** The whole policy of reads, to be read line by line by an auditor. What no line allows is refused. */
export const READ_POLICY: readonly ReadRule[] = [
  {
    purpose: 'registration',
    roles: ['registrar'],
    needs: 'transaction',
    shown: shown(['masked', EVIDENCE], ['full', [...PERSON, ...SERVICE]]),
    source: `Decree 163/2024 Art 18.1, 23: the holder is there; ${DATA_LAW}`,
  },
  {
    purpose: 'correction',
    roles: ['registrar'],
    needs: 'case',
    shown: shown(['full', [...PERSON, ...EVIDENCE, ...SERVICE]]),
    source: 'Decree 163/2024 Art 25.1, 25.2: what is registered is compared with the document',
  },
  {
    purpose: 'customer-care',
    roles: ['support', 'support-lead'],
    needs: 'transaction',
    shown: shown(['masked', [...PERSON, ...EVIDENCE]], ['full', SERVICE]),
    source: `Decree 163/2024 Art 23; ${DATA_LAW}: who calls says the rest, and it is compared`,
  },
  {
    purpose: 'complaint',
    roles: ['support-lead'],
    needs: 'case',
    shown: shown(['masked', EVIDENCE], ['full', [...PERSON, ...SERVICE]]),
    source: 'Decree 163/2024 Art 25.7: somebody says that a number uses their identity',
  },
  {
    purpose: 'data-subject-request',
    roles: ['privacy-officer'],
    needs: 'case',
    shown: shown(['full', FIELD_NAMES]),
    source: 'Decree 356/2025 Art 5: a person sees, and has a copy of, all that is kept of them',
  },
  {
    purpose: 'authority-request',
    roles: ['privacy-officer'],
    needs: 'two-person-release',
    shown: shown(['full', FIELD_NAMES]),
    source: 'Telecom Law 24/2023 Art 6.4.d; Law 116/2025 Art 25.2.a; Decree 163/2024 Art 22.4',
  },
  {
    purpose: 'investigation',
    roles: ['security-officer'],
    needs: 'case',
    shown: shown(['masked', [...PERSON, ...EVIDENCE]], ['full', SERVICE]),
    source: 'Decree 163/2024 Art 23, 24.2: patterns tell junk SIMs, names do not',
  },
  {
    purpose: 'provisioning',
    roles: ['operator'],
    needs: 'transaction',
    shown: shown(['full', ['msisdn', 'serviceStart', 'state', 'serviceEnd']]),
    source: 'Decree 163/2024 Art 20, 25.1: the network serves and stops numbers',
  },
];

import type { PolicyRecord } from '@temkin/kernel';
import { CHANNELS, type Channel, type DocumentKind } from '../record/subscriber-record.ts';
import { POINTS } from './points.ts';

/** Fields of an identity that are compared (Decree 163/2024 Art 18.2.a; Circular 08/2026 Art 4.1). */
export const MATCHED_FIELDS = ['identityNumber', 'name', 'birthDate', 'face'] as const;

export type MatchedField = (typeof MATCHED_FIELDS)[number];

/**
 * How an identity is verified: by the electronic service of the population database; by the chip of the card, proven to be the
 * police’s; by comparison with that database, a recorded call and a code; by the immigration database; by papers, face to face, with a
 * recorded call and a code.
 */
export const VERIFICATION_METHODS = [
  'electronic',
  'chip',
  'compared',
  'immigration',
  'face-to-face',
] as const;

export type VerificationMethod = (typeof VERIFICATION_METHODS)[number];

/** What the fields are compared with. */
export type IdentitySource = 'population' | 'card-chip' | 'immigration' | 'papers';

/** What goes with the comparison, besides. */
export const MEASURES = ['recorded-call', 'code'] as const;

export type Measure = (typeof MEASURES)[number];

/** One way of verification: for whom and where, and what it takes. */
export interface VerificationRule {
  readonly method: VerificationMethod;
  readonly documents: readonly DocumentKind[];
  readonly channels: readonly Channel[];
  readonly source: IdentitySource;
  readonly fields: readonly MatchedField[];
  /** `code`: of numbers of which one is asked (`asksForCode`). */
  readonly measures: readonly Measure[];
}

const FOUR: readonly MatchedField[] = MATCHED_FIELDS;
const THREE: readonly MatchedField[] = ['identityNumber', 'name', 'birthDate'];
const BOTH: readonly Measure[] = MEASURES;

const SINCE_DECREE: readonly VerificationRule[] = [
  {
    method: 'compared',
    documents: [
      'identity-card',
      'chipless-card',
      'old-identity-card',
      'electronic-identity',
      'identity-certificate',
    ],
    channels: CHANNELS,
    source: 'population',
    fields: THREE,
    measures: BOTH,
  },
  {
    method: 'face-to-face',
    documents: ['passport'],
    channels: CHANNELS,
    source: 'papers',
    fields: THREE,
    measures: BOTH,
  },
];

const SINCE_CIRCULAR: readonly VerificationRule[] = [
  {
    method: 'electronic',
    documents: ['identity-card', 'chipless-card', 'electronic-identity'],
    channels: CHANNELS,
    source: 'population',
    fields: FOUR,
    measures: [],
  },
  {
    method: 'chip',
    documents: ['identity-card'],
    channels: CHANNELS,
    source: 'card-chip',
    fields: FOUR,
    measures: [],
  },
  {
    method: 'compared',
    documents: ['chipless-card'],
    channels: CHANNELS,
    source: 'population',
    fields: FOUR,
    measures: BOTH,
  },
  {
    method: 'immigration',
    documents: ['passport', 'electronic-identity'],
    channels: CHANNELS,
    source: 'immigration',
    fields: FOUR,
    measures: [],
  },
  {
    method: 'face-to-face',
    documents: ['passport', 'electronic-identity', 'identity-certificate'],
    channels: POINTS,
    source: 'papers',
    fields: FOUR,
    measures: BOTH,
  },
];

/** Ways of verification by date. */
export const verificationRules: readonly PolicyRecord<readonly VerificationRule[]>[] = [
  {
    id: 'verification-rules',
    value: SINCE_DECREE,
    source: 'Decree 163/2024 Art 18.2.a-c',
    validFrom: '2024-12-24',
  },
  {
    id: 'verification-rules',
    value: SINCE_CIRCULAR,
    source:
      'Circular 08/2026/TT-BKHCN Arts 4-7; Arts 5-7 speak of numbers between people, machines’ are held to the same',
    validFrom: '2026-04-15',
  },
];

/** What a changed device wants: the face alone, compared with one of these. */
export const deviceChangeCheck: readonly PolicyRecord<{
  readonly fields: readonly MatchedField[];
  readonly sources: readonly (IdentitySource | 'own-record')[];
}>[] = [
  {
    id: 'device-change-check',
    value: { fields: ['face'], sources: ['population', 'immigration', 'card-chip', 'own-record'] },
    source: 'Circular 08/2026/TT-BKHCN Art 8.1, 8.2; of the own record with FRR < 5 % at FAR < 0.01 %',
    validFrom: '2026-06-15',
  },
];

/** The ways that are open to a document at a channel. */
export const rulesOf = (
  rules: readonly VerificationRule[],
  { document, channel }: { readonly document: DocumentKind; readonly channel: Channel },
): readonly VerificationRule[] =>
  rules.filter(({ documents, channels }) => documents.includes(document) && channels.includes(channel));

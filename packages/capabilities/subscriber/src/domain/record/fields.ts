import type { PolicyRecord } from '@temkin/kernel';
import type { Channel, HolderKind, Payment, SubscriptionState } from './subscriber-record.ts';

/** Fields of a party: a holder, a guardian, a user, a representative. */
export const PARTY_FIELDS = [
  'name',
  'birthDate',
  'identity',
  'address',
  'document',
  'documentImages',
  'portrait',
] as const;

/** Fields of a holder with somebody beside it. */
export const HOLDER_FIELDS = ['guardianConsent', 'relationshipProof', 'authorisation'] as const;

/** Fields of a number. `numbersHeld` is counted, never stored. */
export const SUBSCRIPTION_FIELDS = [
  'msisdn',
  'confirmation',
  'point',
  'registeredAt',
  'contract',
  'serviceStart',
  'state',
  'numbersHeld',
  'serviceEnd',
] as const;

export const FIELD_NAMES = [...PARTY_FIELDS, ...HOLDER_FIELDS, ...SUBSCRIPTION_FIELDS] as const;

export type PartyField = (typeof PARTY_FIELDS)[number];
export type HolderField = (typeof HOLDER_FIELDS)[number];
export type SubscriptionField = (typeof SUBSCRIPTION_FIELDS)[number];
export type FieldName = (typeof FIELD_NAMES)[number];

/**
 * When a field is required: of whom, and where all that is named here holds. `registrant` is who registers in person
 * (`registrantOf`).
 */
export interface Requirement {
  readonly of: 'registrant' | 'holder' | 'guardian' | 'subscription';
  readonly kinds?: readonly HolderKind[];
  readonly channels?: readonly Channel[];
  readonly payments?: readonly Payment[];
  /** Which of the holder's numbers, from and to, both included. */
  readonly ordinals?: readonly [from: number, to: number];
  readonly states?: readonly SubscriptionState[];
  /** Only where the child registers itself, or where somebody with an authorisation came. */
  readonly only?: 'child-registers' | 'authorised-person';
}

/**
 * How a field is shown where it is masked: letters of the name, last digits, year, commune, whether there is one. `clear` ones
 * say nothing of a person.
 */
export type MaskName = 'name' | 'digits' | 'year' | 'commune' | 'presence' | 'clear';

/** One field of the registry. */
export interface FieldRule {
  readonly field: FieldName;
  /** Its place among the fifteen; absent of what Art 17 wants besides. */
  readonly number?: number;
  /** Decree 356/2025 Art 3 (basic) and 4 (sensitive); `service` is about the number alone. */
  readonly class: 'basic' | 'sensitive' | 'service';
  readonly required: readonly Requirement[];
  readonly mask: MaskName;
  readonly source: string;
}

const IN_PERSON: readonly Channel[] = ['own-fixed', 'own-mobile', 'authorised-fixed'];
const SERVED: readonly SubscriptionState[] = [
  'active',
  'suspended-one-way',
  'suspended-two-way',
  'terminated',
];

const REGISTRANT: Requirement = { of: 'registrant' };
const ORGANISATION: Requirement = { of: 'holder', kinds: ['organisation'] };
const CHILD: Requirement = { of: 'holder', kinds: ['child'] };
const NUMBER: Requirement = { of: 'subscription' };

const fields = (decree: string, law: string): readonly FieldRule[] => [
  {
    field: 'name',
    number: 1,
    class: 'basic',
    required: [REGISTRANT, CHILD, ORGANISATION],
    mask: 'name',
    source: `${decree} Art 19.1`,
  },
  {
    field: 'birthDate',
    number: 2,
    class: 'basic',
    required: [REGISTRANT, CHILD],
    mask: 'year',
    source: `${decree} Art 19.1`,
  },
  {
    field: 'identity',
    number: 3,
    class: 'basic',
    required: [REGISTRANT, ORGANISATION, { of: 'guardian', kinds: ['child'] }],
    mask: 'digits',
    source: `${decree} Art 19.1`,
  },
  {
    field: 'address',
    number: 4,
    class: 'basic',
    required: [REGISTRANT, ORGANISATION],
    mask: 'commune',
    source: `${decree} Art 19.1`,
  },
  {
    field: 'msisdn',
    number: 5,
    class: 'basic',
    required: [NUMBER],
    mask: 'digits',
    source: `${decree} Art 19.1`,
  },
  {
    field: 'document',
    number: 6,
    class: 'basic',
    required: [REGISTRANT, ORGANISATION],
    mask: 'presence',
    source: `${decree} Art 19`,
  },
  {
    field: 'documentImages',
    number: 7,
    class: 'sensitive',
    required: [REGISTRANT, ORGANISATION],
    mask: 'presence',
    source: `${decree} Art 19; an image of an identity card is sensitive: ${law} Art 4`,
  },
  {
    field: 'portrait',
    number: 8,
    class: 'sensitive',
    required: [REGISTRANT],
    mask: 'presence',
    source: `${decree} Art 19, with date and hour; faces are compared with it: ${law} Art 4`,
  },
  {
    field: 'confirmation',
    number: 9,
    class: 'basic',
    required: [{ of: 'subscription', payments: ['prepaid'], ordinals: [1, 3] }],
    mask: 'presence',
    source: `${decree} Art 21.1`,
  },
  {
    field: 'point',
    number: 10,
    class: 'service',
    required: [{ of: 'subscription', channels: IN_PERSON }],
    mask: 'clear',
    source: `${decree} Art 19`,
  },
  {
    field: 'registeredAt',
    number: 10,
    class: 'service',
    required: [NUMBER],
    mask: 'clear',
    source: `${decree} Art 19`,
  },
  {
    field: 'contract',
    number: 11,
    class: 'basic',
    required: [
      { of: 'subscription', payments: ['prepaid'], ordinals: [4, Number.POSITIVE_INFINITY] },
      { of: 'subscription', payments: ['postpaid'] },
    ],
    mask: 'presence',
    source: `${decree} Art 21.2`,
  },
  {
    field: 'serviceStart',
    number: 12,
    class: 'service',
    required: [{ of: 'subscription', states: SERVED }],
    mask: 'clear',
    source: `${decree} Art 22.2`,
  },
  {
    field: 'state',
    number: 13,
    class: 'service',
    required: [NUMBER],
    mask: 'clear',
    source: `${decree} Art 22.2`,
  },
  {
    field: 'numbersHeld',
    number: 14,
    class: 'service',
    required: [],
    mask: 'clear',
    source: `${decree} Art 22.2; counted from the subscriptions of the holder`,
  },
  {
    field: 'serviceEnd',
    number: 15,
    class: 'service',
    required: [{ of: 'subscription', states: ['terminated'] }],
    mask: 'clear',
    source: `${decree} Art 22.2`,
  },
  {
    field: 'guardianConsent',
    class: 'basic',
    required: [{ of: 'holder', kinds: ['child'], only: 'child-registers' }],
    mask: 'presence',
    source: `${decree} Art 17.3`,
  },
  {
    field: 'relationshipProof',
    class: 'basic',
    required: [{ of: 'holder', kinds: ['child'], only: 'child-registers' }],
    mask: 'presence',
    source: `${decree} Art 17.3`,
  },
  {
    field: 'authorisation',
    class: 'basic',
    required: [{ of: 'holder', kinds: ['organisation'], only: 'authorised-person' }],
    mask: 'presence',
    source: `${decree} Art 17.2.b`,
  },
];

/** The fields of the registry by date: which, of whom, required when, how shown. */
export const FIELDS: readonly PolicyRecord<readonly FieldRule[]>[] = [
  {
    id: 'subscriber-fields',
    value: fields('Decree 163/2024', 'Decree 356/2025'),
    source: 'Decree 163/2024 Art 17, 19, 21, 22.2',
    validFrom: '2024-12-24',
  },
];

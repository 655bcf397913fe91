import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import { NORMAL_FORMS, type NormalForm } from './normal-forms.ts';
import type { SealedFieldName, Fields, OpenPerson, OpenSubscription } from './person.ts';
import type { HolderKind } from './record/subscriber-record.ts';

/** A field of an index, and how its value is written into it. */
export interface IndexedField {
  readonly of: 'person' | 'subscription';
  readonly field: SealedFieldName;
  readonly form: NormalForm;
}

/** What people are found by. */
export interface IndexDefinition {
  /** All of them must be there, or nothing is indexed, and nothing is searched for. */
  readonly fields: readonly IndexedField[];
  /**
   * `full`: 32 bytes, for values that are unique, of which no frequency shows. `truncated`: so few bits that several holders share
   * each value, so that a dump tells of nobody that two records are the same.
   */
  readonly length: 'full' | 'truncated';
  /** A number has one live subscription. */
  readonly isUnique?: true;
  /** Kinds of holders that are indexed; all where absent. */
  readonly kinds?: readonly HolderKind[];
}

const ofPerson = (field: SealedFieldName, form: NormalForm): IndexedField => ({ of: 'person', field, form });

const ofSubscription = (field: SealedFieldName, form: NormalForm): IndexedField => ({
  of: 'subscription',
  field,
  form,
});

const PEOPLE: readonly HolderKind[] = ['citizen', 'foreigner', 'child'];

/** The indexes. A name is searched only beside a date of birth, or a year and a commune; last digits only beside something else. */
export const INDEXES = {
  msisdn: { fields: [ofSubscription('msisdn', 'exact')], length: 'full', isUnique: true },
  identityNumber: { fields: [ofPerson('identityNumber', 'exact')], length: 'full' },
  nameBirthDate: {
    fields: [ofPerson('name', 'name'), ofPerson('birthDate', 'exact')],
    length: 'truncated',
  },
  nameBirthYearCommune: {
    fields: [ofPerson('name', 'name'), ofPerson('birthDate', 'year'), ofPerson('communeCodes', 'each')],
    length: 'truncated',
  },
  lastFourBirthDate: {
    fields: [ofSubscription('msisdn', 'last-four'), ofPerson('birthDate', 'exact')],
    length: 'truncated',
    kinds: PEOPLE,
  },
  lastFourIdentityNumber: {
    fields: [ofSubscription('msisdn', 'last-four'), ofPerson('identityNumber', 'last-four')],
    length: 'truncated',
    kinds: PEOPLE,
  },
} as const satisfies Readonly<Record<string, IndexDefinition>>;

export type IndexName = keyof typeof INDEXES;

export const INDEX_NAMES = Object.keys(INDEXES) as readonly IndexName[];

/** The definition of an index, as all of them are. */
export const definitionOf = (index: IndexName): IndexDefinition => INDEXES[index];

/** Whether an index leads to subscriptions, and through them to their holders. */
export const isOfSubscriptions = (index: IndexName): boolean =>
  definitionOf(index).fields.some((field) => field.of === 'subscription');

/** The fields of a person, or of a subscription, that an index is made of. */
export const fieldsOf = (index: IndexName, of: IndexedField['of']): readonly SealedFieldName[] =>
  definitionOf(index)
    .fields.filter((field) => field.of === of)
    .map(({ field }) => field);

/** What an index is made of, part by part, each in its form. */
export type Terms = readonly string[];

/** All ways to take one form of each field; none where a field has none. */
const termsIn = (index: IndexName, valueOf: (field: IndexedField) => string | undefined): readonly Terms[] =>
  definitionOf(index).fields.reduce<readonly Terms[]>(
    (begun, field) => {
      const value = valueOf(field);
      const forms = value === undefined ? [] : NORMAL_FORMS[field.form](value);
      return begun.flatMap((terms) => forms.map((form) => [...terms, form]));
    },
    [[]],
  );

/** What a holder, with one of its subscriptions where the index is of those, is found by: several where several may be meant. */
export const termsOf = (
  index: IndexName,
  person: Pick<OpenPerson, 'kind' | 'fields'>,
  subscription?: Pick<OpenSubscription, 'fields'>,
): readonly Terms[] =>
  definitionOf(index).kinds?.includes(person.kind) === false
    ? []
    : termsIn(index, ({ of, field }) => (of === 'person' ? person : subscription)?.fields[field]);

/** What somebody searches for, by the names of the fields; none where one lacks. */
export const termsSought = (index: IndexName, values: Fields): readonly Terms[] =>
  termsIn(index, ({ field }) => values[field]);

/** Whether one is found by what is sought for another. */
export const shareTerms = (ones: readonly Terms[], others: readonly Terms[]): boolean =>
  ones.some((one) =>
    others.some((other) => one.length === other.length && one.every((term, at) => term === other[at])),
  );

/** Bits of a hash at most that are not truncated. */
const FULL_BYTES = 32;

/** More would not be fewer holders of a value for any registry that there can be. */
const MOST_BITS = 31;

/**
 * Bits of a truncated index for so many holders, that at least k of them are expected to share each value:
 * b = floor(log2(N / k)), and 0 where there are fewer than k. So N / 2^b lies from k up to 2k.
 */
export const truncatedBits = (holders: number, k: number): number =>
  holders < k ? 0 : Math.min(MOST_BITS, Math.floor(Math.log2(holders / k)));

/** How many holders are expected to share a value of so many bits. */
export const expectedGroup = (holders: number, bits: number): number => holders / 2 ** bits;

/** The first bits of a hash, as a text that is as long for all of them; `0` of none. */
const firstBits = (hash: Uint8Array, bits: number): string => {
  const first = new DataView(hash.buffer, hash.byteOffset).getUint32(0);
  const kept = bits === 0 ? 0 : first >>> (32 - bits);
  return kept.toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), '0');
};

/** What terms are called in an index, in hexadecimal: under the key of one generation, and truncated where bits are given. */
export const indexHash = (
  key: Uint8Array,
  index: IndexName,
  terms: Terms,
  bits: number | undefined,
): string => {
  const hash = keyedHash(key, FULL_BYTES, index, ...terms);
  return bits === undefined ? toHex(hash) : firstBits(hash, bits);
};

import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import { NORMAL_FORMS, type NormalForm } from './normal-forms.ts';
import type { StoredField, Fields, OpenPerson, OpenSubscription } from './person.ts';
import type { HolderKind } from './record/subscriber-record.ts';

/** A field of an index, and how its value is written into it. */
export interface IndexedField {
  readonly of: 'person' | 'subscription';
  readonly field: StoredField;
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

const ofPerson = (field: StoredField, form: NormalForm): IndexedField => ({ of: 'person', field, form });

const ofSubscription = (field: StoredField, form: NormalForm): IndexedField => ({
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
    fields: [ofPerson('name', 'name'), ofPerson('birthDate', 'year'), ofPerson('communeCode', 'exact')],
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
export const fieldsOf = (index: IndexName, of: IndexedField['of']): readonly StoredField[] =>
  definitionOf(index)
    .fields.filter((field) => field.of === of)
    .map(({ field }) => field);

/** A value in the form that an index has it in, part by part; undefined where a part is missing or has no normal form. */
export type Terms = readonly string[];

const termsIn = (
  index: IndexName,
  valueOf: (field: IndexedField) => string | undefined,
): Terms | undefined => {
  const terms = definitionOf(index).fields.map((field) => {
    const value = valueOf(field);
    return value === undefined ? undefined : NORMAL_FORMS[field.form](value);
  });
  return terms.every((term) => term !== undefined) ? terms : undefined;
};

/** What a holder, with one of its subscriptions where the index is of those, is found by. */
export const termsOf = (
  index: IndexName,
  person: Pick<OpenPerson, 'kind' | 'fields'>,
  subscription?: Pick<OpenSubscription, 'fields'>,
): Terms | undefined =>
  definitionOf(index).kinds?.includes(person.kind) === false
    ? undefined
    : termsIn(index, ({ of, field }) => (of === 'person' ? person : subscription)?.fields[field]);

/** What somebody searches for, by the names of the fields. */
export const termsSought = (index: IndexName, values: Fields): Terms | undefined =>
  termsIn(index, ({ field }) => values[field]);

/** Whether two are found by the same. */
export const isSameTerms = (one: Terms | undefined, other: Terms | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.length === other.length &&
  one.every((term, at) => term === other[at]);

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

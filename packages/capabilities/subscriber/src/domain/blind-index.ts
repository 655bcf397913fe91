import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import type { FieldName } from './record/fields.ts';
import type { HolderKind } from './record/subscriber-record.ts';

/** The field that a form is made of. What `searchedForms` answers is of the holder, what `searchedNumber` does of the number. */
const FIELD_OF_FORM = {
  identityNumber: 'identity',
  identityLast4: 'identity',
  name: 'name',
  birthDate: 'birthDate',
  birthYear: 'birthDate',
  commune: 'address',
  msisdn: 'msisdn',
  msisdnLast4: 'msisdn',
} as const satisfies Readonly<Record<string, FieldName>>;

/** A form by which somebody is found. */
export type IndexedForm = keyof typeof FIELD_OF_FORM;

const isOfNumber = (form: IndexedForm): boolean => FIELD_OF_FORM[form] === 'msisdn';

/** What people are found by. */
export interface IndexDefinition {
  /** All of them must be there, or nothing is indexed, and nothing is searched for. */
  readonly forms: readonly IndexedForm[];
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

const PEOPLE: readonly HolderKind[] = ['citizen', 'foreigner', 'child'];

/**
 * The indexes. A name is searched only beside a date of birth, or a year and a commune; last digits only beside something else. An
 * organisation has no year of birth: its name and commune are enough, for they are public.
 */
export const INDEXES = {
  msisdn: { forms: ['msisdn'], length: 'full', isUnique: true },
  identityNumber: { forms: ['identityNumber'], length: 'full' },
  nameBirthDate: { forms: ['name', 'birthDate'], length: 'truncated' },
  nameBirthYearCommune: { forms: ['name', 'birthYear', 'commune'], length: 'truncated' },
  lastFourBirthDate: { forms: ['msisdnLast4', 'birthDate'], length: 'truncated', kinds: PEOPLE },
  lastFourIdentityNumber: { forms: ['msisdnLast4', 'identityLast4'], length: 'truncated', kinds: PEOPLE },
} as const satisfies Readonly<Record<string, IndexDefinition>>;

export type IndexName = keyof typeof INDEXES;

export const INDEX_NAMES = Object.keys(INDEXES) as readonly IndexName[];

/** The definition of an index, as all of them are. */
export const definitionOf = (index: IndexName): IndexDefinition => INDEXES[index];

/** Whether an index leads to subscriptions, and through them to their holders. */
export const isOfSubscriptions = (index: IndexName): boolean => definitionOf(index).forms.some(isOfNumber);

/** The stored fields of a person, or of a subscription, that an index is made of. */
export const fieldsOf = (index: IndexName, of: 'person' | 'subscription'): readonly FieldName[] => [
  ...new Set(
    definitionOf(index)
      .forms.filter((form) => isOfNumber(form) === (of === 'subscription'))
      .map((form) => FIELD_OF_FORM[form]),
  ),
];

/** What somebody is found by in an index, form by form. */
export type Terms = readonly string[];

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

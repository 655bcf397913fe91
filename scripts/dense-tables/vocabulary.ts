import { readSyllable } from '../../packages/capabilities/parcel/src/domain/label/dense/syllable.ts';
import { MARKS } from '../../packages/capabilities/parcel/src/domain/label/dense/tokens.ts';
import {
  MARK_CLASSES,
  SYLLABLE_CLASSES,
} from '../../packages/capabilities/parcel/src/domain/label/dense/unpack-tables.ts';
import { levelOf } from './levels.ts';
import { isWord, NUMBER } from './token-counts.ts';
import type { TokenLists } from './token-lists.ts';

/** Tokens in classes of which each is half as likely as the one before. */
export interface Vocabulary {
  readonly markClasses: readonly string[][];
  readonly syllableClasses: readonly string[][];
  readonly latinClasses: readonly string[][];
  readonly classLevels: readonly number[];
}

/** How often a word that is no syllable must be in the texts to be listed. */
const LATIN_TIMES = 150;

/** Shares of words that no list can know, where neither context nor field has an entry: set, not counted. */
const SPELLED_SHARE = 0.08;
const SYLLABLE_SHARE = 0.03;
const OTHER_SHARE = 0.004;

/** In which class a token is: the first takes all down to half of the most frequent, and so on. */
const classOf = (times: number, most: number, classes: number): number => {
  let place = 0;
  for (let bound = most / 2; times < bound && place < classes - 1; bound /= 2) place += 1;
  return place;
};

const bySyllable = (a: string, b: string): number => {
  const [one, two] = [readSyllable(a), readSyllable(b)];
  if (one === undefined || two === undefined) return 0;
  return one.onset - two.onset || one.rhyme - two.rhyme || one.tone - two.tone;
};

/** Puts all tokens of some lists in classes. */
export const vocabularyOf = ({ elsewhere, everywhere }: TokenLists): Vocabulary => {
  const timesOf = (token: string): number => (elsewhere.get(token) ?? 0) + 2;
  const words = Array.from(everywhere.keys()).filter(
    (token) =>
      isWord(token) && (readSyllable(token) !== undefined || (everywhere.get(token) ?? 0) > LATIN_TIMES),
  );
  const inClasses = (tokens: readonly string[], most: number, classes: number): string[][] =>
    Array.from({ length: classes }, (_, place) =>
      tokens.filter((token) => classOf(timesOf(token), most, classes) === place),
    );
  const most = Math.max(...words.map(timesOf));
  const syllables = words.filter((word) => readSyllable(word) !== undefined).toSorted(bySyllable);
  const latin = words.filter((word) => readSyllable(word) === undefined).toSorted();
  const syllableClasses = inClasses(syllables, most, SYLLABLE_CLASSES);
  const latinClasses = inClasses(latin, most, SYLLABLE_CLASSES);
  const markClasses = inClasses(MARKS, Math.max(...MARKS.map(timesOf)), MARK_CLASSES);
  const sum = (tokens: readonly string[]): number =>
    tokens.reduce((total, token) => total + timesOf(token), 0);
  const classTimes = [
    ...markClasses.map(sum),
    ...syllableClasses.map((tokens, place) => sum([...tokens, ...(latinClasses[place] ?? [])])),
  ];
  const counted = classTimes.reduce((total, times) => total + times, timesOf(NUMBER));
  const all = counted / (1 - SPELLED_SHARE - SYLLABLE_SHARE - OTHER_SHARE);
  const many = [timesOf(NUMBER), SPELLED_SHARE * all, SYLLABLE_SHARE * all, OTHER_SHARE * all];
  return {
    markClasses,
    syllableClasses,
    latinClasses,
    classLevels: [...many, ...classTimes].map((times) => levelOf((times * 2 ** 13) / all)),
  };
};

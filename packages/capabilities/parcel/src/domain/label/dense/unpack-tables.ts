import {
  FIRST_MARK,
  SMALL_TABLES,
  type DenseTables,
  type SmallTable,
  type TokenList,
} from './dense-tables.ts';
import { RHYMES, writeSyllable } from './syllable.ts';
import { TONE_COUNT } from './letters.ts';
import { MARKS } from './tokens.ts';

/** The tables as the bundle carries them; scripts/dense-tables.ts writes them. */
export interface PackedTables {
  /** One character each: the class of every mark, and the level of every class. */
  readonly markClasses: string;
  readonly classLevels: string;
  /** Words that are no syllables, of one class after the other, and a comma behind each class. */
  readonly latinWords: string;
  /** All syllables in order, with their classes; see `unpackSyllables`. */
  readonly syllables: string;
  readonly fields: string;
  readonly contexts: string;
  /** A digit of base 36 for each level, a space between distributions. */
  readonly small: Readonly<Record<SmallTable, string>>;
}

/** Printable ASCII without what a string literal would have to escape. */
export const DIGITS: readonly string[] = Array.from({ length: 94 }, (_, i) =>
  String.fromCharCode(0x21 + i),
).filter((character) => character !== "'" && character !== '\\');

/** Numbers below this take one digit, others two. */
export const SHORT = 52;

const VALUE_OF = new Map(DIGITS.map((digit, value) => [digit, value]));

const valueOf = (digit: string | undefined): number => VALUE_OF.get(digit ?? '') ?? 0;

/** Numbers one after the other. */
const unpackNumbers = (packed: string): readonly number[] => {
  const numbers: number[] = [];
  for (let at = 0; at < packed.length; at += 1) {
    const first = valueOf(packed[at]);
    numbers.push(
      first < SHORT ? first : SHORT + (first - SHORT) * DIGITS.length + valueOf(packed[(at += 1)]),
    );
  }
  return numbers;
};

/** Classes of syllables. */
export const SYLLABLE_CLASSES = 10;

/** A digit below this is a syllable: how many are passed over before it, times SYLLABLE_CLASSES, and its class. */
const PASSES = 9;
export const PASS_FEW = PASSES * SYLLABLE_CLASSES;

/** Passed over by the two digits that are no syllables. */
export const PASSED = [PASSES, PASSES * PASSES] as const;

/** The syllables of each class. A syllable's number is (onset × rhymes + rhyme) × tones + tone. */
const unpackSyllables = (packed: string): readonly string[][] => {
  const classes: string[][] = Array.from({ length: SYLLABLE_CLASSES }, () => []);
  let next = 0;
  for (const digit of packed) {
    const value = valueOf(digit);
    if (value >= PASS_FEW) {
      next += PASSED[value - PASS_FEW] ?? 0;
      continue;
    }
    next += Math.floor(value / SYLLABLE_CLASSES);
    const rhyme = Math.floor(next / TONE_COUNT);
    const syllable = writeSyllable({
      onset: Math.floor(rhyme / RHYMES.length),
      rhyme: rhyme % RHYMES.length,
      tone: next % TONE_COUNT,
      isNewSpelling: false,
    });
    classes[value % SYLLABLE_CLASSES]?.push(syllable);
    next += 1;
  }
  return classes;
};

/** Lists, each as: what is added to the number of the last context, entries, the level of all others, token and level of each. */
const unpackLists = (packed: string): ReadonlyMap<number, TokenList> => {
  const numbers = unpackNumbers(packed);
  const lists = new Map<number, TokenList>();
  let context = -1;
  for (let at = 0; at < numbers.length;) {
    const [step = 0, count = 0, others = 0] = numbers.slice(at, at + 3);
    const entries = numbers.slice(at + 3, at + 3 + 2 * count);
    context += step;
    const tokens = entries.filter((_, i) => i % 2 === 0);
    lists.set(context, { tokens, levels: [...entries.filter((_, i) => i % 2 === 1), others] });
    at += 3 + 2 * count;
  }
  return lists;
};

const levelsOf = (packed: string): readonly number[] =>
  Array.from(packed, (digit) => Number.parseInt(digit, 36));

/** Classes of marks. */
export const MARK_CLASSES = 2;

/** Unpacks the tables. */
export const unpackTables = (packed: PackedTables): DenseTables => {
  const marks = Array.from({ length: MARK_CLASSES }, (_, place) =>
    MARKS.filter((_mark, i) => packed.markClasses[i] === String(place)),
  );
  const latin = packed.latinWords.split(',').map((words) => words.split(' ').filter(Boolean));
  const syllables = unpackSyllables(packed.syllables);
  const many = Array.from({ length: FIRST_MARK }, () => ['']);
  const small: Partial<Record<SmallTable, readonly (readonly number[])[]>> = {};
  for (const name of SMALL_TABLES) small[name] = packed.small[name].split(' ').map(levelsOf);
  return {
    classes: [...many, ...marks, ...syllables.map((words, place) => [...words, ...(latin[place] ?? [])])],
    classLevels: levelsOf(packed.classLevels),
    fields: [...unpackLists(packed.fields).values()],
    contexts: unpackLists(packed.contexts),
    small: small as DenseTables['small'],
  };
};

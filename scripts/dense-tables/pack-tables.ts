import {
  SMALL_TABLES,
  type DenseTables,
  type TokenList,
} from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import { TONE_COUNT } from '../../packages/capabilities/parcel/src/domain/label/dense/letters.ts';
import { readSyllable, RHYMES } from '../../packages/capabilities/parcel/src/domain/label/dense/syllable.ts';
import { MARKS } from '../../packages/capabilities/parcel/src/domain/label/dense/tokens.ts';
import {
  DIGITS,
  PASS_FEW,
  PASSED,
  SHORT,
  SYLLABLE_CLASSES,
  type PackedTables,
} from '../../packages/capabilities/parcel/src/domain/label/dense/unpack-tables.ts';
import type { Vocabulary } from './vocabulary.ts';

const digit = (value: number): string => {
  const found = DIGITS[value];
  if (found === undefined) throw new Error(`no digit is worth ${value}`);
  return found;
};

const packNumber = (value: number): string =>
  value < SHORT
    ? digit(value)
    : digit(SHORT + Math.floor((value - SHORT) / DIGITS.length)) + digit((value - SHORT) % DIGITS.length);

const packSyllables = (classes: readonly (readonly string[])[]): string => {
  const numbered = classes.flatMap((words, place) =>
    words.map((word) => {
      const syllable = readSyllable(word);
      if (syllable === undefined) throw new Error(`${word} is no syllable`);
      const { onset, rhyme, tone } = syllable;
      return { number: (onset * RHYMES.length + rhyme) * TONE_COUNT + tone, place };
    }),
  );
  const [few, many] = PASSED;
  let packed = '';
  let next = 0;
  for (const { number, place } of numbered.toSorted((a, b) => a.number - b.number)) {
    for (; number - next >= many; next += many) packed += digit(PASS_FEW + 1);
    for (; number - next >= few; next += few) packed += digit(PASS_FEW);
    packed += digit((number - next) * SYLLABLE_CLASSES + place);
    next = number + 1;
  }
  return packed;
};

const packLists = (lists: Iterable<readonly [number, TokenList]>): string => {
  let last = -1;
  let packed = '';
  for (const [context, { tokens, levels }] of [...lists].toSorted(([a], [b]) => a - b)) {
    const entries = tokens.flatMap((token, i) => [token, levels[i] ?? 0]);
    packed += [context - last, tokens.length, levels.at(-1) ?? 0, ...entries].map(packNumber).join('');
    last = context;
  }
  return packed;
};

const packLevels = (levels: readonly number[]): string => levels.map((level) => level.toString(36)).join('');

/** Packs tables for the bundle; `unpackTables` gives them back. */
export const packTables = (tables: DenseTables, vocabulary: Vocabulary): PackedTables => ({
  markClasses: MARKS.map((mark) => vocabulary.markClasses.findIndex((marks) => marks.includes(mark))).join(
    '',
  ),
  classLevels: packLevels(tables.classLevels),
  latinWords: vocabulary.latinClasses.map((words) => words.join(' ')).join(','),
  syllables: packSyllables(vocabulary.syllableClasses),
  fields: packLists(tables.fields.map((list, field) => [field, list] as const)),
  contexts: packLists(tables.contexts),
  small: Object.fromEntries(
    SMALL_TABLES.map((name) => [name, tables.small[name].map(packLevels).join(' ')]),
  ) as unknown as PackedTables['small'],
});

import {
  codeGroup,
  type GroupCoder,
} from '../../packages/capabilities/parcel/src/domain/label/dense/code-group.ts';
import { codeTokens } from '../../packages/capabilities/parcel/src/domain/label/dense/code-text.ts';
import {
  codeSpelledWord,
  codeSyllable,
} from '../../packages/capabilities/parcel/src/domain/label/dense/code-unlisted-word.ts';
import { denseModel } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-model.ts';
import {
  SMALL_TABLES,
  TEXT_FIELDS,
  type DenseTables,
  type SmallTable,
} from '../../packages/capabilities/parcel/src/domain/label/dense/dense-tables.ts';
import {
  ONSETS,
  readSyllable,
  RHYMES,
} from '../../packages/capabilities/parcel/src/domain/label/dense/syllable.ts';
import { tokensOf } from '../../packages/capabilities/parcel/src/domain/label/dense/tokens.ts';
import { GROUP_NAMES } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import { chanceFrom } from './chance.ts';
import { countingCoder } from './counting-coder.ts';
import { typedText } from './field-texts.ts';
import type { Phrases } from './inputs.ts';
import { levelsOf } from './levels.ts';
import { numbersOfParcel } from './parcel-numbers.ts';

/** Distributions of each table, and symbols of each distribution: the indexes are in docs/token-format.md. */
const SHAPES: Readonly<Record<SmallTable, readonly (readonly [number, number])[]>> = {
  end: [[160, 2]],
  glued: [[144, 2]],
  letterCase: [[60, 3]],
  plain: [[2, 2]],
  spelling: [[2, 2]],
  numberLength: [[18, 10]],
  digit: [[48, 10]],
  onset: [[1, ONSETS.length]],
  rhyme: [[1, RHYMES.length]],
  tone: [[2, 6]],
  letter: [[27, 27]],
  form: [
    [1, 18],
    [1, 2],
    [1, 12],
    [1, 6],
    [1, 18],
    [1, 12],
    [1, 6],
  ],
  codePoint: [[1, 3]],
  present: [[6, 2]],
  zeros: [[2, 16]],
  magnitude: [[4, 54]],
  phone: [[1, 3]],
  commune: [[1, 2]],
};

const flat = (name: SmallTable): readonly (readonly number[])[] =>
  SHAPES[name].flatMap(([distributions, symbols]) =>
    Array.from({ length: distributions }, () => Array.from({ length: symbols }, () => 0)),
  );

/** Small tables of which nothing is known yet. */
export const flatTables = (): DenseTables['small'] =>
  Object.fromEntries(SMALL_TABLES.map((name) => [name, flat(name)])) as unknown as DenseTables['small'];

const TEXTS = 40_000;

/** Learns the small tables by coding texts, words and numbers with a coder that only counts. */
export const smallTables = (tables: DenseTables, phrases: Phrases): DenseTables['small'] => {
  const model = denseModel({ ...tables, small: flatTables() });
  const coder = countingCoder();
  const chance = chanceFrom(77);
  TEXT_FIELDS.forEach((field, index) => {
    for (let i = 0; i < TEXTS; i += 1)
      codeTokens(coder, model, index, tokensOf(typedText(field, chance, phrases)));
  });
  for (const [word] of model.words) {
    if (readSyllable(word) === undefined) for (let i = 0; i < 6; i += 1) codeSpelledWord(coder, model, word);
    else codeSpelledWord(coder, model, word);
    if (readSyllable(word) !== undefined) codeSyllable(coder, model, word);
  }
  const groups: GroupCoder = { coder, model, text: (_, given) => given };
  for (let i = 0; i < TEXTS; i += 1) {
    const parcel = numbersOfParcel(chance);
    for (const group of GROUP_NAMES) codeGroup(groups, group, parcel[group]);
  }
  return Object.fromEntries(
    SMALL_TABLES.map((name) => [
      name,
      model.small[name].map((distribution) => levelsOf(coder.countsOf(distribution))),
    ]),
  ) as unknown as DenseTables['small'];
};

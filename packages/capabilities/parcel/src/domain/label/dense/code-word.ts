import { codeSmall, type DenseModel, type WordChoice } from './dense-model.ts';
import { likeliestToken } from './code-token.ts';
import { SPELLED_TOKEN, SYLLABLE_TOKEN } from './dense-tables.ts';
import type { Distribution } from './distribution.ts';
import type { SymbolCoder } from './range-coder.ts';
import { readSyllable } from './syllable.ts';

/** How a text has been written so far: people seldom change it within one. */
export interface WritingHabits {
  /** Without diacritics. */
  isPlain: boolean;
  /** Tones in the newer spelling. */
  isNewSpelling: boolean;
}

/** The one way in which a word, in small letters, is coded at a place. */
export const chooseWord = (
  model: DenseModel,
  habits: WritingHabits,
  field: number,
  previous: number,
  word: string,
): WordChoice => {
  const exact = model.words.get(word);
  if (exact === undefined || habits.isPlain) {
    const token = likeliestToken(model, field, previous, model.plainForms(word));
    if (token !== undefined) {
      return { token, isPlain: model.textOf(token).plain !== undefined, isNewSpelling: false };
    }
  }
  if (exact !== undefined) return exact;
  const token = readSyllable(word) === undefined ? SPELLED_TOKEN : SYLLABLE_TOKEN;
  return { token, isPlain: false, isNewSpelling: false };
};

const codeHabit = (
  coder: SymbolCoder,
  table: readonly Distribution[],
  habit: boolean,
  given: boolean | undefined,
): boolean => codeSmall(coder, table, habit ? 1 : 0, given === true ? 1 : 0) === 1;

/** Codes how the text of a listed word is written, and gives it. */
export const codeListedWord = (
  coder: SymbolCoder,
  model: DenseModel,
  habits: WritingHabits,
  token: number,
  given: WordChoice | undefined,
): string => {
  const { text, plain, newSpelling } = model.textOf(token);
  if (plain !== undefined) {
    habits.isPlain = codeHabit(coder, model.small.plain, habits.isPlain, given?.isPlain);
    if (habits.isPlain) return plain;
  }
  if (newSpelling === undefined) return text;
  habits.isNewSpelling = codeHabit(coder, model.small.spelling, habits.isNewSpelling, given?.isNewSpelling);
  return habits.isNewSpelling ? newSpelling : text;
};

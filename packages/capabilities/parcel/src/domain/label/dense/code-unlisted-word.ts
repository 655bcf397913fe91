import { LONGEST_TEXT } from './code-characters.ts';
import { codeSmall, type DenseModel } from './dense-model.ts';
import { formsOf, PLAIN_LETTERS, plainLetter } from './letters.ts';
import type { SymbolCoder } from './range-coder.ts';
import { hasTwoSpellings, readSyllable, RHYMES, writeSyllable } from './syllable.ts';

/** Before these ends of a syllable only two tones occur. */
const STOPPED = /(?:c|ch|p|t)$/;

const IS_STOPPED: readonly boolean[] = RHYMES.map((rhyme) => STOPPED.test(rhyme));

/** Codes a syllable by what it is made of: beginning, rhyme, tone, and the spelling where there are two. */
export const codeSyllable = (coder: SymbolCoder, model: DenseModel, given: string): string => {
  const parts = readSyllable(given);
  const onset = codeSmall(coder, model.small.onset, 0, parts?.onset ?? 0);
  const rhyme = codeSmall(coder, model.small.rhyme, 0, parts?.rhyme ?? 0);
  const tone = codeSmall(coder, model.small.tone, IS_STOPPED[rhyme] === true ? 1 : 0, parts?.tone ?? 0);
  const syllable = { onset, rhyme, tone, isNewSpelling: false };
  if (!hasTwoSpellings(syllable)) return writeSyllable(syllable);
  const isNewSpelling = coder.uniform(2, parts?.isNewSpelling === true ? 1 : 0) === 1;
  return writeSyllable({ ...syllable, isNewSpelling });
};

const END = PLAIN_LETTERS.length;

/** Letters with diacritics, in the order of the table `form`. */
const FORM_TABLE: ReadonlyMap<string, number> = new Map(
  PLAIN_LETTERS.filter((letter) => formsOf(letter).length > 1).map((letter, index) => [letter, index]),
);

const PLACE_OF_LETTER = new Map(PLAIN_LETTERS.map((letter, place) => [letter, place]));

/** Codes a word letter by letter: what it is without diacritics, behind what; then its form. */
export const codeSpelledWord = (coder: SymbolCoder, model: DenseModel, given: string): string => {
  let word = '';
  let previous = END;
  while (word.length < LONGEST_TEXT) {
    const letter = given.charAt(word.length);
    const place = codeSmall(
      coder,
      model.small.letter,
      previous,
      PLACE_OF_LETTER.get(plainLetter(letter)) ?? END,
    );
    const plain = PLAIN_LETTERS[place];
    if (plain === undefined) break;
    const table = FORM_TABLE.get(plain);
    const forms = formsOf(plain);
    word +=
      table === undefined
        ? plain
        : forms.charAt(codeSmall(coder, model.small.form, table, forms.indexOf(letter)));
    previous = place;
  }
  return word;
};

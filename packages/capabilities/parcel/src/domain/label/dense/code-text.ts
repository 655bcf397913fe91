import { codeCharacters, codeCodePoint, characterBits, LONGEST_TEXT } from './code-characters.ts';
import { codeDigits } from './code-digits.ts';
import { codeToken } from './code-token.ts';
import { codeSpelledWord, codeSyllable } from './code-unlisted-word.ts';
import { chooseWord, codeListedWord, type WritingHabits } from './code-word.ts';
import { codeSmall, FIRST_WORD, type DenseModel, type WordChoice } from './dense-model.ts';
import { FIRST_MARK, NUMBER_TOKEN, OTHER_TOKEN, SPELLED_TOKEN, SYLLABLE_TOKEN } from './dense-tables.ts';
import { distributionOf } from './distribution.ts';
import type { RangeEncoder, SymbolCoder } from './range-coder.ts';
import { MARKS, textOf, tokensOf, type LetterCase, type Token } from './tokens.ts';

/** Marks that have habits of their own as to spaces; see `spacingOf`. */
const SPACING_MARKS: ReadonlyMap<number, number> = new Map(
  Array.from(",/-.()+'", (mark, index) => [FIRST_MARK + MARKS.indexOf(mark), 4 + index]),
);

const SPACINGS = 12;

/** 0 a word, 1 a number, 2 any other character, 3 any other mark, 4 to 11 one of `,/-.()+'`. */
const spacingOf = (token: number): number => {
  if (token >= FIRST_WORD || token === SPELLED_TOKEN || token === SYLLABLE_TOKEN) return 0;
  if (token === NUMBER_TOKEN) return 1;
  return token === OTHER_TOKEN ? 2 : (SPACING_MARKS.get(token) ?? 3);
};

const COMMA = FIRST_MARK + MARKS.indexOf(',');
const CLOSING = FIRST_MARK + MARKS.indexOf(')');

/** Where a text stands between two tokens. */
interface Situation extends WritingHabits {
  readonly field: number;
  /** Tokens so far. */
  count: number;
  /** The last token; -1 before the first. */
  previous: number;
  /** Case of the last word. */
  letterCase: LetterCase;
}

const COUNTS = 10;

const codeEnd = (coder: SymbolCoder, model: DenseModel, now: Situation, isEnd: boolean): boolean => {
  const spacing = now.previous < 0 ? 3 : spacingOf(now.previous);
  const last = spacing < 2 ? spacing : now.previous === CLOSING ? 2 : 3;
  const index = (now.field * COUNTS + Math.min(now.count, COUNTS - 1)) * 4 + last;
  return codeSmall(coder, model.small.end, index, isEnd ? 1 : 0) === 1;
};

/** 0 at the beginning, 1 behind a word, 2 behind a number, 3 behind a comma, 4 behind anything else. */
const beforeWord = (previous: number): number => {
  if (previous < 0) return 0;
  const spacing = spacingOf(previous);
  return spacing < 2 ? spacing + 1 : previous === COMMA ? 3 : 4;
};

const codeCase = (
  coder: SymbolCoder,
  model: DenseModel,
  { field, previous, letterCase }: Situation,
  given: LetterCase,
): LetterCase => {
  const index = (field * 5 + beforeWord(previous)) * 3 + letterCase;
  const symbol = codeSmall(coder, model.small.letterCase, index, given);
  return symbol === 0 ? 0 : symbol === 1 ? 1 : 2;
};

const codeTokenText = (
  coder: SymbolCoder,
  model: DenseModel,
  now: Situation,
  token: number,
  given: string,
  choice: WordChoice | undefined,
): string => {
  if (token >= FIRST_WORD) return codeListedWord(coder, model, now, token, choice);
  if (token === NUMBER_TOKEN) return codeDigits(coder, model, now.field, now.previous, given);
  if (token === SYLLABLE_TOKEN) return codeSyllable(coder, model, given);
  if (token === SPELLED_TOKEN) return codeSpelledWord(coder, model, given);
  if (token >= FIRST_MARK) return model.textOf(token).text;
  const [ranges] = model.small.codePoint;
  const codePoint = given.codePointAt(0) ?? 0;
  return ranges === undefined ? '' : String.fromCodePoint(codeCodePoint(coder, ranges, codePoint));
};

/** What follows must keep to the order of these lines: it is the format. */
const codeNext = (coder: SymbolCoder, model: DenseModel, now: Situation, given: Token | undefined): Token => {
  const { field, previous } = now;
  const givenText = given?.text ?? '';
  const choice = given?.kind === 'word' ? chooseWord(model, now, field, previous, givenText) : undefined;
  const wanted =
    choice?.token ?? (given?.kind === 'number' ? NUMBER_TOKEN : (model.marks.get(givenText) ?? OTHER_TOKEN));
  const token = codeToken(coder, model, field, previous, wanted);
  const spacing = spacingOf(token);
  const isGlued =
    now.count > 0 &&
    codeSmall(
      coder,
      model.small.glued,
      spacingOf(previous) * SPACINGS + spacing,
      given?.isGlued === true ? 1 : 0,
    ) === 1;
  const text = codeTokenText(coder, model, now, token, givenText, choice);
  const isWord = spacing === 0;
  const letterCase = isWord ? codeCase(coder, model, now, given?.letterCase ?? 0) : 0;
  if (isWord) now.letterCase = letterCase;
  now.previous = token;
  now.count += 1;
  return { kind: isWord ? 'word' : token === NUMBER_TOKEN ? 'number' : 'mark', text, letterCase, isGlued };
};

/** Codes the tokens of a text; undefined where a decoder finds no end. */
export const codeTokens = (
  coder: SymbolCoder,
  model: DenseModel,
  field: number,
  given: readonly Token[],
): readonly Token[] | undefined => {
  const now: Situation = {
    field,
    count: 0,
    previous: -1,
    letterCase: 0,
    isPlain: false,
    isNewSpelling: false,
  };
  const tokens: Token[] = [];
  let length = 0;
  while (!codeEnd(coder, model, now, now.count >= given.length)) {
    const token = codeNext(coder, model, now, given[now.count]);
    tokens.push(token);
    // One for the token, two at most for each code point: what a decoder may find beyond is noise.
    length += 1 + token.text.length;
    if (length > 3 * LONGEST_TEXT) return undefined;
  }
  return tokens;
};

/** Token by token, and, seldom, character by character. */
const TEXT_MODES = distributionOf([255, 1]);

/**
 * Writes a normalised text of at most LONGEST_TEXT code points, token by token, or, where that takes more bits than
 * `characterBits` allows, character by character.
 */
export const writeText = (coder: RangeEncoder, model: DenseModel, field: number, text: string): void => {
  const goBack = coder.mark();
  const before = coder.bitsWritten();
  coder.symbol(TEXT_MODES, 0);
  codeTokens(coder, model, field, tokensOf(text));
  if (coder.bitsWritten() - before <= characterBits(text)) return;
  goBack();
  coder.symbol(TEXT_MODES, 1);
  codeCharacters(coder, text);
};

/** Reads a text, which may not be one that `writeText` would write; undefined where it is longer than any. */
export const readText = (coder: SymbolCoder, model: DenseModel, field: number): string | undefined => {
  if (coder.symbol(TEXT_MODES, 0) === 1) return codeCharacters(coder, '');
  const tokens = codeTokens(coder, model, field, []);
  return tokens && textOf(tokens);
};

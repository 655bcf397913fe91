import { once } from '@temkin/kernel';
import { capitalOf, SMALL_LETTERS, smallOf } from './letters.ts';

/** 0 all small, 1 a capital and then small letters, 2 all capitals. */
export type LetterCase = 0 | 1 | 2;

/** A piece of a text that is coded as a whole. */
export interface Token {
  readonly kind: 'word' | 'number' | 'mark' | 'other';
  /** The word in small letters, the digits, or the one character. */
  readonly text: string;
  /** Of a word; 0 for all else. */
  readonly letterCase: LetterCase;
  /** Whether it stands right behind what is before it, without a space. */
  readonly isGlued: boolean;
}

/** Characters that are neither letters nor digits and that addresses use, in the order in which they are coded. */
export const MARKS: readonly string[] = Array.from('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~’');

/** Digits of one token; a longer number is several. */
export const LONGEST_NUMBER = 10;

type CharacterClass = 'small' | 'capital' | 'digit' | 'mark' | 'space' | 'other';

const classesByCharacter = (): ReadonlyMap<string, CharacterClass> =>
  new Map([
    ...SMALL_LETTERS.flatMap((letter): [string, CharacterClass][] => [
      [letter, 'small'],
      [capitalOf(letter), 'capital'],
    ]),
    ...Array.from('0123456789', (digit): [string, CharacterClass] => [digit, 'digit']),
    ...MARKS.map((mark): [string, CharacterClass] => [mark, 'mark']),
    [' ', 'space'],
  ]);

/** By character code. The last of them is `’`, U+2019. */
const characterClasses = once((): readonly CharacterClass[] => {
  const classes = classesByCharacter();
  return Array.from({ length: 0x20_1a }, (_, code) => classes.get(String.fromCharCode(code)) ?? 'other');
});

const classAt = (text: string, at: number): CharacterClass =>
  characterClasses()[text.charCodeAt(at)] ?? 'other';

/**
 * Whether a text is of letters, digits and marks alone with single spaces between them: then it is normalised, and clean,
 * and neither has to be asked of Unicode. Most texts are.
 */
export const isPlainlyNormal = (text: string): boolean => {
  let last: CharacterClass = 'space';
  for (let at = 0; at < text.length; at += 1) {
    const next = classAt(text, at);
    if (next === 'other' || (next === 'space' && last === 'space')) return false;
    last = next;
  }
  return last !== 'space' || text === '';
};

/** Where characters of a class end, from a place on. */
const endOf = (text: string, from: number, wanted: CharacterClass, limit = text.length): number => {
  let at = from;
  while (at < limit && classAt(text, at) === wanted) at += 1;
  return at;
};

/** Where a word ends that begins with a capital: `Bank`, `TP` before `Bank`, `HCM`, and of `NGuyen` only `N`. */
const endOfCapitalised = (text: string, from: number): number => {
  const end = endOf(text, from, 'capital');
  const smallEnd = endOf(text, end, 'small');
  if (smallEnd === end) return end;
  return end - from === 1 ? smallEnd : end - 1;
};

/** Where the piece ends that begins at a place: a word of one case, a number, or one code point. */
const endOfPiece = (text: string, from: number, begins: CharacterClass): number => {
  if (begins === 'small') return endOf(text, from, begins);
  if (begins === 'capital') return endOfCapitalised(text, from);
  if (begins === 'digit') return endOf(text, from, begins, from + LONGEST_NUMBER);
  return from + ((text.codePointAt(from) ?? 0) > 0xff_ff ? 2 : 1);
};

const inSmallLetters = (word: string, letterCase: LetterCase): string => {
  if (letterCase === 0) return word;
  if (letterCase === 1) return (smallOf(word.charAt(0)) ?? '') + word.slice(1);
  let small = '';
  for (const letter of word) small += smallOf(letter) ?? letter;
  return small;
};

const inCapitals = (word: string): string => {
  let capitals = '';
  for (const letter of word) capitals += capitalOf(letter);
  return capitals;
};

/** A lone capital goes with the word before it: in `BÀ Ý` it is one of many, in `Chị Ý` it begins a name. */
const caseOf = (text: string, from: number, end: number, previous: LetterCase): LetterCase => {
  if (classAt(text, from) === 'small') return 0;
  if (end - from === 1) return previous === 2 ? 2 : 1;
  return classAt(text, from + 1) === 'small' ? 1 : 2;
};

/** Takes a normalised text apart. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  let isGlued = false;
  let letterCase: LetterCase = 0;
  let at = 0;
  while (at < text.length) {
    const begins = classAt(text, at);
    const end = endOfPiece(text, at, begins);
    const piece = text.slice(at, end);
    if (begins === 'small' || begins === 'capital') {
      letterCase = caseOf(text, at, end, letterCase);
      tokens.push({ kind: 'word', text: inSmallLetters(piece, letterCase), letterCase, isGlued });
    } else if (begins !== 'space') {
      const kind = begins === 'digit' ? 'number' : begins;
      tokens.push({ kind, text: piece, letterCase: 0, isGlued });
    }
    isGlued = begins !== 'space';
    at = end;
  }
  return tokens;
};

const written = ({ text, letterCase }: Token): string => {
  if (letterCase === 0) return text;
  return letterCase === 2 ? inCapitals(text) : capitalOf(text.charAt(0)) + text.slice(1);
};

/** Puts a text together again. */
export const textOf = (tokens: readonly Token[]): string =>
  tokens.reduce(
    (text, token, index) => text + (index === 0 || token.isGlued ? '' : ' ') + written(token),
    '',
  );

/** The characters of packed text, as base64url has them (RFC 4648 §5): none needs an escape anywhere. */
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const BASE = CHARACTERS.length;

/** Characters of a word's place in the list, and of a code of five digits. */
const WORD_LENGTH = 2;
const CODE_LENGTH = 3;

const pack = (value: number, length: number): string =>
  Array.from({ length }, (_, at) =>
    CHARACTERS.charAt(Math.floor(value / BASE ** (length - 1 - at)) % BASE),
  ).join('');

const unpack = (text: string): number =>
  Array.from(text).reduce((value, character) => value * BASE + CHARACTERS.indexOf(character), 0);

/** A name in the places of its words in a list of at most 4,096. */
export const packName = (name: string, places: ReadonlyMap<string, number>): string =>
  name
    .split(' ')
    .map((word) => {
      const place = places.get(word);
      if (place === undefined || place >= BASE ** WORD_LENGTH) throw new Error(`no place for ${word}`);
      return pack(place, WORD_LENGTH);
    })
    .join('');

/** The name that was packed. */
export const unpackName = (packed: string, words: readonly string[]): string => {
  const found: string[] = [];
  for (let at = 0; at < packed.length; at += WORD_LENGTH)
    found.push(words[unpack(packed.slice(at, at + WORD_LENGTH))] ?? '');
  return found.join(' ');
};

/** Steps from one code to the next that one character tells, none of which is the letter of a kind; the first of them goes back. */
const STEPS = 'abcdefghijklmnopqrstuvwxyz0123456789-_';
const FIRST_STEP = -8;

/** Stands before a code that is written out. */
const WHOLE = '.';

/** Five digits, in one character where they follow closely on those before. */
export const packCode = (code: string, before: string): string => {
  const step = Number(code) - Number(before) - FIRST_STEP;
  return step >= 0 && step < STEPS.length ? STEPS.charAt(step) : WHOLE + pack(Number(code), CODE_LENGTH);
};

/** The code that a text begins with, where it begins with one, and what comes behind it. */
export const unpackCode = (
  text: string,
  before: string,
): { readonly code?: string; readonly rest: string } => {
  const first = text.charAt(0);
  if (first === WHOLE)
    return { code: fiveDigits(unpack(text.slice(1, 1 + CODE_LENGTH))), rest: text.slice(1 + CODE_LENGTH) };
  const step = STEPS.indexOf(first);
  return step < 0
    ? { rest: text }
    : { code: fiveDigits(Number(before) + FIRST_STEP + step), rest: text.slice(1) };
};

const fiveDigits = (code: number): string => String(code).padStart(5, '0');

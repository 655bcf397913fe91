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

/** Five digits in three characters. */
export const packCode = (code: string): string => pack(Number(code), CODE_LENGTH);

/** The five digits. */
export const unpackCode = (packed: string): string => String(unpack(packed)).padStart(5, '0');

/** A code, where there is one, and a keyed name, which has an odd length: letter of the kind, two characters a word. */
export const unpackEntry = (entry: string): { readonly code?: string; readonly name: string } =>
  entry.length % 2 === 0
    ? { code: unpackCode(entry.slice(0, CODE_LENGTH)), name: entry.slice(CODE_LENGTH) }
    : { name: entry };

import { CODE_PAGE, pageByte } from '../code-page.ts';
import { distributionOf, type Distribution } from './distribution.ts';
import type { SymbolCoder } from './range-coder.ts';

/** Code points of a text, at most: more than the API takes of any field (limits.ts). */
export const LONGEST_TEXT = 1_000;

/** Where the code points begin that take 11, 16 and 20 bits. */
const RANGES = [
  { first: 0, bits: 11 },
  { first: 0, bits: 16 },
  { first: 0x1_00_00, bits: 20 },
] as const;

const rangeOf = (codePoint: number): number => (codePoint < 0x8_00 ? 0 : codePoint < 0x1_00_00 ? 1 : 2);

const HALF_BITS = 10;

/** Codes a code point within its range. */
const codeInRange = (coder: SymbolCoder, range: number, given: number): number => {
  const { first, bits } = RANGES[range] ?? RANGES[0];
  const high = coder.uniform(1 << (bits - HALF_BITS), (given - first) >> HALF_BITS);
  return (
    first + (high << HALF_BITS) + coder.uniform(1 << HALF_BITS, (given - first) & ((1 << HALF_BITS) - 1))
  );
};

/** Codes any code point: its range, then its place there. */
export const codeCodePoint = (coder: SymbolCoder, ranges: Distribution, given: number): number =>
  codeInRange(coder, coder.symbol(ranges, rangeOf(given)), given);

/** Characters of the code page by their bytes, ascending. */
const PAGE: readonly string[] = Array.from({ length: 256 }, (_, byte) => CODE_PAGE.get(byte) ?? '').filter(
  Boolean,
);

const PLACE_IN_PAGE = new Map(PAGE.map((character, place) => [character, place]));

const FIRST_RANGE = PAGE.length;
const END = FIRST_RANGE + RANGES.length;

/** 256 parts: one for each character of the page, twelve, ten and four for the ranges of all others, one for the end. */
const CHARACTERS = distributionOf([...PAGE.map(() => 1), 12, 10, 4, 1]);

/** Bits that a text takes at the most when it is coded character by character, its mode and its end included. */
export const characterBits = (text: string): number => {
  let bits = 16;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bits += pageByte(codePoint) > 0 ? 8 : ([16, 21, 26][rangeOf(codePoint)] ?? 0);
  }
  return bits;
};

/** Codes a text character by character; undefined where a decoder finds no end. */
export const codeCharacters = (coder: SymbolCoder, given: string): string | undefined => {
  const source = Array.from(given);
  let text = '';
  for (let at = 0; at <= LONGEST_TEXT; at += 1) {
    const character = source[at] ?? '';
    const codePoint = character.codePointAt(0) ?? 0;
    const range = FIRST_RANGE + rangeOf(codePoint);
    const symbol = coder.symbol(CHARACTERS, character === '' ? END : (PLACE_IN_PAGE.get(character) ?? range));
    if (symbol === END) return text;
    text += PAGE[symbol] ?? String.fromCodePoint(codeInRange(coder, symbol - FIRST_RANGE, codePoint));
  }
  return undefined;
};

import { codeSmall, FIRST_WORD, type DenseModel } from './dense-model.ts';
import { FIRST_MARK, TEXT_FIELDS } from './dense-tables.ts';
import type { SymbolCoder } from './range-coder.ts';
import { MARKS } from './tokens.ts';

const STREET = TEXT_FIELDS.indexOf('street');
const NOTE = TEXT_FIELDS.indexOf('note');

/** Names and notes have few numbers, and share a table. */
const tableOf = (field: number): number => (field === STREET ? 0 : field < NOTE + 1 ? 1 : 2);

const PLACES: ReadonlyMap<number, number> = new Map(
  ['/', '.', '-'].map((mark, index) => [FIRST_MARK + MARKS.indexOf(mark), 2 + index]),
);

/** 0 at the beginning of a text, 1 behind a word, 2 to 4 behind a slash, a stop, a hyphen, 5 behind anything else. */
const placeOf = (previous: number): number =>
  previous < 0 ? 0 : previous >= FIRST_WORD ? 1 : (PLACES.get(previous) ?? 5);

/** Numbers longer than this have their digits alike. */
const LENGTHS = 4;

/** Codes the digits of a number: how many, then each by its place and whether a zero is before it. */
export const codeDigits = (
  coder: SymbolCoder,
  model: DenseModel,
  field: number,
  previous: number,
  given: string,
): string => {
  const length =
    1 + codeSmall(coder, model.small.numberLength, tableOf(field) * 6 + placeOf(previous), given.length - 1);
  const firstIndex = ((field === STREET ? 0 : 1) * LENGTHS + Math.min(length, LENGTHS) - 1) * 6;
  let digits = '';
  for (let at = 0; at < length; at += 1) {
    const index = firstIndex + Math.min(at, 2) * 2 + (digits.endsWith('0') ? 1 : 0);
    digits += String(codeSmall(coder, model.small.digit, index, given.charCodeAt(at) - 0x30));
  }
  return digits;
};

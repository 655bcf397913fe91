import { codeSmall, type DenseModel } from './dense-model.ts';
import type { SymbolCoder } from './range-coder.ts';

/** Half of the range of a commune's code in the official list, whose codes mostly are 1 modulo 3. */
const REGULAR_CODES = 0x2a_ab;

/** Codes a commune's five digits, `00000` to `65535`. */
export const codeCommune = (coder: SymbolCoder, model: DenseModel, given: string): string => {
  const number = Number(given);
  const place = (number - 1) / 3;
  const isRegular = Number.isInteger(place) && place >= 0 && place < REGULAR_CODES;
  const code =
    codeSmall(coder, model.small.commune, 0, isRegular ? 0 : 1) === 0
      ? 1 + 3 * coder.uniform(REGULAR_CODES, place)
      : coder.uniform(0x1_00_00, number);
  return String(code).padStart(5, '0');
};

/** Digits that are coded at once. */
const BLOCK = 4;

/** Codes some digits, all alike. */
const codeUniformDigits = (coder: SymbolCoder, count: number, given: string): string => {
  let digits = '';
  while (digits.length < count) {
    const size = Math.min(BLOCK, count - digits.length);
    const block = coder.uniform(10 ** size, Number(given.slice(digits.length, digits.length + size)));
    digits += String(block).padStart(size, '0');
  }
  return digits;
};

/** Mobile numbers of Vietnam: nine digits, of which the first is one of five (Circular 14/2017/TT-BTTTT). */
const MOBILE = /^\+84[35789][0-9]{8}$/;

/** Fixed lines of Vietnam: the area code, which begins with 2, and the number, ten digits. */
const FIXED = /^\+842[0-9]{9}$/;

const MOBILE_BEGINS = ['3', '5', '7', '8', '9'];

const LONGEST_PHONE = 15;

/** Codes an E.164 number of 2 to 15 digits. */
export const codePhone = (coder: SymbolCoder, model: DenseModel, given: string): string => {
  const kind = codeSmall(coder, model.small.phone, 0, MOBILE.test(given) ? 0 : FIXED.test(given) ? 1 : 2);
  if (kind === 0) {
    const begin = MOBILE_BEGINS[coder.uniform(5, MOBILE_BEGINS.indexOf(given.charAt(3)))] ?? '';
    return `+84${begin}${codeUniformDigits(coder, 8, given.slice(4))}`;
  }
  if (kind === 1) return `+842${codeUniformDigits(coder, 9, given.slice(4))}`;
  const length = 2 + coder.uniform(LONGEST_PHONE - 1, given.length - 3);
  return `+${codeUniformDigits(coder, length, given.slice(1))}`;
};

/** Which numbers are alike: sums of money, and weights. The order is that of the tables `zeros` and `magnitude`. */
export type Quantity = 'dong' | 'grams';

const BITS = 53;
const CHUNK = 12;
const MOST_ZEROS = 15;

/** How often ten divides a number, 15 times at the most. */
const zerosOf = (value: number): number => {
  let zeros = 0;
  for (let rest = value; rest > 0 && rest % 10 === 0 && zeros < MOST_ZEROS; rest /= 10) zeros += 1;
  return zeros;
};

const bitLength = (value: number): number => (value === 0 ? 0 : value.toString(2).length);

/** Codes a whole number of 0 to 2^53 - 1: its zeros at the end, the length in bits of what is before them, the bits. */
export const codeNumber = (
  coder: SymbolCoder,
  model: DenseModel,
  quantity: Quantity,
  given: number,
): number => {
  const table = quantity === 'dong' ? 0 : 1;
  const zeros = codeSmall(coder, model.small.zeros, table, zerosOf(given));
  const mantissa = given / 10 ** zeros;
  const length = codeSmall(
    coder,
    model.small.magnitude,
    table * 2 + (zeros > 2 ? 1 : 0),
    bitLength(mantissa),
  );
  let value = Math.min(length, 1);
  for (let left = length - 1; left > 0; left -= CHUNK) {
    const bits = Math.min(CHUNK, left);
    const size = 2 ** bits;
    value = value * size + coder.uniform(size, Math.floor(mantissa / 2 ** (left - bits)) % size);
  }
  return value * 10 ** zeros;
};

/** Lengths in bits that a number can have. */
export const MAGNITUDES = BITS + 1;

/** Zeros at the end that a number can have. */
export const ZERO_COUNTS = MOST_ZEROS + 1;

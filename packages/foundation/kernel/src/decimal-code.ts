import type { RandomBytes } from './random.ts';

/** Whole numbers that four bytes can be. */
const DRAWN = 2 ** 32;

/** A code of decimal digits, all equally likely: of 1 to 9 digits. */
export const decimalCode = (random: RandomBytes, digits: number): string => {
  const codes = 10 ** digits;
  // The most that a number drawn can be for all codes to be equally likely.
  const fair = Math.floor(DRAWN / codes) * codes;
  for (;;) {
    const bytes = random(4);
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (number < fair) return String(number % codes).padStart(digits, '0');
  }
};

import type { RandomBytes } from '@temkin/kernel';

/** Digits of a code that is spoken. Three guesses by one source, thirty in all, meet one of 10⁴. */
const DIGITS = 4;

const CODES = 10 ** DIGITS;

/** The most that a 16-bit number can be for all codes to be equally likely. */
const FAIR = Math.floor(2 ** 16 / CODES) * CODES;

/** A code to speak: four decimal digits, all equally likely. */
export const newSpokenCode = (random: RandomBytes): string => {
  for (;;) {
    const bytes = random(2);
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint16(0);
    if (number < FAIR) return String(number % CODES).padStart(DIGITS, '0');
  }
};

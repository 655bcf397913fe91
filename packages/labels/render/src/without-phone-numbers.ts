/** Digits of any script, and what people write between them: `0912.345.678`, `(+84) 912-345-678`, `09 12 34 56 78`. */
const DIGITS = /[+(]*\p{Nd}(?:[\s./()+–-]*\p{Nd})*/gu;

/** A subscriber number without its area code has eight (Vietnamese fixed lines); a house number has fewer. */
const FEWEST_DIGITS = 8;

/** A text without anything that may be a phone number, whatever stands around it. */
export const withoutPhoneNumbers = (text: string): string =>
  text
    .replaceAll(DIGITS, (run) => (digitsIn(run) < FEWEST_DIGITS ? run : ' '))
    .replaceAll(/ +/g, ' ')
    .trim();

const digitsIn = (text: string): number => text.match(/\p{Nd}/gu)?.length ?? 0;

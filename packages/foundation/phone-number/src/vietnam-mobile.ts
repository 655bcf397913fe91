/**
 * Mobile numbers of people: nine digits behind +84, by leading digits of networks that were given out (Circular
 * 22/2014/TT-BTTTT with Circular 27/2021/TT-BTTTT). Which network serves a number they do not tell: numbers are portable.
 */
const MOBILE = /^\+84(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}$/;

/** Numbers of machines: 1 and nine digits, a plan of a billion (the same circular; as published accounts have it, the text was not at hand). */
const MACHINE = /^\+841[0-9]{9}$/;

/** Whether a number in E.164 is a Vietnamese mobile number that a person may have. Says nothing about its network. */
export const isMobileNumber = (e164: string): boolean => MOBILE.test(e164);

/** Whether a number in E.164 is of the Vietnamese numbers of machines. Machines have mobile numbers too. */
export const isMachineNumber = (e164: string): boolean => MACHINE.test(e164);

/** What the eleven-digit mobile numbers of people began with until 2018, and what they begin with since, behind +84: three digits and two. */
const RENUMBERED: ReadonlyMap<string, string> = new Map(
  (
    '16232 16333 16434 16535 16636 16737 16838 16939 ' +
    '12070 12179 12277 12676 12878 12383 12484 12585 ' +
    '12781 12982 18656 18858 19959'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 3), pair.slice(3)]),
);

const ELEVEN_DIGITS = /^\+84(1[0-9]{2})([0-9]{7})$/;

/**
 * The present form of a mobile number of a person that had eleven digits until they became ten, 15 September to
 * 14 November 2018 (Decision 798/QĐ-BTTTT of 2018): `+841681234567` is `+84381234567`. Undefined where it is none.
 */
export const renumbered2018 = (e164: string): string | undefined => {
  const [, former = '', rest = ''] = ELEVEN_DIGITS.exec(e164) ?? [];
  const present = RENUMBERED.get(former);
  return present === undefined ? undefined : `+84${present}${rest}`;
};

const WRITTEN = /^(?:(?:\+|00)?84)?0?([1-9][0-9]{8,9})$/;

/**
 * A number of nine or ten digits in the Vietnamese plan as E.164, however it is written: with `+84`, `84`, `0084`, `0` or the
 * digits alone, full-width ones too, with spaces, dots, dashes, slashes and brackets anywhere. Undefined where it is no such
 * number. By the plan alone and not by a library's tables, so that it reads the same for ever.
 */
export const vietnameseE164 = (text: string): string | undefined => {
  if (text.length > 32) return undefined;
  const bare = text.normalize('NFKC').replaceAll(/[\s.()\-\u2010-\u2015\u200b\u2060\ufeff/]/gu, '');
  const digits = WRITTEN.exec(bare)?.[1];
  return digits === undefined ? undefined : `+84${digits}`;
};

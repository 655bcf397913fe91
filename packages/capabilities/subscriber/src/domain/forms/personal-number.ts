import { bareNumber, faulty, normal, type Normal } from './normal.ts';

export type Sex = 'male' | 'female';

/** What the twelve digits say (Decree 137/2015 Art 13, Circular 07/2016/TT-BCA Art 2): there is no check digit. */
export interface PersonalNumberReading {
  /** Three digits: the province where the birth was registered, as provinces were before 2025, or a country. */
  readonly origin: string;
  readonly bornIn: 'province' | 'another-country';
  readonly sex: Sex;
  /** Four digits. */
  readonly birthYear: number;
}

/** The 63 provinces (annex 1 of the circular). Merged provinces left the numbers as they were. */
const PROVINCES: ReadonlySet<string> = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 ' +
    '044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 ' +
    '089 091 092 093 094 095 096'
  ).split(' '),
);

/** Countries have three digits from 101 up (annex 2). The list was not at hand, so any code above the provinces' is taken. */
const FIRST_COUNTRY = 101;

const DIGITS = 12;

export type PersonalNumberFault = 'not-twelve-digits' | 'unknown-origin';

/** A personal identity number (số định danh cá nhân): twelve digits. A number that lost its zeros is not guessed. */
export const normalizePersonalNumber = (text: string): Normal<string, PersonalNumberFault> => {
  const number = text.length > 64 ? '' : bareNumber(text);
  if (number.length !== DIGITS || !/^[0-9]+$/.test(number)) return faulty('not-twelve-digits');
  const origin = number.slice(0, 3);
  return PROVINCES.has(origin) || Number(origin) >= FIRST_COUNTRY ? normal(number) : faulty('unknown-origin');
};

/** Reads a normalized personal number. */
export const readPersonalNumber = (number: string): PersonalNumberReading => {
  const origin = number.slice(0, 3);
  const century = Number(number.charAt(3));
  return {
    origin,
    bornIn: PROVINCES.has(origin) ? 'province' : 'another-country',
    sex: century % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + 100 * Math.floor(century / 2) + Number(number.slice(4, 6)),
  };
};

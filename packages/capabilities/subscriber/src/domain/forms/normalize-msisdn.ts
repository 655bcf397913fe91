import { isMachineNumber, isMobileNumber, renumbered2018, vietnameseE164 } from '@temkin/phone-number';
import { faulty, normal, type Normal } from './normal.ts';

/** Who uses a number: a person calls from it, a machine does not (Decree 163/2024 Art 17.1.d, 17.2.b). */
export const NUMBER_USES = ['person', 'machine'] as const;

export type NumberUse = (typeof NUMBER_USES)[number];

/** No number of the Vietnamese plan, or one of it that no subscriber of a mobile network has. */
export type MsisdnFault = 'not-a-number' | 'not-a-mobile-number';

/**
 * A subscriber's number as E.164. Read as Vietnamese with `+84`, `84`, `0084` or `0`, with spaces, dots, dashes and brackets
 * anywhere. Of a person, one that had eleven digits until 2018 becomes what it is since; of a machine it stays, for the
 * numbers of machines begin with 1 now. The leading digits say nothing about the network: numbers are portable.
 */
export const normalizeMsisdn = (text: string, use: NumberUse = 'person'): Normal<string, MsisdnFault> => {
  const number = vietnameseE164(text);
  if (number === undefined) return faulty('not-a-number');
  if (isMobileNumber(number)) return normal(number);
  if (use === 'machine') return isMachineNumber(number) ? normal(number) : faulty('not-a-mobile-number');
  const present = renumbered2018(number);
  return present === undefined ? faulty('not-a-mobile-number') : normal(present);
};

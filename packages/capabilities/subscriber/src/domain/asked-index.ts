import type { IndexName } from './blind-index.ts';
import type { IndexQuestion } from './index-terms.ts';

/** By which words each index is asked for; a name is never asked for alone, nor are last digits. */
const ASKED_BY: readonly (readonly [IndexName, readonly (keyof IndexQuestion)[]])[] = [
  ['msisdn', ['msisdn']],
  ['identityNumber', ['identity']],
  ['nameBirthDate', ['birthDate', 'name']],
  ['nameBirthYearCommune', ['address', 'birthDate', 'name']],
  ['nameBirthYearCommune', ['address', 'name']],
  ['lastFourBirthDate', ['birthDate', 'msisdnLast4']],
  ['lastFourIdentityNumber', ['identityLast4', 'msisdnLast4']],
];

/** By what one may ask, in words of the question. */
export const ASK_BY = `Ask by exactly one of: ${ASKED_BY.map(([, words]) => words.join(' and ')).join('; ')}.`;

/** Words that say how others are meant. */
const MEANT_BY: ReadonlySet<keyof IndexQuestion> = new Set(['kind', 'use']);

/** The index that a question is for, by exactly the words that it has; undefined where no index is asked for so. */
export const indexAsked = (question: IndexQuestion): IndexName | undefined => {
  const words = (Object.keys(question) as (keyof IndexQuestion)[])
    .filter((word) => !MEANT_BY.has(word))
    .toSorted();
  return ASKED_BY.find(([, asked]) => asked.join() === words.join())?.[0];
};

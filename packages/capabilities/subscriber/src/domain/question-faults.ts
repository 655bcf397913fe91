import { definitionOf, type IndexedForm, type IndexName } from './blind-index.ts';
import { normalizeAddress } from './forms/normalize-address.ts';
import { formsAsked, type IndexQuestion } from './index-terms.ts';
import type { RecordFault } from './record/record-faults.ts';

/** By which word of a question each form is asked for, and what faults call it. */
const ASKED_AS = {
  msisdn: ['msisdn', 'msisdn'],
  msisdnLast4: ['msisdnLast4', 'msisdn'],
  identityNumber: ['identity', 'identity'],
  identityLast4: ['identityLast4', 'identity'],
  name: ['name', 'name'],
  birthDate: ['birthDate', 'birth-date'],
  birthYear: ['birthDate', 'birth-date'],
  commune: ['address', 'address'],
} as const satisfies Readonly<Record<IndexedForm, readonly [word: keyof IndexQuestion, called: string]>>;

/**
 * Why an index is not asked for by a question: what it is made of and the question lacks (`missing-`), or has in no form
 * (`malformed-`, and `commune-unknown` of an address). None where `soughtBy` answers. Pointers begin at the question.
 */
export const questionFaults = (index: IndexName, question: IndexQuestion): readonly RecordFault[] => {
  const forms = formsAsked(question);
  return definitionOf(index)
    .forms.filter((form) => (forms[form] ?? []).length === 0)
    .map((form) => {
      const [word, called] = ASKED_AS[form];
      const pointer = `/${word}`;
      if (question[word] === undefined) return { pointer, code: `missing-${called}` };
      const isRead = word === 'address' && normalizeAddress(question[word]).ok;
      return { pointer, code: isRead ? 'commune-unknown' : `malformed-${called}` };
    });
};

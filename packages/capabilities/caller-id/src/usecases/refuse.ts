import { Refusal, type RefusalDetails } from '@temkin/kernel';
import type { CallRefusalCode } from '../domain/index.ts';

/** A refusal of this capability. */
export const refuse = (code: CallRefusalCode, details?: RefusalDetails): Refusal<CallRefusalCode> =>
  new Refusal(code, details);

/** How an event speaks of a citizen's report: by its receipt, which is a keyed hash. */
export const reportResource = (reportId: string) => ({ type: 'call-report', pseudonym: reportId });

/** How an event speaks of a declared call: by its id, which is random. */
export const callResource = (intentId: string) => ({ type: 'call', pseudonym: intentId });

/** How an event speaks of a number of the pool: by an id, for it names no number. */
export const numberResource = (numberId: string) => ({ type: 'number', pseudonym: numberId });

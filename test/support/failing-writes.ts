import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import type { Stage } from './staged-table.ts';

/** The store is down: nothing is written. */
export const down: Stage = () => Promise.reject(new StoreUnavailable('down'));

/** Nothing is written, and nobody knows. */
export const cut: Stage = () => Promise.reject(new OutcomeUnknown('cut'));

/** Everything is written, and nobody knows. */
export const unconfirmed: Stage = async (commit) => {
  await commit();
  throw new OutcomeUnknown('cut');
};

/** What becomes of a write, as a test's title says it. */
export const FATES = { lost: down, applied: unconfirmed } as const;

/** Writes that are not made: where, for a title; the code that is answered; the stage. */
export const LOST = [
  ['the store is down', 'AUDIT.UNAVAILABLE', down],
  ['the write is lost', 'STORE.OUTCOME_UNKNOWN', cut],
] as const;

/** Writes after which no answer is good: those, and one that is made. */
export const UNCONFIRMED = [
  ...LOST,
  ['the write is applied and the answer lost', 'STORE.OUTCOME_UNKNOWN', unconfirmed],
] as const;

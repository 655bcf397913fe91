import { inForce, type PolicyRecord } from '@temkin/kernel';

/** When something is tried again that failed. */
export interface DueRetry {
  /** After the first time; it doubles each time. */
  readonly firstMinutes: number;
  readonly longestMinutes: number;
}

const FROM = '2026-11-22';

/** Retries of what is due and could not be done: a notice that no gateway took, an order that no network acknowledged. */
export const dueRetry: readonly PolicyRecord<DueRetry>[] = [
  {
    id: 'due-retry',
    value: { firstMinutes: 1, longestMinutes: 15 },
    source:
      'Temkin default: a changed device has two hours (Circular 08/2026 Art 8), of which a quarter of an hour is the most that a ' +
      'gateway that is well again is waited for',
    validFrom: FROM,
  },
];

/** When what failed so often in a row, this time included, is tried again. Milliseconds since the epoch. */
export const retryAt = (now: number, tries: number): number => {
  const { firstMinutes, longestMinutes } = inForce(dueRetry, now).value;
  return now + Math.min(firstMinutes * 2 ** Math.min(tries - 1, 20), longestMinutes) * 60_000;
};

/** Hours after the end of a number until which its holder is told of it there. */
export const endTold: readonly PolicyRecord<number>[] = [
  {
    id: 'end-told',
    value: 24,
    source: 'Temkin default: the number may be another’s by then, whom it does not concern',
    validFrom: FROM,
  },
];

import type { PolicyRecord } from '@temkin/kernel';
import type { SubscriptionState } from './record/subscriber-record.ts';

/** How a system differs from the registry about a number. `unknown-number`: the registry has none of that id. */
export const DIFFERENCES = ['missing', 'state-differs', 'unknown-number'] as const;

export type Difference = (typeof DIFFERENCES)[number];

/** States of numbers that other systems need not know of. */
const NEED_NOT_BE_KNOWN: ReadonlySet<SubscriptionState> = new Set(['pending', 'terminated']);

/** How a system that has a number in a state, or does not have it, differs from the registry; undefined where it does not. */
export const differenceOf = (
  registered: SubscriptionState | undefined,
  known: SubscriptionState | undefined,
): Difference | undefined => {
  if (registered === known) return undefined;
  if (registered === undefined) return known === 'terminated' ? undefined : 'unknown-number';
  if (known === undefined) return NEED_NOT_BE_KNOWN.has(registered) ? undefined : 'missing';
  return 'state-differs';
};

const FROM = '2026-11-22';

/** The hour of the day, Vietnam time, at which the systems of a company are compared with the registry. */
export const reconciledAt: readonly PolicyRecord<number>[] = [
  {
    id: 'reconciled-at',
    value: 2,
    source: 'Temkin default: once a day, when the fewest numbers change',
    validFrom: FROM,
  },
];

/** Days for which differences are kept. */
export const differencesKept: readonly PolicyRecord<number>[] = [
  {
    id: 'differences-kept',
    value: 90,
    source: 'Temkin default: long enough for a quarter to be looked back upon; they name no person',
    validFrom: FROM,
  },
];

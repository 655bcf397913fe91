import type { PolicyRecord } from '@temkin/kernel';

/** Refusals per principal and minute that get an event of their own. */
export const refusalBudget: readonly PolicyRecord<number>[] = [
  {
    id: 'refusal-budget',
    value: 3_000,
    source:
      'Temkin default: 50 a second, a tenth of what one outbox shard takes; far above any honest scanner',
    validFrom: '2025-07-01',
  },
];

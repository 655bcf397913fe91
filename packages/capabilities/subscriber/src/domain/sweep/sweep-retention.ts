import type { PolicyRecord } from '@temkin/kernel';

/** For how many days after its beginning what a sweep found can be read. */
export const sweepRetention: readonly PolicyRecord<number>[] = [
  {
    id: 'sweep-retention',
    value: 90,
    source:
      'Temkin default: long enough to compare with the sweep of a quarter ago; a hit names people and numbers, if by ids alone, and ' +
      'what nobody compares any more is not kept',
    validFrom: '2024-12-24',
  },
];

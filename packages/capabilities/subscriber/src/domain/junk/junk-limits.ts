import type { PolicyRecord } from '@temkin/kernel';
import type { Channel } from '../record/subscriber-record.ts';

/** Thresholds of the rules, beyond those of registration. What is at a threshold is right; one more is a hit. */
export interface JunkLimits {
  /** Activations in any sixty minutes, by what kind of point it is; an app is no point. */
  readonly activationsPerHour: Readonly<Record<Exclude<Channel, 'app'>, number>>;
  /** Different names, and different births, on one document. */
  readonly namesPerDocument: number;
  readonly birthsPerDocument: number;
  /** Whole years that a holder may be old. */
  readonly oldestYears: number;
  /** Days without use after which a number that is used again is another’s, unless its holder is verified. */
  readonly dormantDays: number;
  /** Ids that one hit carries. */
  readonly evidence: number;
}

export const junkLimits: readonly PolicyRecord<JunkLimits>[] = [
  {
    id: 'junk-limits',
    value: {
      activationsPerHour: { 'own-fixed': 120, 'own-mobile': 40, 'authorised-fixed': 60 },
      namesPerDocument: 1,
      birthsPerDocument: 1,
      oldestYears: 110,
      dormantDays: 180,
      evidence: 200,
    },
    source:
      'Temkin default: a registration with its portrait takes three minutes of a clerk, of whom a shop has six, a stand two and an agent ' +
      'three; nobody in the country is older; half a year is longer than any journey or illness of most',
    validFrom: '2024-12-24',
  },
];

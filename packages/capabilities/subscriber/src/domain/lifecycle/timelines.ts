import type { PolicyRecord } from '@temkin/kernel';
import type { NumberUse } from '../forms/normalize-msisdn.ts';

/** What the law lets happen to a number step by step while its holder does not act. */
export const TIMELINES = ['wrong-information', 'device-change'] as const;

export type Timeline = (typeof TIMELINES)[number];

/** Steps of all timelines. */
export const STEPS = [
  'notice-1',
  'notice-2',
  'notice-3',
  'notice-4',
  'notice-5',
  'one-way',
  'two-way',
  'end',
] as const;

export type StepName = (typeof STEPS)[number];

/** One step. Its notice goes out with it, or is all of it. */
export interface TimelineStep {
  readonly name: StepName;
  /** What becomes of the number; absent where the step is a notice alone. */
  readonly effect?: 'one-way' | 'two-way' | 'end';
  /** The step of whose day the days are counted; the beginning where absent. */
  readonly after?: StepName;
  /** Calendar days of Vietnam, counted from the day on which that was really done. */
  readonly days: number;
  /** Due at any hour, and not when the waking hours begin. */
  readonly atAnyHour?: true;
  /** Hours after which the law calls it late. */
  readonly withinHours?: number;
  /** Part of a run of which no day may be left out: if one is, the run begins again with its first step. */
  readonly ofRun?: true;
  /** Whose numbers are told: this one, or all of the same contract. */
  readonly tells: 'number' | 'contract';
  /** What the notice says will come next if nothing is done. */
  readonly warnsOf: 'one-way' | 'two-way' | 'end' | 'nothing';
  /** For whose numbers; for all where absent. */
  readonly use?: NumberUse;
}

export interface TimelineTerms {
  readonly steps: readonly TimelineStep[];
  /** Hours of the day, Vietnam time, within which notices and suspensions fall due. */
  readonly wakingHours: { readonly from: number; readonly to: number };
}

const WAKING_HOURS = { from: 8, to: 20 } as const;

const notice = (ordinal: 1 | 2 | 3 | 4 | 5): TimelineStep => ({
  name: `notice-${ordinal}`,
  ...(ordinal > 1 && { after: `notice-${(ordinal - 1) as 1 | 2 | 3 | 4}` as const }),
  days: ordinal === 1 ? 0 : 1,
  ofRun: true,
  tells: 'contract',
  warnsOf: 'one-way',
});

/**
 * What the timelines say, by date. A timeline keeps the record that was in force when it began; a change is for those that begin on
 * its `validFrom` or later.
 */
export const timelineTerms: Readonly<Record<Timeline, readonly PolicyRecord<TimelineTerms>[]>> = {
  'wrong-information': [
    {
      id: 'timeline-wrong-information',
      value: {
        wakingHours: WAKING_HOURS,
        steps: [
          ...([1, 2, 3, 4, 5] as const).map(notice),
          {
            name: 'one-way',
            effect: 'one-way',
            after: 'notice-1',
            days: 15,
            tells: 'number',
            warnsOf: 'two-way',
          },
          { name: 'two-way', effect: 'two-way', after: 'one-way', days: 15, tells: 'number', warnsOf: 'end' },
          { name: 'end', effect: 'end', after: 'two-way', days: 5, tells: 'number', warnsOf: 'nothing' },
        ],
      },
      source:
        'Decree 163/2024 Art 25.1, 25.2: a notice on each of five days in a row, 15 days from the first, 15 from the one suspension, 5 ' +
        'from the other; the hours are a Temkin default: nobody is cut off in their sleep',
      validFrom: '2024-12-24',
    },
  ],
  'device-change': [
    {
      id: 'timeline-device-change',
      value: {
        wakingHours: WAKING_HOURS,
        steps: [
          {
            name: 'one-way',
            effect: 'one-way',
            days: 0,
            atAnyHour: true,
            withinHours: 2,
            tells: 'number',
            warnsOf: 'two-way',
          },
          {
            name: 'two-way',
            effect: 'two-way',
            after: 'one-way',
            days: 30,
            tells: 'number',
            warnsOf: 'end',
            use: 'person',
          },
          {
            name: 'end',
            effect: 'end',
            after: 'two-way',
            days: 5,
            tells: 'number',
            warnsOf: 'nothing',
            use: 'person',
          },
        ],
      },
      source: 'Circular 08/2026/TT-BKHCN Art 8 (Art 8.3 for numbers between people), in force by Art 9.2',
      validFrom: '2026-06-15',
    },
  ],
};

/** Why a timeline stops: the holder was verified again; what was found was not so; the number is nobody's any more. */
export const STOP_CAUSES = ['verified', 'finding-withdrawn', 'ended'] as const;

export type StopCause = (typeof STOP_CAUSES)[number];

/** What stops which timeline. */
export const TIMELINE_STOPS: Readonly<Record<Timeline, readonly StopCause[]>> = {
  'wrong-information': ['verified', 'finding-withdrawn', 'ended'],
  'device-change': ['verified', 'ended'],
};

/** How an event says that of a kind nothing stands any more: its timeline stops, its hold is lifted. A restore goes by it. */
export const settledFlag = (timeline: Timeline): string => `${timeline}-settled`;

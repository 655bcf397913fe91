import { daysBetween, laterDay, vietnamDay, vietnamTime, type PolicyRecord } from '@temkin/kernel';
import type { NumberUse } from '../forms/normalize-msisdn.ts';
import { recordAt } from '../record-at.ts';
import {
  TIMELINE_STOPS,
  timelineTerms,
  type StepName,
  type StopCause,
  type Timeline,
  type TimelineStep,
  type TimelineTerms,
} from './timelines.ts';

/** A step that was done: its notice handed over, its suspension on record. */
export interface DoneStep {
  readonly name: StepName;
  /** Which run of notices it belongs to: 1, and one more for each that was broken off. */
  readonly round: number;
  /** Milliseconds since the epoch, as all that follow. */
  readonly at: number;
}

/** A timeline of one number, as far as it has come. */
export interface TimelineRun {
  readonly timeline: Timeline;
  readonly use: NumberUse;
  /** When the fault was found, or the device was changed. */
  readonly startedAt: number;
  /** In the order in which they were done. Where the log alone tells of it, suspensions without the notices before them. */
  readonly done: readonly DoneStep[];
  readonly stopped?: { readonly cause: StopCause; readonly at: number };
}

/** What there is to do for a timeline at an instant. */
export type NextStep =
  | {
      readonly is: 'due';
      readonly step: TimelineStep;
      readonly round: number;
      readonly dueAt: number;
      /** Until when the law allows it to take, where it says so. */
      readonly latestAt?: number;
      /** The record that the timeline began under. */
      readonly policyId: string;
    }
  | { readonly is: 'waiting'; readonly until: number }
  | { readonly is: 'over' };

const HOUR_MILLISECONDS = 3_600_000;

/** The first instant of the waking hours from an instant on. */
export const awake = (at: number, { wakingHours: { from, to } }: TimelineTerms): number => {
  const day = vietnamDay(at);
  if (at < vietnamTime(day, from)) return vietnamTime(day, from);
  return at < vietnamTime(day, to) ? at : vietnamTime(laterDay(day, 1), from);
};

/** When a step falls due, given when the step was done that it is counted from. */
export const dueAt = (step: TimelineStep, base: number, terms: TimelineTerms): number => {
  if (step.days === 0) return step.atAnyHour === true ? base : awake(base, terms);
  return vietnamTime(laterDay(vietnamDay(base), step.days), terms.wakingHours.from);
};

/**
 * From when on a step that is due may be done: while people are awake, but for what may come at any hour, and for a further notice of a run,
 * which would be broken if its day went by.
 */
const earliest = (step: TimelineStep, now: number, terms: TimelineTerms): number => {
  const isFurther = step.ofRun === true && step.days > 0;
  return step.atAnyHour === true || isFurther ? now : awake(now, terms);
};

/** The steps that numbers of a use go through. */
export const stepsFor = (use: NumberUse, { steps }: TimelineTerms): readonly TimelineStep[] =>
  steps.filter((step) => step.use === undefined || step.use === use);

/** A step with its instants, if every step is done when it falls due. */
export interface PlannedStep {
  readonly step: TimelineStep;
  readonly dueAt: number;
  readonly latestAt?: number;
}

const latestOf = (step: TimelineStep, base: number): { readonly latestAt?: number } =>
  step.withinHours === undefined ? {} : { latestAt: base + step.withinHours * HOUR_MILLISECONDS };

/** What a timeline that begins at an instant has in store. Empty where no law knew of it yet. */
export const stepsOf = (
  timeline: Timeline,
  startedAt: number,
  use: NumberUse = 'person',
  records: readonly PolicyRecord<TimelineTerms>[] = timelineTerms[timeline],
): readonly PlannedStep[] => {
  const terms = recordAt(records, startedAt)?.value;
  if (terms === undefined) return [];
  const planned: PlannedStep[] = [];
  for (const step of stepsFor(use, terms)) {
    const base = planned.find((earlier) => earlier.step.name === step.after)?.dueAt ?? startedAt;
    planned.push({ step, dueAt: dueAt(step, base, terms), ...latestOf(step, base) });
  }
  return planned;
};

/**
 * What comes next. One step at a time, and each is counted from the day on which the one before was really done, as the law counts
 * them: a worker that slept goes on where it stopped, and takes no day of a term from the holder. Of notices in a row none may be
 * missed: where a day went by without one, the run begins again, and the suspension is counted from its new first day. The same
 * questions get the same answers however often and by how many they are asked.
 */
export const nextStep = (
  run: TimelineRun,
  now: number,
  records: readonly PolicyRecord<TimelineTerms>[] = timelineTerms[run.timeline],
): NextStep => {
  const record = recordAt(records, run.startedAt);
  if (run.stopped !== undefined || record === undefined) return { is: 'over' };
  const terms = record.value;
  const steps = stepsFor(run.use, terms);
  const round = run.done.at(-1)?.round ?? 1;
  const ofRound = run.done.filter((done) => done.round === round);
  const last = ofRound.at(-1);
  // Of a timeline that a restore makes again only the suspensions are known: what comes before them was done.
  const step = steps[steps.findIndex(({ name }) => name === last?.name) + 1];
  if (step === undefined) return { is: 'over' };

  const due = (what: TimelineStep, inRound: number, at: number, base: number): NextStep => {
    const from = now < at ? at : earliest(what, now, terms);
    return now < from
      ? { is: 'waiting', until: from }
      : {
          is: 'due',
          step: what,
          round: inRound,
          dueAt: at,
          ...latestOf(what, base),
          policyId: record.id,
        };
  };

  if (step.ofRun === true && last !== undefined) {
    const lastDay = vietnamDay(last.at);
    if (daysBetween(lastDay, vietnamDay(now)) > 1) {
      const first = steps.find(({ ofRun }) => ofRun === true) ?? step;
      const at = vietnamTime(laterDay(lastDay, 2), terms.wakingHours.from);
      return due(first, round + 1, at, at);
    }
  }
  const base = ofRound.find((done) => done.name === step.after)?.at ?? run.startedAt;
  return due(step, round, dueAt(step, base, terms), base);
};

/**
 * A timeline after a step was done. The timeline itself where that step is not what comes next at this instant: it was done before, by
 * another worker perhaps, or the timeline was stopped meanwhile.
 */
export const completeStep = (
  run: TimelineRun,
  step: Pick<DoneStep, 'name' | 'round'>,
  at: number,
  records: readonly PolicyRecord<TimelineTerms>[] = timelineTerms[run.timeline],
): TimelineRun => {
  const next = nextStep(run, at, records);
  const isNext = next.is === 'due' && next.step.name === step.name && next.round === step.round;
  return isNext ? { ...run, done: [...run.done, { name: step.name, round: step.round, at }] } : run;
};

/** A timeline after what stops it. The timeline itself where it was stopped before, or where such a cause does not stop it. */
export const stopTimeline = (run: TimelineRun, cause: StopCause, at: number): TimelineRun =>
  run.stopped === undefined && TIMELINE_STOPS[run.timeline].includes(cause)
    ? { ...run, stopped: { cause, at } }
    : run;

/** What a timeline has done that counts: the steps of its last round. A run that was broken off is on record and leads to nothing. */
export const countedSteps = ({ done }: TimelineRun): readonly DoneStep[] =>
  done.filter(({ round }) => round === (done.at(-1)?.round ?? 1));

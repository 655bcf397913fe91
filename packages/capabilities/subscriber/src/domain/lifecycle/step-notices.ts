import { vietnamDay, type PolicyRecord } from '@temkin/kernel';
import { recordAt } from '../record-at.ts';
import { awake, dueAt, stepsFor, type DoneStep, type TimelineRun } from './timeline-run.ts';
import {
  timelineTerms,
  type StepName,
  type Timeline,
  type TimelineStep,
  type TimelineTerms,
} from './timelines.ts';

type Terms = readonly PolicyRecord<TimelineTerms>[];

const stepsOfRun = (run: TimelineRun, records: Terms): readonly TimelineStep[] => {
  const terms = recordAt(records, run.startedAt)?.value;
  return terms === undefined ? [] : stepsFor(run.use, terms);
};

/** A step of a timeline by its name, by the record that the timeline began under. */
export const stepOf = (
  run: TimelineRun,
  name: StepName,
  records: Terms = timelineTerms[run.timeline],
): TimelineStep | undefined => stepsOfRun(run, records).find((step) => step.name === name);

/**
 * From when on the notice of a suspension or an end may be given that could not be given with it: while people are awake, but for what
 * the law has come at any hour. Milliseconds since the epoch.
 */
export const tellableAt = (
  run: TimelineRun,
  step: TimelineStep,
  now: number,
  records: Terms = timelineTerms[run.timeline],
): number => {
  const terms = recordAt(records, run.startedAt)?.value;
  return terms === undefined || step.atAnyHour === true ? now : awake(now, terms);
};

/**
 * The first day on which what a notice warns of can come, `YYYY-MM-DD` in Vietnam, where the step is done at an instant; undefined where
 * nothing comes after it.
 */
export const warnedDay = (
  run: TimelineRun,
  { name, round }: Pick<DoneStep, 'name' | 'round'>,
  at: number,
  records: Terms = timelineTerms[run.timeline],
): string | undefined => {
  const terms = recordAt(records, run.startedAt)?.value;
  const steps = stepsOfRun(run, records);
  const place = steps.findIndex((step) => step.name === name);
  const next = steps.find((step, i) => i > place && step.effect !== undefined);
  if (terms === undefined || place < 0 || next === undefined) return undefined;
  const done = run.done.find((one) => one.name === next.after && one.round === round);
  return vietnamDay(dueAt(next, done?.at ?? at, terms));
};

/** What a notice is about. */
export interface StepNotice {
  readonly timeline: Timeline;
  readonly step: Pick<TimelineStep, 'effect'>;
  /** See `warnedDay`. */
  readonly before?: string | undefined;
}

const shown = (day: string): string => day.split('-').toReversed().join('/');

const WRONG: Readonly<Record<NonNullable<TimelineStep['effect']> | 'notice', (before: string) => string>> = {
  notice: (before) =>
    `Thong tin thue bao cua so nay, hoac so cung hop dong, chua dung. Hay cap nhat truoc ngay ${before}, neu khong se bi tam dung mot chieu.`,
  'one-way': (before) =>
    `So nay da bi tam dung mot chieu vi thong tin thue bao chua dung. Hay cap nhat truoc ngay ${before}, neu khong se bi tam dung hai chieu.`,
  'two-way': (before) =>
    `So nay da bi tam dung hai chieu vi thong tin thue bao chua dung. Hay cap nhat truoc ngay ${before}, neu khong se bi cham dut dich vu.`,
  end: () => 'Dich vu cua so nay da cham dut vi thong tin thue bao khong duoc cap nhat dung han.',
};

const DEVICE: Readonly<Record<NonNullable<TimelineStep['effect']>, (before?: string) => string>> = {
  'one-way': (before) =>
    `So nay vua doi thiet bi nen bi tam dung mot chieu. Hay xac thuc khuon mat${before === undefined ? ' de duoc mo lai.' : ` truoc ngay ${before}, neu khong se bi tam dung hai chieu.`}`,
  'two-way': (before) =>
    `So nay da bi tam dung hai chieu vi chua xac thuc khuon mat sau khi doi thiet bi. Hay xac thuc truoc ngay ${before ?? ''}, neu khong se bi cham dut.`,
  end: () => 'Dich vu cua so nay da cham dut vi khong xac thuc khuon mat sau khi doi thiet bi.',
};

/**
 * What a notice says, in Vietnamese without diacritics: one message on every telephone (3GPP TS 23.038 §6.2.1, 160 characters). It names
 * nobody and no number.
 */
export const stepNotice = ({ timeline, step: { effect }, before }: StepNotice): string => {
  const day = before && shown(before);
  if (timeline === 'device-change' && effect !== undefined) return DEVICE[effect](day);
  return WRONG[effect ?? 'notice'](day ?? '');
};

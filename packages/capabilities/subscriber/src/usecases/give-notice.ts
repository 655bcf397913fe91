import { inForce, type Clock } from '@temkin/kernel';
import {
  completeStep,
  endTold,
  retryAt,
  stepOf,
  tellableAt,
  type SendSubscriptionNotice,
  type TimelineStep,
} from '../domain/index.ts';
import type { DueWork, DueWorkStore } from '../store/due-work.ts';
import { dueMoveWrites } from '../store/due-work.ts';
import type { ReadTimeline, Telling } from '../store/timelines.ts';
import { noteNotice, restOf } from './keep-timeline.ts';
import type { Registry } from './registry.ts';
import { tellStep } from './tell-step.ts';

/**
 * What a look at a timeline came to. `went-on` may have more to do at once, `late` too, which was later than the law allows; `rests` has
 * not; `changed`: somebody else was there, look again.
 */
export type Looked = 'went-on' | 'late' | 'rests' | 'changed' | 'nothing' | 'failed' | 'remaining';

/** What notices need. */
export interface NoticeGiving extends Pick<Registry, 'recorder' | 'people' | 'personKeys'> {
  readonly due: DueWorkStore;
  readonly notices: SendSubscriptionNotice;
  readonly clock: Clock;
}

/** A timeline with the notice that it owes. */
export interface OwedNotice {
  readonly due: DueWork;
  readonly timeline: ReadTimeline;
  readonly telling: Telling;
}

const HOUR_MILLISECONDS = 3_600_000;

/** Gives the notices of timelines, each once. */
export const giveNotice = (giving: NoticeGiving) => {
  const { due: queue, clock } = giving;
  const tell = tellStep(giving);
  const note = noteNotice(giving);

  /**
   * Hands a notice over that is on record as begun. One that is all of its step completes it; where the step's day is over by then, it
   * counts for nothing and the run begins again.
   */
  const handOver = async (
    { due, timeline, telling }: OwedNotice,
    step: TimelineStep,
    isOutOfTime: () => boolean,
  ): Promise<Looked> => {
    const after = due.told?.begunAt === telling.at ? due.told.after : undefined;
    const told = await tell(due.tenant, { timeline, step, telling, after, isOutOfTime });
    if (told.is === 'cut-off') {
      const progress = told.after !== undefined && { told: { begunAt: telling.at, after: told.after } };
      const tries = (due.tries ?? 0) + 1;
      const later =
        told.because === 'time' ? { dueAt: due.dueAt } : { dueAt: retryAt(clock.now(), tries), tries };
      await queue.unlessChanged(timeline.reliedOn, dueMoveWrites(due, { ...later, ...progress }));
      return told.because === 'time' ? 'remaining' : 'failed';
    }
    const at = clock.now();
    const run = step.effect === undefined ? completeStep(timeline.run, telling, at) : timeline.run;
    if (step.effect === undefined && run === timeline.run) return 'changed';
    const become = restOf(run, at, due);
    const noted = await note(due, timeline, { change: 'handed-over', name: step.name }, become);
    if (noted.outcome !== 'committed') return 'changed';
    return become.nextAt === due.dueAt ? 'went-on' : 'rests';
  };

  return {
    handOver,

    /** The notice of a suspension or an end that is on record: while people are awake; of an end not for ever. */
    tellOwed: async (owed: OwedNotice, isOutOfTime: () => boolean): Promise<Looked> => {
      const { due, timeline, telling } = owed;
      const { run } = timeline;
      const now = clock.now();
      const step = stepOf(run, telling.name);
      if (step === undefined) throw new Error('a timeline has taken a step that it does not have');
      const from = tellableAt(run, step, now);
      if (from > now) {
        await queue.unlessChanged(timeline.reliedOn, dueMoveWrites(due, { dueAt: from }));
        return 'nothing';
      }
      const doneAt = run.done.findLast(({ name }) => name === telling.name)?.at ?? now;
      const isTooLate =
        step.effect === 'end' && now - doneAt > inForce(endTold, now).value * HOUR_MILLISECONDS;
      if (!isTooLate && telling.state === 'begun') return handOver(owed, step, isOutOfTime);
      const noted = isTooLate
        ? await note(due, timeline, { change: 'given-up', name: step.name }, restOf(run, now, due))
        : await note(
            due,
            timeline,
            { change: 'begun', name: step.name },
            { run, telling: { ...telling, state: 'begun', at: now }, nextAt: due.dueAt },
          );
      return noted.outcome === 'committed' ? 'went-on' : 'changed';
    },
  };
};

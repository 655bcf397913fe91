import { Refusal } from '@temkin/kernel';
import { completeStep, nextStep, retryAt, type NextStep, type Timeline } from '../domain/index.ts';
import { dueDelete, dueMoveWrites, duePut, type DueWork } from '../store/due-work.ts';
import { keepTimelineWrite, type ReadTimeline } from '../store/timelines.ts';
import type { WorkedOff, WorkOff } from './due-working.ts';
import { giveNotice, type Looked, type NoticeGiving } from './give-notice.ts';
import { noteNotice } from './keep-timeline.ts';
import type { moveSubscription } from './move-subscription.ts';
import { dueWorkerFor } from './own-actors.ts';
import type { Registry } from './registry.ts';

/** What the steps of timelines need. */
export interface StepTaking extends NoticeGiving, Pick<Registry, 'timelines'> {
  readonly move: ReturnType<typeof moveSubscription>;
}

/** Looks at one timeline in a run, at most: a step and its notice are three, and as many again may be somebody else's. */
const LOOKS = 8;

type DueStep = Extract<NextStep, { readonly is: 'due' }>;

/**
 * Takes the step of a timeline that is due: a suspension or an end as a move with its event, a notice between two events of its own, of
 * which the first is durable before a number is opened, and the second says that the gateway took it. What is to be done the timeline
 * itself says, whatever it was woken by: late, twice or at the same moment as another, each step is done once. What fails is tried again
 * later and later.
 */
export const takeStep = (taking: StepTaking): WorkOff => {
  const { timelines, due: queue, move, clock } = taking;
  const { handOver, tellOwed } = giveNotice(taking);
  const note = noteNotice(taking);

  const suspend = async (due: DueWork, timeline: ReadTimeline, next: DueStep): Promise<Looked> => {
    const { run, subscriptionId } = timeline;
    const { name, effect } = next.step;
    const at = clock.now();
    const done = completeStep(run, { name, round: next.round }, at);
    if (done === run || effect === undefined) return 'changed';
    const telling = { name, round: next.round, state: 'owed', at } as const;
    try {
      await move(dueWorkerFor(due.tenant), {
        subscriptionId,
        move:
          effect === 'end'
            ? { name: 'end', cause: run.timeline }
            : { name: 'hold', cause: run.timeline, level: effect },
        by: 'worker',
        at,
        policies: [next.policyId],
        keeps: run.timeline,
        alsoWrites: ({ receipt }) => [
          keepTimelineWrite(due.tenant, timeline, { run: done, telling, nextAt: due.dueAt, receipt }),
          duePut(due),
        ],
      });
    } catch (error) {
      // Somebody else took the step, or stopped the timeline.
      if (error instanceof Refusal && error.code === 'SUBSCRIBER.CHANGED') return 'changed';
      throw error;
    }
    return next.latestAt !== undefined && at > next.latestAt ? 'late' : 'went-on';
  };

  const look = async (due: DueWork, isOutOfTime: () => boolean): Promise<Looked> => {
    const { tenant, personId, id: subscriptionId } = due;
    const timeline = await timelines.find(tenant, { personId, subscriptionId }, due.what as Timeline);
    const now = clock.now();
    if (timeline === undefined) {
      await queue.settle(due);
      return 'nothing';
    }
    const { run, telling, nextAt } = timeline;
    if (nextAt === undefined || nextAt > now) {
      if (nextAt !== due.dueAt) await queue.unlessChanged(timeline.reliedOn, [dueDelete(due)]);
      return 'nothing';
    }
    const isDone = run.done.some(({ name, round }) => name === telling?.name && round === telling.round);
    if (telling !== undefined && isDone) return tellOwed({ due, timeline, telling }, isOutOfTime);
    const next = nextStep(run, now);
    if (next.is === 'over') throw new Error('a timeline that is over is looked at for ever');
    if (next.is === 'waiting') {
      await queue.unlessChanged(timeline.reliedOn, dueMoveWrites(due, { dueAt: next.until }));
      return 'nothing';
    }
    if (next.step.effect !== undefined) return suspend(due, timeline, next);
    const { name } = next.step;
    if (telling?.name === name && telling.round === next.round)
      return handOver({ due, timeline, telling }, next.step, isOutOfTime);
    const noted = await note(
      due,
      timeline,
      { change: 'begun', name, policyId: next.policyId },
      { run, telling: { name, round: next.round, state: 'begun', at: now }, nextAt: due.dueAt },
    );
    return noted.outcome === 'committed' ? 'went-on' : 'changed';
  };

  return async (due, isOutOfTime): Promise<WorkedOff> => {
    let worked: WorkedOff = 'nothing';
    try {
      for (let looks = 0; looks < LOOKS; looks += 1) {
        if (isOutOfTime()) return 'remaining';
        const looked = await look(due, isOutOfTime);
        if (looked === 'failed' || looked === 'remaining') return looked;
        if (looked === 'nothing') return worked;
        if (looked === 'late') worked = 'late';
        else if (looked !== 'changed' && worked !== 'late') worked = 'done';
        if (looked === 'rests') return worked;
      }
      return worked;
    } catch {
      const tries = (due.tries ?? 0) + 1;
      await queue.move(due, { ...due, dueAt: retryAt(clock.now(), tries), tries }).catch(() => undefined);
      return 'failed';
    }
  };
};

import type { Recorded } from '@temkin/audit-event';
import type { Receipt } from '@temkin/kernel';
import { nextStep, type StepName, type TimelineRun } from '../domain/index.ts';
import { dueDelete, dueMoveWrites, type DueWork } from '../store/due-work.ts';
import { keepTimelineWrite, type KeptTimeline, type ReadTimeline } from '../store/timelines.ts';
import { dueWorkerFor } from './own-actors.ts';
import { personResource, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';

/** How a timeline goes on: its steps, the notice that is owed, when it is looked at next. */
export type Become = Pick<KeptTimeline, 'run' | 'telling' | 'nextAt'>;

/** A timeline with nothing owed, and when it is looked at next: as it was due, where a step is due already. */
export const restOf = (run: TimelineRun, now: number, { dueAt }: Pick<DueWork, 'dueAt'>): Become => {
  const next = nextStep(run, now);
  if (next.is === 'over') return { run };
  return { run, nextAt: next.is === 'due' ? dueAt : next.until };
};

/** Keeps a timeline as it has become, and has it looked at when it says so and no more when it was. */
const keepWrites = (
  due: DueWork,
  timeline: ReadTimeline,
  become: Become,
  receipt: Receipt,
): ReturnType<typeof dueMoveWrites> => [
  keepTimelineWrite(due.tenant, timeline, { ...become, receipt }),
  ...(become.nextAt === undefined ? [dueDelete(due)] : dueMoveWrites(due, { dueAt: become.nextAt })),
];

/** What an event says of a notice: that the number is opened for it; that the gateway took it; that it comes too late. */
export interface NoticeChange {
  readonly change: 'begun' | 'handed-over' | 'given-up';
  readonly name: StepName;
  readonly policyId?: string;
}

/** Puts on record what becomes of a notice, together with the timeline. */
export const noteNotice =
  ({ recorder }: Pick<Registry, 'recorder'>) =>
  (
    due: DueWork,
    timeline: ReadTimeline,
    { change, name, policyId }: NoticeChange,
    become: Become,
  ): Promise<Recorded> =>
    recorder.commit(
      dueWorkerFor(due.tenant),
      {
        action: 'subscription.notice',
        outcome: 'allowed',
        change,
        grounds: timeline.run.timeline,
        flags: [name],
        ...(change === 'begun' && { groups: ['msisdn'] }),
        ...(policyId !== undefined && { policies: [policyId] }),
        resources: [personResource(timeline.personId), subscriptionResource(timeline.subscriptionId)],
      },
      { writes: (receipt) => keepWrites(due, timeline, become, receipt) },
    );

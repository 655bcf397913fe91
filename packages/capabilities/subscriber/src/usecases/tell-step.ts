import { keyedHash } from '@temkin/crypto';
import { toHex, vietnamDay } from '@temkin/kernel';
import {
  stepNotice,
  warnedDay,
  type SendSubscriptionNotice,
  type TimelineRun,
  type TimelineStep,
} from '../domain/index.ts';
import type { ReadTimeline, Telling } from '../store/timelines.ts';
import type { Registry } from './registry.ts';
import { toldNumbers } from './told-numbers.ts';

/** How far a notice came: to all; or to those up to a subscription, where the time was over or the gateway refused. */
export type Told =
  | { readonly is: 'told' }
  | { readonly is: 'cut-off'; readonly after?: string; readonly because: 'time' | 'gateway' };

/** How long a gateway may take over one message. */
const PATIENCE_MILLISECONDS = 5_000;

/** The notice of a step: what it says, and what it is called where it is told on a day. */
const noticeOf = (run: TimelineRun, step: TimelineStep, telling: Telling) => ({
  kind: `subscription-${run.timeline}` as const,
  text: stepNotice({
    timeline: run.timeline,
    step,
    before: warnedDay(run, telling, telling.at),
  }),
});

/**
 * Tells the numbers that a step tells, from behind a subscription on. A message has one name for each number, step and day, so that the
 * gateway sends it once however often it is told. Of who is erased nobody is told.
 */
export const tellStep = (
  registry: Pick<Registry, 'people' | 'personKeys' | 'clock'> & { readonly notices: SendSubscriptionNotice },
) => {
  const numbersOf = toldNumbers(registry);
  const { notices, clock } = registry;

  return async (
    tenant: string,
    {
      timeline,
      step,
      telling,
      after,
      isOutOfTime,
    }: {
      readonly timeline: ReadTimeline;
      readonly step: TimelineStep;
      readonly telling: Telling;
      readonly after?: string | undefined;
      readonly isOutOfTime: () => boolean;
    },
  ): Promise<Told> => {
    const { run } = timeline;
    const told = await numbersOf(tenant, timeline, step);
    const notice = noticeOf(run, step, telling);
    let last = after;
    const cutOff = (because: 'time' | 'gateway'): Told => ({
      is: 'cut-off',
      because,
      ...(last !== undefined && { after: last }),
    });
    for (const { subscriptionId, phone } of told?.numbers ?? []) {
      if (after !== undefined && subscriptionId <= after) continue;
      if (isOutOfTime()) return cutOff('time');
      const day = vietnamDay(clock.now());
      const name = [
        subscriptionId,
        timeline.subscriptionId,
        run.timeline,
        String(run.startedAt),
        step.name,
        String(telling.round),
        day,
      ];
      const noticeId = toHex(keyedHash(told?.key ?? new Uint8Array(32), 16, ...name));
      try {
        await notices.send(
          { noticeId, tenant, phone, ...notice },
          AbortSignal.timeout(PATIENCE_MILLISECONDS),
        );
      } catch {
        return cutOff('gateway');
      }
      last = subscriptionId;
    }
    return { is: 'told' };
  };
};

import type { EventDraft } from '@temkin/audit-event';
import type { Caller, Receipt, ReliedOn } from '@temkin/kernel';
import {
  decideFinding,
  nextStep,
  type FindingGrounds,
  type Timeline,
  type TimelineRun,
} from '../domain/index.ts';
import { findingWrite, type Findings } from '../store/findings.ts';
import { isRunning, startTimelineWrites, touchSubscriptionWrite } from '../store/timelines.ts';
import { findSubscription } from './find-subscription.ts';
import { idFrom } from './id-from.ts';
import { findingResource, personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** What somebody found of a number. */
export interface NewFinding {
  readonly subscriptionId: string;
  readonly timeline: Timeline;
  readonly grounds: FindingGrounds;
  /** When it was found, or the device was changed; milliseconds since the epoch. Now where absent. */
  readonly foundAt?: number;
  /** What else finding it relies on. */
  readonly reliedOn?: readonly ReliedOn[];
  /** What the event is about besides. */
  readonly resources?: EventDraft['resources'];
}

/** A finding that is on record. */
export interface RecordedFinding {
  readonly findingId: string;
  readonly personId: string;
  readonly receipt: Receipt;
}

/**
 * Puts on record what was found of a number, and begins its timeline where none of that kind is under way. The same seed answers the
 * same finding again. Refuses what `decideFinding` does, and `SUBSCRIPTION.UNKNOWN`.
 */
export const recordFinding = (registry: Registry & { readonly findings: Findings }) => {
  const { recorder, timelines, findings, clock } = registry;
  const find = findSubscription(registry);

  return async (caller: Caller, finding: NewFinding, seed: Uint8Array): Promise<RecordedFinding> => {
    const { tenant } = caller.principal;
    const { subscriptionId, timeline, grounds, reliedOn = [], resources = [] } = finding;
    const findingId = idFrom(seed, 'finding');

    return untilSettled(async () => {
      const subscription = await find(tenant, subscriptionId);
      const { personId } = subscription;
      const names = { personId, subscriptionId };
      const again = await findings.find(tenant, names, findingId);
      if (again !== undefined) return { findingId, personId, receipt: again.receipt };

      const now = clock.now();
      const foundAt = finding.foundAt ?? now;
      const { state, holds } = subscription.standing;
      const { registeredAt } = subscription.clear;
      const verdict = decideFinding({ timeline, grounds, foundAt, state, registeredAt, now });
      if (!verdict.allowed)
        throw refuse(verdict.code, { about: { resources: [subscriptionResource(subscriptionId)] } });
      const former = await timelines.find(tenant, names, timeline);
      // A machine's number stays as it is suspended, and its timeline is over then.
      const isUnderWay =
        (former !== undefined && isRunning(former)) || holds.some(({ cause }) => cause === timeline);
      const run: TimelineRun = { timeline, use: subscription.clear.use, startedAt: foundAt, done: [] };
      const first = nextStep(run, now);

      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.finding',
          outcome: 'allowed',
          change: 'found',
          grounds,
          flags: [timeline],
          ...(first.is === 'due' && { policies: [first.policyId] }),
          resources: [
            personResource(personId),
            subscriptionResource(subscriptionId, subscription.version + 1),
            findingResource(findingId),
            ...resources,
          ],
        },
        {
          reliedOn: [...reliedOn, ...(isUnderWay && former !== undefined ? [former.reliedOn] : [])],
          writes: (receipt) => [
            touchSubscriptionWrite(tenant, subscription, receipt),
            findingWrite(tenant, { ...names, findingId, timeline, grounds, foundAt, receipt }),
            ...(isUnderWay ? [] : startTimelineWrites(tenant, names, run, { former, receipt })),
          ],
        },
      );
      return recorded.outcome === 'committed'
        ? { findingId, personId, receipt: recorded.receipt }
        : undefined;
    });
  };
};

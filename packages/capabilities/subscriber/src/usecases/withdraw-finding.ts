import type { Caller, Receipt } from '@temkin/kernel';
import { decideWithdrawal } from '../domain/index.ts';
import { withdrawWrite, type Findings } from '../store/findings.ts';
import { findSubscription } from './find-subscription.ts';
import { prepareMove } from './prepare-move.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** A finding that was taken back. */
export interface WithdrawnFinding {
  readonly findingId: string;
  readonly receipt: Receipt;
}

/**
 * Takes a finding back, in one transaction with what it brought about where no other finding of the kind stands: the timeline stops, and
 * its hold is lifted. Said again, it answers the same. Refuses what `decideWithdrawal` does, `FINDING.UNKNOWN` and `SUBSCRIPTION.UNKNOWN`.
 */
export const withdrawFinding = (registry: Registry & { readonly findings: Findings }) => {
  const { recorder, findings, clock } = registry;
  const find = findSubscription(registry);
  const prepare = prepareMove(registry);

  return async (
    caller: Caller,
    { subscriptionId, findingId }: { readonly subscriptionId: string; readonly findingId: string },
  ): Promise<WithdrawnFinding> => {
    const { tenant } = caller.principal;
    const about = { about: { resources: [subscriptionResource(subscriptionId)] } };

    return untilSettled(async () => {
      const subscription = await find(tenant, subscriptionId);
      const { personId, standing } = subscription;
      const finding = await findings.find(tenant, { personId, subscriptionId }, findingId);
      if (finding === undefined) throw refuse('FINDING.UNKNOWN', about);
      const verdict = decideWithdrawal(finding, standing.state);
      if (!verdict.allowed) {
        if (verdict.code === 'FINDING.WITHDRAWN_BEFORE') return { findingId, receipt: finding.receipt };
        throw refuse(verdict.code, about);
      }
      const { timeline } = finding;
      let isLast = true;
      for await (const other of findings.of(tenant, { personId, subscriptionId }))
        if (other.findingId !== findingId && other.timeline === timeline && other.withdrawnAt === undefined)
          isLast = false;
      const isHeld = standing.holds.some(({ cause }) => cause === timeline);
      const at = clock.now();
      const prepared = await prepare(tenant, subscription, {
        moves: isLast && isHeld ? [{ name: 'lift', cause: timeline, because: 'finding-withdrawn' }] : [],
        by: 'registrar',
        isVerified: false,
        at,
        ...(isLast && { withdraws: timeline }),
      });
      if (prepared === undefined) return undefined;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.finding',
          outcome: 'allowed',
          change: 'withdrawn',
          grounds: finding.grounds,
          flags: [timeline],
          resources: [personResource(personId), subscriptionResource(subscriptionId, prepared.version)],
        },
        { writes: (receipt) => [...prepared.writes(receipt), withdrawWrite(finding, { at, receipt })] },
      );
      return recorded.outcome === 'committed' ? { findingId, receipt: recorded.receipt } : undefined;
    });
  };
};

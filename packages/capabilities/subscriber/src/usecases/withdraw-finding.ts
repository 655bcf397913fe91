import type { Caller, Receipt } from '@temkin/kernel';
import { decideWithdrawal, settledFlag } from '../domain/index.ts';
import { endFindingWrite, type Findings, type KeptFinding } from '../store/findings.ts';
import { findSubscription } from './find-subscription.ts';
import { prepareMove } from './prepare-move.ts';
import { findingResource, personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** A finding that was taken back. */
export interface WithdrawnFinding {
  readonly findingId: string;
  readonly receipt: Receipt;
}

/**
 * Takes a finding back that a registrar may, in one transaction with what it brought about where nothing else says that it is right: the
 * timeline stops, and its hold is lifted. Said again, it answers the same. Refuses what `decideWithdrawal` does, `FINDING.UNKNOWN` and `SUBSCRIPTION.UNKNOWN`.
 */
export const withdrawFinding = (registry: Registry & { readonly findings: Findings }) => {
  const { recorder, findings, timelines, clock } = registry;
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
      const names = { personId, subscriptionId };
      const finding = await findings.find(tenant, names, findingId);
      if (finding === undefined) throw refuse('FINDING.UNKNOWN', about);
      const { timeline } = finding;
      const others: KeptFinding[] = [];
      for await (const other of findings.of(tenant, names))
        if (other.findingId !== findingId) others.push(other);
      const kept = await timelines.find(tenant, names, timeline);
      const verdict = decideWithdrawal({
        finding,
        by: 'registrar',
        state: standing.state,
        others,
        run: kept?.run,
        importedAt: subscription.imported === undefined ? undefined : subscription.recordedAt,
      });
      if (!verdict.allowed) {
        if (verdict.code === 'FINDING.WITHDRAWN_BEFORE') return { findingId, receipt: finding.receipt };
        throw refuse(verdict.code, about);
      }
      const { stops } = verdict;
      const isHeld = standing.holds.some(({ cause }) => cause === timeline);
      const at = clock.now();
      const prepared = await prepare(tenant, subscription, {
        moves: stops && isHeld ? [{ name: 'lift', cause: timeline, because: 'finding-withdrawn' }] : [],
        by: 'registrar',
        isVerified: false,
        at,
        ...(stops && { withdraws: timeline }),
      });
      if (prepared === undefined) return undefined;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.finding',
          outcome: 'allowed',
          change: 'withdrawn',
          grounds: finding.grounds,
          flags: [timeline, ...(stops ? [settledFlag(timeline)] : [])],
          resources: [
            personResource(personId),
            subscriptionResource(subscriptionId, prepared.version),
            findingResource(findingId),
          ],
        },
        {
          writes: (receipt) => [
            ...prepared.writes(receipt),
            endFindingWrite(finding, { as: 'withdrawnAt', at, receipt }),
          ],
        },
      );
      return recorded.outcome === 'committed' ? { findingId, receipt: recorded.receipt } : undefined;
    });
  };
};

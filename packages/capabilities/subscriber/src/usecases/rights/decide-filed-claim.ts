import type { Caller, Receipt } from '@temkin/kernel';
import type { ClaimDecision } from '../../domain/index.ts';
import type { Claims, FiledClaim } from '../../store/claims.ts';
import type { Docket } from '../../store/docket.ts';
import { personResource, subscriptionResource } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import type { Cases, WrongInformation } from './ports.ts';
import { claimResource, refuseRight } from './refuse-rights.ts';
import { tellClaimant, type TellClaimantDependencies } from './tell-claimant.ts';

export interface DecideClaimDependencies extends Omit<TellClaimantDependencies, 'registry' | 'claims'> {
  readonly registry: Pick<Registry, 'recorder' | 'people' | 'personKeys' | 'clock'>;
  readonly claims: Pick<Claims, 'find' | 'decideWrites' | 'noteTold'>;
  readonly docket: Pick<Docket, 'closeWrites'>;
  readonly cases: Pick<Cases, 'close'>;
  readonly wrongInformation: WrongInformation;
}

/** A claim as it was decided, with the receipt of what made it so, where that was just now. */
export interface DecidedClaim {
  readonly claim: FiledClaim;
  readonly receipt?: Receipt;
}

/**
 * Decides a claim. A confirmed one is a finding that the number's information is wrong: its timeline begins in the same transaction,
 * which tells its holder (Decree 163/2024 Art 25.1, 25.7); one that waits for its first verification is kept from it. The claimant is told then. One that was decided so is answered as it is, and
 * its claimant told where they were not. Refuses `CLAIM.UNKNOWN`, also
 * for another tenant's, and `CLAIM.DECIDED` where it was decided the other way.
 */
export const decideFiledClaim = (dependencies: DecideClaimDependencies) => {
  const { registry, claims, docket, cases, wrongInformation } = dependencies;
  const { recorder, clock } = registry;
  const tell = tellClaimant(dependencies);

  const decide = (caller: Caller, claimId: string, decision: ClaimDecision): Promise<DecidedClaim> => {
    const { tenant, id } = caller.principal;
    return untilSettled(async () => {
      const found = await claims.find(tenant, claimId);
      if (found === undefined) throw refuseRight('CLAIM.UNKNOWN');
      const { reliedOn: _, ...claim } = found;
      if (found.state === decision) return { claim };
      if (found.state !== 'open') throw refuseRight('CLAIM.DECIDED');
      const { personId, subscriptionId, caseId } = found;
      const decidedAt = clock.now();
      const begun =
        decision === 'confirmed'
          ? await wrongInformation.begin(tenant, { personId, subscriptionId }, decidedAt)
          : undefined;
      const closed = await cases.close(tenant, caseId, decidedAt);
      const decided = { ...claim, state: decision, decidedAt, decidedBy: id };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.claim',
          outcome: 'allowed',
          purpose: 'complaint',
          change: decision,
          ...(begun?.begins !== undefined && { flags: [begun.begins], policies: begun.policies }),
          resources: [
            personResource(personId),
            subscriptionResource(subscriptionId, begun?.version),
            claimResource(claimId),
          ],
        },
        {
          reliedOn: [...(begun?.reliedOn ?? []), ...(closed?.reliedOn ?? [])],
          writes: (receipt) => [
            ...claims.decideWrites(tenant, decided),
            ...docket.closeWrites(tenant, { register: 'claims', id: claimId, at: found.doneBy }, decidedAt),
            ...(begun?.writes(receipt) ?? []),
            ...(closed?.writes(receipt) ?? []),
          ],
        },
      );
      return recorded.outcome === 'committed' ? { claim: decided, receipt: recorded.receipt } : undefined;
    });
  };

  return async (caller: Caller, claimId: string, decision: ClaimDecision): Promise<DecidedClaim> => {
    const decided = await decide(caller, claimId, decision);
    const isTold = await tell(caller, decided.claim);
    return isTold ? { ...decided, claim: { ...decided.claim, told: decision } } : decided;
  };
};

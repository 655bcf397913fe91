import { keyedHash } from '@temkin/crypto';
import { toHex } from '@temkin/kernel';
import { alarmAtOf, claimClock, decideClaim } from '../../domain/index.ts';
import type { Claims, FiledClaim } from '../../store/claims.ts';
import type { Docket } from '../../store/docket.ts';
import { isLive } from '../../store/record-item.ts';
import { personResource, subscriptionResource } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import { registryPage } from './own-actors.ts';
import { ownSession, type OwnSessionDependencies } from './own-session.ts';
import type { Cases } from './ports.ts';
import { claimResource, refuseRight } from './refuse-rights.ts';
import { tellClaimant, type TellClaimantDependencies } from './tell-claimant.ts';

export interface FileClaimDependencies
  extends Omit<OwnSessionDependencies, 'clock'>, Omit<TellClaimantDependencies, 'registry' | 'claims'> {
  readonly registry: Pick<Registry, 'recorder' | 'people' | 'personKeys' | 'clock'>;
  readonly claims: Pick<Claims, 'find' | 'ofNumber' | 'fileWrites' | 'noteTold'>;
  readonly docket: Pick<Docket, 'openWrite'>;
  readonly cases: Pick<Cases, 'openWrites'>;
}

/**
 * Files that a number on somebody's document is not theirs, in the session of a number that they have proven (Decree 163/2024 Art 25.7):
 * with its dates, and the case in which staff look at it; and tells so by that number, with the receipt of the claim. Where they have
 * claimed the number before, and that is open or was confirmed, it is answered; what others claimed of it says nothing here. Refuses `SELF_CHECK.SESSION_OVER`, `CLAIM.NUMBER_UNKNOWN` for what is not among the numbers of the document, and
 * `CLAIM.OWN_NUMBER` for the number that was proven.
 */
export const fileClaim = (dependencies: FileClaimDependencies) => {
  const { registry, claims, docket, cases } = dependencies;
  const { recorder, people, clock } = registry;
  const requireSession = ownSession({ ...dependencies, clock });
  const tell = tellClaimant(dependencies);

  const attempt = async (
    tenant: string,
    challengeId: string,
    asked: { readonly session: string; readonly subscriptionId: string },
  ): Promise<FiledClaim | undefined> => {
    const session = await requireSession(tenant, challengeId, asked.session);
    const { subscriptionId } = asked;
    const personId = await people.holderOf(tenant, subscriptionId);
    const [subscription] =
      personId === undefined ? [] : await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
    const verdict = decideClaim(session, {
      subscriptionId,
      personId,
      isLive: subscription !== undefined && isLive(subscription),
    });
    if (!verdict.allowed) throw refuseRight(verdict.code);
    if (personId === undefined || subscription === undefined) throw refuseRight('CLAIM.NUMBER_UNKNOWN');

    const claimed = { personId, subscriptionId, claimantSubscriptionId: session.subscriptionId };
    const before = await claims.ofNumber(tenant, claimed);
    if (before.claimId !== undefined && before.state !== 'rejected') {
      const again = await claims.find(tenant, before.claimId);
      if (again !== undefined) return again;
    }
    const filedAt = clock.now();
    const { policyId, replyBy, doneBy } = claimClock(filedAt);
    const idOf = (what: string): string =>
      toHex(keyedHash(session.key, 16, what, session.challengeId, subscriptionId, String(before.version)));
    const claim = {
      claimId: idOf('claim'),
      ...claimed,
      claimantPersonId: session.personId,
      caseId: idOf('claim-case'),
      state: 'open',
      filedAt,
      replyBy,
      doneBy,
    } as const;
    const recorded = await recorder.commit(
      registryPage(tenant),
      {
        action: 'subscription.claim',
        outcome: 'allowed',
        change: 'filed',
        policies: [policyId],
        resources: [
          personResource(personId),
          subscriptionResource(subscriptionId),
          claimResource(claim.claimId),
        ],
      },
      {
        reliedOn: [subscription.reliedOn],
        writes: (fileReceipt) => [
          ...claims.fileWrites(tenant, { ...claim, fileReceipt }, before),
          docket.openWrite(tenant, {
            register: 'claims',
            id: claim.claimId,
            at: doneBy,
            alarmAt: alarmAtOf(filedAt, doneBy),
          }),
          ...cases.openWrites(
            tenant,
            {
              caseId: claim.caseId,
              purpose: 'complaint',
              personId,
              openedBy: registryPage(tenant).principal.id,
              openedAt: filedAt,
            },
            fileReceipt,
          ),
        ],
      },
    );
    return recorded.outcome === 'committed' ? { ...claim, fileReceipt: recorded.receipt } : undefined;
  };

  return async (
    company: string,
    challengeId: string,
    asked: { readonly session: string; readonly subscriptionId: string },
  ): Promise<FiledClaim> => {
    const filed = await untilSettled(() => attempt(company, challengeId, asked));
    const isTold = await tell(registryPage(company), filed);
    return isTold ? { ...filed, told: filed.state } : filed;
  };
};

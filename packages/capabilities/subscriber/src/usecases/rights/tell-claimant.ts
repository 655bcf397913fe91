import { toHex, type Caller } from '@temkin/kernel';
import { keyedHash } from '@temkin/crypto';
import {
  claimNotice,
  openFields,
  subscriptionOfStored,
  subscriptionRecord,
  type SendRightsNotice,
} from '../../domain/index.ts';
import type { Claims, FiledClaim } from '../../store/claims.ts';
import { isLive } from '../../store/record-item.ts';
import { personResource, subscriptionResource } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import type { RightsFindings } from './ports.ts';
import { claimResource } from './refuse-rights.ts';

export interface TellClaimantDependencies {
  readonly registry: Pick<Registry, 'recorder' | 'people' | 'personKeys'>;
  readonly claims: Pick<Claims, 'noteTold'>;
  readonly notify: SendRightsNotice;
  readonly findings: RightsFindings;
}

/** How long a gateway may take over the message. */
const PATIENCE_MILLISECONDS = 5_000;

/**
 * Tells the claimant where a claim stands, by the number that they have shown to be theirs, as long as they have it. That the number is
 * opened is on record before; the message has one name for each state, so that the gateway sends it once however often it is told. A
 * gateway that does not take it is a finding, and whoever files or decides the same again has it told again. Answers whether it was told.
 */
export const tellClaimant = ({ registry, claims, notify, findings }: TellClaimantDependencies) => {
  const { recorder, people, personKeys } = registry;
  return async (caller: Caller, claim: FiledClaim): Promise<boolean> => {
    const { tenant } = caller.principal;
    const { claimId, claimantPersonId: personId, claimantSubscriptionId: subscriptionId, state } = claim;
    if (claim.told === state) return true;
    const opened = await untilSettled(async () => {
      const [subscription] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      if (subscription === undefined || !isLive(subscription)) return { key: undefined };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.claim',
          outcome: 'allowed',
          change: 'told',
          groups: ['msisdn'],
          resources: [personResource(personId), subscriptionResource(subscriptionId), claimResource(claimId)],
        },
        {
          reliedOn: [subscription.reliedOn],
          writes: () => [personKeys.aliveCheck(tenant, personId)],
        },
      );
      // Erased since.
      if (recorded.outcome === 'refused') return { key: undefined };
      if (recorded.outcome === 'changed') return undefined;
      return { key: await personKeys.find(tenant, personId), subscription };
    });
    if (opened.key === undefined) return false;
    const { key, subscription } = opened;
    const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
    const texts = openFields(key, place, subscription.sealed, ['msisdn']);
    const { msisdn: phone } = subscriptionOfStored({ clear: subscription.clear, texts });
    if (phone === undefined) return false;
    const notice = claimNotice(claim);
    const noticeId = toHex(keyedHash(key, 16, 'claim-notice', claimId, state));
    try {
      await notify.send({ noticeId, tenant, phone, ...notice }, AbortSignal.timeout(PATIENCE_MILLISECONDS));
    } catch {
      // Why it failed may quote the number.
      findings.report({ finding: 'notice-failed', tenant, kind: notice.kind });
      return false;
    }
    await claims.noteTold(tenant, claim);
    return true;
  };
};

import { equalBytes, type KeyRing } from '@temkin/crypto';
import { inForce, toBase64Url, type Receipt } from '@temkin/kernel';
import {
  selfCheckBounds,
  selfCheckRules,
  selfCheckShown,
  type ForeignNumberClaim,
  type HolderKind,
  type SelfCheckShown,
  type ShownFields,
} from '../../domain/index.ts';
import type { Claims } from '../../store/claims.ts';
import type { SelfChecks } from '../../store/self-checks.ts';
import { personResource, subscriptionResource } from '../refuse.ts';
import { untilSettled } from '../until-settled.ts';
import { registryPage } from './own-actors.ts';
import { showOwn, showOwnNumber } from './own-fields.ts';
import { ownRecords, type OwnRegistry } from './own-records.ts';
import { refuseRight } from './refuse-rights.ts';
import { codeHash, SELF_CHECK_PURPOSE, sessionHash } from './self-check-words.ts';

/** A number as its holder sees it. */
export interface OwnNumber {
  readonly subscriptionId: string;
  readonly fields: ShownFields;
  /** Whether it is the one that the code was sent to. */
  readonly isProven: boolean;
  /** The latest claim, by whoever has proven a number, that it is not theirs; of what others claim nothing is said. */
  readonly claim?: ForeignNumberClaim;
}

/** What somebody sees who has proven a number. */
export interface OpenedSelfCheck {
  readonly kind: HolderKind;
  readonly holder: ShownFields;
  readonly numbers: readonly OwnNumber[];
  /** False where there are more numbers than an answer tells. */
  readonly isComplete: boolean;
  /** Lets whoever has it claim and ask, until then (seconds since the epoch). */
  readonly session: string;
  readonly sessionExpiresAtSeconds: number;
  readonly receipt: Receipt;
}

export interface OpenSelfCheckDependencies {
  readonly registry: OwnRegistry;
  /** Purpose `self-check`. */
  readonly codes: Pick<KeyRing, 'byId'>;
  readonly checks: SelfChecks;
  readonly claims: Pick<Claims, 'ofNumbers'>;
}

const invalid = () => refuseRight('SELF_CHECK.CODE_INVALID');

const groupsOf = (shown: SelfCheckShown): readonly string[] =>
  Object.entries(shown).map(([field, how]) => (how === 'full' ? field : `${field}:masked`));

/**
 * All live numbers on the document of whoever has the code that was sent to one of them. A try is counted before the code is looked
 * at; a right one ends the code and begins the session, in one transaction with the event that names everybody who is shown. What was
 * asked with is compared with the record once that is on record: the index alone proves nothing. What is not to be had, for whatever
 * reason, is refused with `SELF_CHECK.CODE_INVALID`; `SUBSCRIBER.CHANGED` where tries got in each other's way.
 */
export const openSelfCheck = ({ registry, codes, checks, claims }: OpenSelfCheckDependencies) => {
  const { recorder, personKeys, clock, random } = registry;
  const own = ownRecords(registry);

  const attempt = async (
    tenant: string,
    challengeId: string,
    code: string,
  ): Promise<OpenedSelfCheck | undefined> => {
    const now = clock.now();
    const [rules, bounds] = [inForce(selfCheckRules, now), inForce(selfCheckBounds, now)];
    const challenge = await checks.find(tenant, challengeId, now);
    if (challenge === undefined || challenge.tries >= rules.value.tries) throw invalid();
    if (!(await checks.countTry(tenant, challenge))) return undefined;
    const key = await codes.byId(tenant, SELF_CHECK_PURPOSE, challenge.hashKeyId);
    if (key === undefined || !equalBytes(codeHash(key.key, challengeId, code), challenge.codeHash))
      throw invalid();

    const proven = await own.provenHolder(tenant, challenge, key.key);
    if (proven === 'changed') return undefined;
    const same = await own.sameDocument(tenant, proven, bounds.value.people);
    if (same === 'changed') return undefined;
    const live = await own.liveNumbers(tenant, same.found, bounds.value.numbers);
    const listed = live.slice(0, bounds.value.numbers);
    const shown = inForce(selfCheckShown, now);

    const session = toBase64Url(random(32));
    const sessionExpiresAtSeconds = Math.ceil(now / 1_000) + rules.value.sessionMinutes * 60;
    const personIds = same.found.map(({ person }) => person.personId);
    const recorded = await recorder.commit(
      registryPage(tenant),
      {
        action: 'subscriber.self-check',
        outcome: 'allowed',
        change: 'shown',
        policies: [rules.id, bounds.id, shown.id],
        groups: groupsOf(shown.value),
        resources: [
          ...personIds.map((personId) => personResource(personId)),
          ...listed.map(({ subscription }) => subscriptionResource(subscription.subscriptionId)),
        ],
      },
      {
        writes: () => [
          checks.openWrite(tenant, challenge, {
            sessionHash: sessionHash(key.key, challengeId, session),
            personIds,
            spent: rules.value.tries,
            expiresAtSeconds: sessionExpiresAtSeconds,
          }),
          ...personIds.map((personId) => personKeys.aliveCheck(tenant, personId)),
        ],
      },
    );
    if (recorded.outcome !== 'committed') return undefined;
    const claimed = await claims.ofNumbers(
      tenant,
      listed.map(({ subscription: { personId, subscriptionId } }) => ({
        personId,
        subscriptionId,
        claimantSubscriptionId: challenge.subscriptionId,
      })),
    );
    return {
      ...showOwn(tenant, proven, shown.value, now),
      numbers: listed.map(({ holder, subscription }, at) => {
        const claim = claimed[at];
        return {
          subscriptionId: subscription.subscriptionId,
          fields: showOwnNumber(tenant, holder, subscription, shown.value, now),
          isProven: subscription.subscriptionId === challenge.subscriptionId,
          ...(claim !== undefined && { claim }),
        };
      }),
      isComplete: same.isAll && live.length === listed.length,
      session,
      sessionExpiresAtSeconds,
      receipt: recorded.receipt,
    };
  };

  return (company: string, challengeId: string, code: string): Promise<OpenedSelfCheck> =>
    untilSettled(() => attempt(company, challengeId, code));
};

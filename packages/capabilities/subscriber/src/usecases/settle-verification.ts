import type { Caller } from '@temkin/kernel';
import { sealFields, verificationRecord, type Mover, type VerificationVerdict } from '../domain/index.ts';
import { findingWrite } from '../store/findings.ts';
import type { Read, SealedPerson, SealedSubscription } from '../store/record-item.ts';
import { isRunning, startTimelineWrites, touchSubscriptionWrite } from '../store/timelines.ts';
import type { ReadVerification, VerificationState } from '../store/verifications.ts';
import type { VerificationEvidence } from './asked-verification.ts';
import { findSubscription } from './find-subscription.ts';
import { keptFromService } from './kept-from-service.ts';
import { personResource, subscriptionResource, verificationResource } from './refuse.ts';
import type { VerifyingRegistry } from './registry.ts';
import { untilSettled } from './until-settled.ts';
import type { VerificationOutcome } from './verification-outcome.ts';
import { verifiedNumber, type VerificationEffect, type VerificationMade } from './verified-number.ts';

/** A verification that is settled. */
export interface SettledVerification {
  readonly verification: ReadVerification;
  readonly verdict: VerificationVerdict | { readonly is: 'over' };
  /** Absent where there was nothing to ask. */
  readonly made?: VerificationMade;
  readonly key: Uint8Array;
  /** The holder as the source was asked about. */
  readonly person: Read<SealedPerson>;
  readonly by: Mover;
}

const REASONS = {
  mismatch: 'SUBSCRIPTION.IDENTITY_MISMATCH',
  incomplete: 'SUBSCRIPTION.VERIFICATION_INCOMPLETE',
  over: 'SUBSCRIPTION.STATE_NOT_ALLOWED',
} as const;

/**
 * Keeps what a verification came to, with its evidence, and in the same transaction what it does to the number: a match begins its
 * service, lifts its holds and stops its timelines, but for what began after it was asked for; a mismatch of who holds a served number begins the timeline of wrong information.
 * What was found of a number that waits for its first verification keeps it from it, whatever the source says.
 * `amended` where the holder was meanwhile, `settled-before` where somebody else was first: then nothing is written.
 */
export const settleVerification = (registry: VerifyingRegistry) => {
  const { recorder, people, personKeys, verifications, timelines, clock, random } = registry;
  const verified = verifiedNumber(registry);
  const isKept = keptFromService(registry);
  const find = findSubscription(registry);

  /** A holder of a served number who is not who the record says is a finding: its timeline begins (Decree 163/2024 Art 25.1). */
  const foundWrong = async (
    tenant: string,
    subscription: Read<SealedSubscription>,
    { verificationId: findingId }: ReadVerification,
    foundAt: number,
  ): Promise<Pick<VerificationEffect, 'writes' | 'reliedOn'> & { readonly version: number }> => {
    const { personId, subscriptionId, standing, clear } = subscription;
    const timeline = 'wrong-information';
    const names = { personId, subscriptionId };
    const former = await timelines.find(tenant, names, timeline);
    const isUnderWay =
      (former !== undefined && isRunning(former)) || standing.holds.some(({ cause }) => cause === timeline);
    const run = { timeline, use: clear.use, startedAt: foundAt, done: [] } as const;
    return {
      version: subscription.version + 1,
      reliedOn: isUnderWay && former !== undefined ? [former.reliedOn] : [],
      writes: (receipt) => [
        touchSubscriptionWrite(tenant, subscription, receipt),
        findingWrite(tenant, { ...names, findingId, timeline, grounds: 'identity', foundAt, receipt }),
        ...(isUnderWay ? [] : startTimelineWrites(tenant, names, run, { former, receipt })),
      ],
    };
  };

  const notVerified = async (
    tenant: string,
    subscription: Read<SealedSubscription>,
    { verification, verdict, made }: SettledVerification,
    at: number,
  ): Promise<VerificationEffect> => {
    if (verdict.is === 'verified') throw new Error('what is verified is no refusal');
    const isServed = !['pending', 'terminated'].includes(subscription.standing.state);
    const isWrong =
      verdict.is === 'mismatch' &&
      isServed &&
      made?.asked.wants === 'identity' &&
      verdict.fields.some((field) => field !== 'face');
    const reason =
      verdict.is === 'incomplete' && made === undefined
        ? 'SUBSCRIPTION.VERIFICATION_NOT_OPEN'
        : REASONS[verdict.is];
    const found = isWrong
      ? await foundWrong(tenant, subscription, verification, at)
      : // Whose service begins at this moment is found wrong.
        { writes: () => [], reliedOn: [subscription.reliedOn] };
    return {
      ...found,
      said: {
        outcome: 'refused',
        reason,
        fields: failingOf(verdict),
        flags: isWrong ? ['wrong-information'] : [],
      },
    };
  };

  return async (
    caller: Caller,
    settled: SettledVerification,
  ): Promise<VerificationOutcome | 'amended' | 'settled-before'> => {
    const { tenant } = caller.principal;
    const { verification, verdict, made, key, person, by } = settled;
    const { verificationId, subscriptionId, personId, sealed: asked, askedAt } = verification;

    return untilSettled(async () => {
      const now = await verifications.find(tenant, verification);
      if (now?.version !== verification.version) return 'settled-before';
      if ((await people.find(tenant, personId))?.version !== person.version) return 'amended';
      const subscription = await find(tenant, subscriptionId);
      const at = clock.now();
      const isOver =
        subscription.standing.state === 'terminated' ||
        (verdict.is === 'verified' && (await isKept(tenant, subscription)));
      const effect =
        verdict.is === 'verified' && made !== undefined && !isOver
          ? await verified(tenant, subscription, made, { by, at, askedAt })
          : await notVerified(
              tenant,
              subscription,
              isOver ? { ...settled, verdict: { is: 'over' } } : settled,
              at,
            );
      if (effect === undefined) return undefined;
      const state: VerificationState = isOver ? 'over' : verdict.is;
      const failing = isOver ? [] : failingOf(verdict);
      const evidence = made && JSON.stringify(evidenceOf(made, askedAt));
      const place = { tenant, personId, record: verificationRecord(verificationId) };
      const sealed = sealFields(
        key,
        { ...place, version: verification.version + 1 },
        evidence === undefined ? {} : { evidence },
        random,
      );

      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.verify',
          ...effect.said,
          ...(made !== undefined && { grounds: made.asked.wants, policies: made.choice.policies }),
          resources: [
            personResource(personId),
            subscriptionResource(subscriptionId, effect.version),
            verificationResource(verificationId),
          ],
        },
        {
          reliedOn: [person.reliedOn, ...(effect.reliedOn ?? [])],
          writes: (receipt) => [
            ...verifications.keepWrites(tenant, verification, {
              state,
              sealed: { ...asked, ...sealed },
              failing,
              settledAt: at,
              nextAt: undefined,
              receipt,
            }),
            personKeys.aliveCheck(tenant, personId),
            ...effect.writes(receipt),
          ],
        },
      );
      if (recorded.outcome !== 'committed') return undefined;
      const { receipt } = recorded;
      if (state === 'verified') {
        const moved = await find(tenant, subscriptionId);
        return { is: state, verificationId, receipt, standing: moved.standing, version: moved.version };
      }
      return state === 'over'
        ? { is: state, verificationId, receipt }
        : { is: state, verificationId, receipt, failing };
    });
  };
};

const failingOf = (verdict: SettledVerification['verdict']) => {
  if (verdict.is === 'mismatch') return verdict.fields;
  return verdict.is === 'incomplete' ? verdict.missing : [];
};

const evidenceOf = (
  { asked, answer, choice: { way } }: VerificationMade,
  askedAt: number,
): VerificationEvidence => ({
  wants: asked.wants,
  channel: asked.channel,
  method: way.method,
  source: way.source,
  fields: answer.fields,
  measures: asked.measures,
  ...(answer.reference !== undefined && { reference: answer.reference }),
  askedAt,
  answeredAt: answer.answeredAt,
});

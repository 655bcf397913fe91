import type { EventDraft } from '@temkin/audit-event';
import { inForce, type Caller, type ReliedOn } from '@temkin/kernel';
import { identityLease, sealFields, verificationRecord, type Mover, type Standing } from '../domain/index.ts';
import type { Read, SealedSubscription } from '../store/record-item.ts';
import { isRunning } from '../store/timelines.ts';
import { answerVerification } from './answer-verification.ts';
import { ASKED_GROUPS, type AskedVerification } from './asked-verification.ts';
import { findSubscription } from './find-subscription.ts';
import { idFrom } from './id-from.ts';
import { keptFromService } from './kept-from-service.ts';
import type { VerificationPorts } from './ports.ts';
import type { ShownMeasure } from './prove-number-code.ts';
import { tryReadOnRecord } from './read-on-record.ts';
import {
  imageResource,
  personResource,
  refuse,
  subscriptionResource,
  verificationResource,
} from './refuse.ts';
import type { VerifyingRegistry } from './registry.ts';
import { untilSettled } from './until-settled.ts';
import { outcomeOf, type VerificationOutcome } from './verification-outcome.ts';

/** A verification that somebody wishes. */
export interface WishedVerification extends Omit<AskedVerification, 'face'> {
  readonly subscriptionId: string;
  readonly by: Exclude<Mover, 'import'>;
  /** The picture of the face that was taken now, as it was uploaded. */
  readonly faceImageId?: string;
  /** Shows what was done besides and is looked at by the registry itself, once: `changed` where it is to be looked at again. */
  readonly show?: (
    tenant: string,
    subscription: Read<SealedSubscription>,
  ) => Promise<ShownMeasure | 'changed'>;
  /** What else asking relies on. */
  readonly reliedOn?: readonly ReliedOn[];
  /** What the event of asking is about besides. */
  readonly resources?: EventDraft['resources'];
}

/** A number whose holder was verified, or whose verification waits for its source. */
export type VerifiedSubscription = Extract<VerificationOutcome, { readonly is: 'verified' | 'waiting' }>;

/**
 * Has whoever registered a number verified: by which way, the document, the place and the day say. That it is asked is on record before
 * the holder's key is unwrapped, to seal the question; and what is asked before it is opened, for the source alone. A match begins the service, or lifts the holds that it settles; where the source is silent the
 * question waits, and is asked again by itself. The same seed asks no second time: it is answered what became of the first.
 *
 * Refuses `SUBSCRIPTION.UNKNOWN`, `SUBSCRIPTION.STATE_NOT_ALLOWED`, `SUBSCRIPTION.NOT_HELD` (a face, where no device was changed),
 * `SUBSCRIPTION.FACE_UNKNOWN`, and with the refusal on record `SUBSCRIPTION.IDENTITY_MISMATCH`, `SUBSCRIPTION.VERIFICATION_INCOMPLETE` and
 * `SUBSCRIPTION.VERIFICATION_NOT_OPEN`.
 */
export const verifySubscription = (registry: VerifyingRegistry & VerificationPorts) => {
  const { recorder, personKeys, verifications, timelines, faces, clock, random } = registry;
  const answer = answerVerification(registry);
  const find = findSubscription(registry);
  const tryRead = tryReadOnRecord(registry);
  const isKept = keptFromService(registry);

  /** Whether there is anything that a verification could change. */
  const requireFit = async (
    tenant: string,
    subscription: Read<SealedSubscription>,
    wants: AskedVerification['wants'],
  ): Promise<void> => {
    const { standing, subscriptionId } = subscription;
    const about = { resources: [subscriptionResource(subscriptionId)] };
    const { state, holds }: Standing = standing;
    const isNever = state === 'terminated' || (wants === 'face' && state === 'pending');
    if (isNever || (await isKept(tenant, subscription)))
      throw refuse('SUBSCRIPTION.STATE_NOT_ALLOWED', { about });
    if (wants !== 'face' || holds.some(({ cause }) => cause === 'device-change')) return;
    const timeline = await timelines.find(tenant, subscription, 'device-change');
    if (timeline === undefined || !isRunning(timeline)) throw refuse('SUBSCRIPTION.NOT_HELD', { about });
  };

  const begin = (
    caller: Caller,
    {
      subscriptionId,
      faceImageId,
      wants,
      channel,
      method,
      measures,
      compared,
      show,
      reliedOn = [],
      resources = [],
    }: WishedVerification,
    verificationId: string,
  ) =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const subscription = await find(tenant, subscriptionId);
      const { personId } = subscription;
      const again = await verifications.find(tenant, { personId, verificationId });
      if (again !== undefined) return { verification: again, subscription, isNew: false };
      await requireFit(tenant, subscription, wants);
      const begun = await tryRead(caller, {
        personId,
        subscriptionId,
        said: { action: 'subscription.verify', change: 'begun' },
        besides: resources,
        reliedOn,
      });
      if (begun === undefined) return undefined;
      const { key } = begun;
      const face = faceImageId === undefined ? undefined : await faces.keep(tenant, faceImageId);
      if (faceImageId !== undefined && face === undefined) throw refuse('SUBSCRIPTION.FACE_UNKNOWN');
      const shown = await show?.(tenant, subscription);
      if (shown === 'changed') return undefined;
      const asked: AskedVerification = {
        wants,
        channel,
        ...(method !== undefined && { method }),
        measures: shown === undefined ? measures : [...measures, shown.measure],
        ...(compared !== undefined && { compared }),
        ...(face !== undefined && { face: face.kept }),
      };
      const [askedAt, version] = [clock.now(), 1];
      const place = { tenant, personId, record: verificationRecord(verificationId), version };
      const sealed = sealFields(key, place, { asked: JSON.stringify(asked) }, random);
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.verify',
          outcome: 'allowed',
          change: 'asked',
          grounds: wants,
          ...(shown !== undefined && { policies: shown.policies }),
          groups: [...ASKED_GROUPS, ...(face === undefined ? [] : ['face'])],
          resources: [
            personResource(personId),
            subscriptionResource(subscriptionId),
            verificationResource(verificationId),
            ...(faceImageId === undefined ? [] : [imageResource(faceImageId)]),
            ...(shown?.resources ?? []),
            ...resources,
          ],
        },
        {
          reliedOn: [subscription.reliedOn, ...reliedOn, ...(shown?.reliedOn ?? [])],
          writes: (receipt) => [
            ...verifications.beginWrites(tenant, {
              verificationId,
              personId,
              subscriptionId,
              state: 'waiting',
              sealed,
              askedAt,
              nextAt: askedAt + inForce(identityLease, askedAt).value,
              tries: 0,
              version,
              receipt,
            }),
            personKeys.aliveCheck(tenant, personId),
            ...(face?.writes ?? []),
            ...(shown?.writes ?? []),
          ],
        },
      );
      if (recorded.outcome !== 'committed') return undefined;
      const verification = await verifications.find(tenant, { personId, verificationId });
      return verification && { verification, subscription, isNew: true };
    });

  return async (
    caller: Caller,
    wish: WishedVerification,
    seed: Uint8Array,
  ): Promise<VerifiedSubscription> => {
    const verificationId = idFrom(seed, 'verification');
    const { verification, subscription, isNew } = await begin(caller, wish, verificationId);
    const outcome = isNew
      ? await answer(caller, verification, wish.by)
      : outcomeOf(verification, subscription);
    const { receipt } = outcome;
    const details = { receipt, about: { resources: [subscriptionResource(wish.subscriptionId)] } };
    switch (outcome.is) {
      case 'verified':
      case 'waiting':
        return outcome;
      case 'mismatch':
        throw refuse('SUBSCRIPTION.IDENTITY_MISMATCH', { ...details, detail: saying(outcome.failing) });
      case 'incomplete':
        throw outcome.failing.length === 0
          ? refuse('SUBSCRIPTION.VERIFICATION_NOT_OPEN', details)
          : refuse('SUBSCRIPTION.VERIFICATION_INCOMPLETE', { ...details, detail: saying(outcome.failing) });
      case 'over':
        throw refuse('SUBSCRIPTION.STATE_NOT_ALLOWED', details);
    }
  };
};

const saying = (failing: readonly string[]): string => `Concerned: ${failing.join(', ')}.`;

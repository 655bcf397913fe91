import { inForce, utf8, type Caller } from '@temkin/kernel';
import {
  askAgainAt,
  asksForCode,
  chooseVerification,
  identityRetryMinutes,
  judgeVerification,
  openFields,
  registrationRules,
  verificationRecord,
  type Mover,
} from '../domain/index.ts';
import { isLive } from '../store/record-item.ts';
import type { ReadVerification } from '../store/verifications.ts';
import { askSource } from './ask-source.ts';
import type { AskedVerification } from './asked-verification.ts';
import { idFrom } from './id-from.ts';
import { openRegistrant } from './open-registrant.ts';
import type { VerificationPorts } from './ports.ts';
import { refuse } from './refuse.ts';
import type { VerifyingRegistry } from './registry.ts';
import { settleVerification } from './settle-verification.ts';
import { outcomeOf, type VerificationOutcome } from './verification-outcome.ts';

/** By which a source knows a question again: of a holder who was amended it is another. */
const questionId = (verificationId: string, version: number): string =>
  idFrom(utf8(verificationId.replaceAll('-', '')), `question-${version}`);

/**
 * Asks the source of a verification whose asking is on record, and settles it by what it says; one that is silent is asked again later.
 * What the source answers of a person who was amended meanwhile counts for nothing, and it is asked again.
 */
export const answerVerification = (registry: VerifyingRegistry & VerificationPorts) => {
  const { people, personKeys, verifications, clock } = registry;
  const ask = askSource(registry);
  const settle = settleVerification(registry);

  const look = async (tenant: string, { personId, subscriptionId }: ReadVerification) => {
    const [subscription] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
    const person = await people.find(tenant, personId);
    const key = await personKeys.find(tenant, personId);
    if (subscription === undefined || person === undefined || key === undefined)
      throw refuse('SUBSCRIBER.UNKNOWN');
    return { subscription, person, key };
  };

  /** As somebody else has left it. */
  const asItIs = async (tenant: string, former: ReadVerification): Promise<VerificationOutcome> => {
    const verification = await verifications.find(tenant, former);
    if (verification === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
    return outcomeOf(verification, (await look(tenant, verification)).subscription);
  };

  const wait = async (
    tenant: string,
    verification: ReadVerification,
    later: { readonly nextAt: number; readonly tries: number },
  ): Promise<VerificationOutcome> => {
    const { verificationId, receipt } = verification;
    const waits = await verifications.wait(tenant, verification, later);
    if (waits === undefined) return asItIs(tenant, verification);
    return { is: 'waiting', verificationId, receipt, askAgainAt: later.nextAt };
  };

  return async (caller: Caller, verification: ReadVerification, by: Mover): Promise<VerificationOutcome> => {
    const { tenant } = caller.principal;
    const { verificationId, personId, askedAt, tries } = verification;
    const { subscription, person, key } = await look(tenant, verification);
    if (!isLive(subscription)) {
      const over = await settle(caller, { verification, verdict: { is: 'over' }, key, person, by });
      return typeof over === 'string' ? asItIs(tenant, verification) : over;
    }
    const place = { tenant, personId, record: verificationRecord(verificationId) };
    const asked = JSON.parse(
      openFields(key, place, verification.sealed, ['asked']).asked ?? '{}',
    ) as AskedVerification;
    const party = openRegistrant(tenant, key, person, subscription);
    const choice = chooseVerification({ ...asked, document: party.document?.kind }, askedAt);
    const answer =
      choice.is === 'open' &&
      (await ask(tenant, questionId(verificationId, person.version), { asked, way: choice.way, party }));
    const now = clock.now();
    if (answer !== false && answer.is === 'silent') {
      const nextAt = askAgainAt(inForce(identityRetryMinutes, now).value, tries + 1, now);
      return wait(tenant, verification, { nextAt, tries: tries + 1 });
    }
    const settled = await settle(caller, {
      verification,
      key,
      person,
      by,
      ...(choice.is === 'open' && answer !== false
        ? {
            // Of whom nobody was asked, what could have been asked with is no fault.
            verdict: judgeVerification(
              { ...choice.way, fields: answer.lacking ?? choice.way.fields },
              {
                fields: answer.fields,
                measures: asked.measures,
                asksForCode: asksForCode(
                  { holder: person.clear.kind, ...subscription.clear },
                  inForce(registrationRules, askedAt).value,
                ),
              },
            ),
            made: { asked, answer, choice },
          }
        : { verdict: { is: 'incomplete', missing: [] } }),
    });
    if (settled === 'settled-before') return asItIs(tenant, verification);
    return settled === 'amended' ? wait(tenant, verification, { nextAt: now, tries }) : settled;
  };
};

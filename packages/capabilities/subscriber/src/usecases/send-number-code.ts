import { inForce, Refusal, timeWindow, type Caller, type Receipt } from '@temkin/kernel';
import { numberCodeRules, numberCodeText, openFields, subscriptionRecord } from '../domain/index.ts';
import type { NumberCode } from '../store/number-codes.ts';
import { isLive } from '../store/record-item.ts';
import { earlierNumber } from './earlier-number.ts';
import { findSubscription } from './find-subscription.ts';
import { idFrom } from './id-from.ts';
import {
  codeDigits,
  codeResource,
  noticeIdOf,
  NUMBER_CODE_PURPOSE,
  numberCodeHash,
  sendsName,
} from './number-code-words.ts';
import type { NumberCodePorts } from './ports.ts';
import { personResource, refuse, subscriptionResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';
import { untilSettled } from './until-settled.ts';

/** A code that was sent. What it is, nobody but its receiver is told, nor which number they have. */
export interface SentNumberCode {
  readonly codeId: string;
  readonly endsAtSeconds: number;
  readonly receipt: Receipt;
}

const notSent = () => refuse('SUBSCRIPTION.CODE_NOT_SENT', { retryAfterSeconds: 1 });

/**
 * Sends a one-time code to an earlier number of whoever registers a further one (Decree 163/2024 Art 18.2.b), upon a registrar's
 * transaction about them. Kept is a keyed hash of it, in one transaction with the event; that number is opened after that, for the
 * gateway alone. The same seed sends the same message again, which arrives once, until it is known that the gateway has it; as long as the
 * code is good, and the number one that it may be sent to. A code that was sent stays good, whoever asks for another.
 *
 * Refuses `SUBSCRIPTION.UNKNOWN`, `SUBSCRIBER.BASIS_REQUIRED`, `SUBSCRIPTION.STATE_NOT_ALLOWED` of a number that ended,
 * `SUBSCRIPTION.NO_EARLIER_NUMBER`, `REQUEST.RATE_LIMITED` where that number had its messages of the hour, and
 * `SUBSCRIPTION.CODE_NOT_SENT` where the gateway did not take it, by the same seed also later.
 */
export const sendNumberCode = (registry: Registry & NumberCodePorts) => {
  const { recorder, people, personKeys, codes, numberCodes, counts, notify, findings, clock } = registry;
  const find = findSubscription(registry);
  const basisOf = requireBasis(registry);
  const fitFor = earlierNumber(registry);

  const keep = (
    caller: Caller,
    { subscriptionId, transactionId }: { readonly subscriptionId: string; readonly transactionId: string },
    seed: Uint8Array,
  ): Promise<NumberCode> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const subscription = await find(tenant, subscriptionId);
      const { personId } = subscription;
      const basis = await basisOf(caller, { basisId: transactionId, purpose: 'registration', personId });
      const codeId = idFrom(seed, 'number-code');
      const again = await numberCodes.find(tenant, codeId);
      if (again !== undefined) return again;

      const about = { resources: [subscriptionResource(subscriptionId)] };
      if (!isLive(subscription)) throw refuse('SUBSCRIPTION.STATE_NOT_ALLOWED', { about });
      const person = await people.find(tenant, personId);
      if (person === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
      const earlier = await fitFor(tenant, subscription, person);
      if (earlier === undefined) throw refuse('SUBSCRIPTION.NO_EARLIER_NUMBER', { about });

      const now = clock.now();
      const rules = inForce(numberCodeRules, now);
      const { id: hashKeyId, key } = await codes.current(tenant, NUMBER_CODE_PURPOSE);
      const { retryAfterSeconds, ...hour } = timeWindow(now, 1);
      const counted = {
        counted: sendsName(key, earlier.subscriptionId),
        limit: rules.value.sendsPerHour,
        ...hour,
      };
      if (!(await counts.areBelow(tenant, [counted])))
        throw new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds });
      const code = {
        codeId,
        personId,
        subscriptionId,
        sentTo: earlier.subscriptionId,
        hashKeyId,
        codeHash: numberCodeHash(key, codeId, codeDigits(key, seed)),
        tries: 0,
        endsAtSeconds: Math.ceil(now / 1_000) + rules.value.lifeMinutes * 60,
      };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscription.code',
          outcome: 'allowed',
          groups: ['msisdn'],
          policies: [rules.id],
          resources: [
            personResource(personId),
            subscriptionResource(subscriptionId),
            subscriptionResource(earlier.subscriptionId),
            codeResource(codeId),
            basisResource(basis),
          ],
        },
        {
          reliedOn: [person.reliedOn, subscription.reliedOn, earlier.reliedOn, basis.reliedOn],
          writes: (receipt) => [
            numberCodes.putWrite(tenant, { ...code, receipt }),
            counts.countWrite(tenant, counted),
            personKeys.aliveCheck(tenant, personId),
          ],
        },
      );
      return recorded.outcome === 'committed' ? { ...code, receipt: recorded.receipt } : undefined;
    });

  /** The number as it is now; undefined where such a code would go to another or to nobody by now. */
  const phoneOf = async (
    tenant: string,
    { personId, subscriptionId, sentTo }: NumberCode,
  ): Promise<string | undefined> => {
    const subscription = await find(tenant, subscriptionId);
    const person = await people.find(tenant, personId);
    const key = await personKeys.find(tenant, personId);
    if (!isLive(subscription) || person === undefined || key === undefined) return undefined;
    const earlier = await fitFor(tenant, subscription, person, sentTo);
    if (earlier === undefined) return undefined;
    const place = { tenant, personId, record: subscriptionRecord(sentTo) };
    return openFields(key, place, earlier.sealed, ['msisdn']).msisdn;
  };

  const send = async (tenant: string, kept: NumberCode, seed: Uint8Array): Promise<void> => {
    if (kept.takenAt !== undefined) return;
    const now = clock.now();
    if (now >= kept.endsAtSeconds * 1_000) throw notSent();
    const kind = 'registration-code';
    const phone = await phoneOf(tenant, kept);
    const key = await codes.byId(tenant, NUMBER_CODE_PURPOSE, kept.hashKeyId);
    if (phone === undefined || key === undefined) throw notSent();
    const { lifeMinutes, sendSeconds } = inForce(numberCodeRules, now).value;
    const code = codeDigits(key.key, seed);
    const noticeId = noticeIdOf(key.key, kept.codeId);
    try {
      await notify.send(
        { noticeId, tenant, phone, kind, code, text: numberCodeText(code, lifeMinutes) },
        AbortSignal.timeout(sendSeconds * 1_000),
      );
    } catch {
      // Why it failed may quote the number.
      findings.report({ finding: 'notice-failed', tenant, kind });
      throw notSent();
    }
    await numberCodes.noteTaken(tenant, kept, clock.now());
  };

  return async (
    caller: Caller,
    asked: { readonly subscriptionId: string; readonly transactionId: string },
    seed: Uint8Array,
  ): Promise<SentNumberCode> => {
    const kept = await keep(caller, asked, seed);
    await send(caller.principal.tenant, kept, seed);
    const { codeId, endsAtSeconds, receipt } = kept;
    return { codeId, endsAtSeconds, receipt };
  };
};

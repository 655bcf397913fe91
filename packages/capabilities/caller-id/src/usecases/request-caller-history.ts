import { epochOf, keyedHash, type KeyRing } from '@temkin/crypto';
import {
  decimalCode,
  inForce,
  inSteps,
  Refusal,
  timeWindow,
  toHex,
  type Clock,
  type RandomBytes,
  type Wait,
} from '@temkin/kernel';
import {
  callHistoryDays,
  callerHistoryText,
  codeAnswerStep,
  OWN_NUMBER_CODE_DIGITS,
  ownNumberCodeRules,
  recipientHash,
  type SendOwnNumberNotice,
} from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { CheckCounts, Counted } from '../store/check-counts.ts';
import type { OwnNumberChallenges, RecipientName } from '../store/own-number-challenges.ts';
import { countedName, requestsBy } from './check-limits.ts';
import type { CheckFindings, Companies } from './check-ports.ts';
import { CALL_PURPOSE, NO_COMPANY } from './check-words.ts';

export interface RequestCallerHistoryDependencies {
  /** Purpose `call`. */
  readonly ring: KeyRing;
  readonly calls: Pick<CallIntents, 'history'>;
  readonly challenges: Pick<OwnNumberChallenges, 'put'>;
  readonly counts: CheckCounts;
  readonly companies: Companies;
  readonly notify: SendOwnNumberNotice;
  readonly findings: CheckFindings;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly wait: Wait;
}

/** What is kept of a code. */
export const ownNumberCodeHash = (key: Uint8Array, challengeId: string, code: string): Uint8Array =>
  keyedHash(key, 32, 'own-number-code', challengeId, code);

/** The months (UTC) in which a call of the history can have been declared, newest first; as many whatever the day. */
export const historyMonths = (nowMilliseconds: number): readonly string[] => {
  const days = inForce(callHistoryDays, nowMilliseconds).value;
  const [year = 0, month = 0] = epochOf(nowMilliseconds).split('-').map(Number);
  return Array.from({ length: Math.ceil(days / 28) + 1 }, (_, back) =>
    epochOf(Date.UTC(year, month - 1 - back, 1)),
  );
};

/**
 * Sends a one-time code to a number that the company has called within the history's days, and answers the same way, by the same
 * steps and after the same time, where it has not, where there is no such company, and where the day's messages are used up: then the
 * challenge has a code that nobody knows. Refuses `REQUEST.RATE_LIMITED` by the network alone.
 */
export const requestCallerHistory = (dependencies: RequestCallerHistoryDependencies) => {
  const { ring, calls, challenges, counts, companies, notify, findings, clock, random } = dependencies;
  const stepwise = inSteps(dependencies);

  /** What a number is called among calls, for each month; in months without a key, a name that nobody has. */
  const namesOf = (tenant: string, phone: string): Promise<readonly RecipientName[]> =>
    Promise.all(
      historyMonths(clock.now()).map(async (month) => {
        const found = await ring.byId(tenant, CALL_PURPOSE, month);
        return found
          ? { keyId: found.id, recipientHash: recipientHash(found.key, phone) }
          : { keyId: month, recipientHash: toHex(random(16)) };
      }),
    );

  const sendsTo = (key: Uint8Array, network: string, phone: string): readonly Counted[] => {
    const { sendsPerSourceAndPhone, sendsPerPhone } = inForce(ownNumberCodeRules, clock.now()).value;
    const { retryAfterSeconds: _, ...day } = timeWindow(clock.now(), 24);
    return [
      { counted: countedName(key, 'code-network', network, phone), limit: sendsPerSourceAndPhone, ...day },
      { counted: countedName(key, 'code', phone), limit: sendsPerPhone, ...day },
    ];
  };

  const send = async (tenant: string, phone: string, code: string, deadline: number): Promise<void> => {
    const { lifeMinutes } = inForce(ownNumberCodeRules, clock.now()).value;
    const kind = 'caller-history-code';
    const text = callerHistoryText(code, lifeMinutes);
    try {
      const left = Math.max(1, Math.floor(deadline - clock.now()));
      await notify.send(
        { noticeId: toHex(random(16)), tenant, phone, kind, code, text },
        AbortSignal.timeout(left),
      );
    } catch {
      // Why it failed may quote the number. The answer is that of every request.
      findings.report({ finding: 'notice-failed', tenant, kind });
    }
  };

  return async (
    company: string,
    { phone, network }: { readonly phone: string; readonly network: string },
  ): Promise<{ readonly challengeId: string }> => {
    const tenant = (await companies.exists(company)) ? company : NO_COMPANY;
    const { id: hashKeyId, key } = await ring.current(tenant, CALL_PURPOSE);
    const { retryAfterSeconds, ...requests } = requestsBy(key, network, clock.now());
    if (!(await counts.count(tenant, requests)))
      throw new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds });

    return stepwise(inForce(codeAnswerStep, clock.now()).value, async (deadline) => {
      const recipient = await namesOf(tenant, phone);
      const histories = await Promise.all(
        recipient.map((name) => calls.history(tenant, name.keyId, name.recipientHash, clock.now())),
      );
      const wasCalled = histories.some((ids) => ids.length > 0);
      const [challengeId, code] = [toHex(random(16)), decimalCode(random, OWN_NUMBER_CODE_DIGITS)];
      const tallies = sendsTo(key, network, phone).map((counted) => ({
        counted: wasCalled ? counted : { ...counted, counted: toHex(random(16)) },
        times: 1 as const,
      }));
      const sends = (await counts.tally(tenant, tallies, challengeId)) && wasCalled;
      const { lifeMinutes } = inForce(ownNumberCodeRules, clock.now()).value;
      await challenges.put(tenant, {
        challengeId,
        recipient,
        hashKeyId,
        codeHash: sends ? ownNumberCodeHash(key, challengeId, code) : random(32),
        tries: 0,
        expiresAtSeconds: Math.ceil(clock.now() / 1_000) + lifeMinutes * 60,
      });
      if (sends) await send(tenant, phone, code, deadline);
      return { challengeId };
    });
  };
};

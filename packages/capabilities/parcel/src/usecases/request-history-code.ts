import type { KeyRing } from '@temkin/crypto';
import { decimalCode, inForce, inSteps, toHex, type Wait } from '@temkin/kernel';
import {
  HISTORY_CODE_DIGITS,
  historyAnswerStep,
  historyCodeRules,
  historyCodeText,
  parseLabelToken,
  type Notify,
  type ParcelParty,
} from '../domain/index.ts';
import type { HistoryChallenges } from '../store/history-challenges.ts';
import type { HistoryCounts } from '../store/history-counts.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import type { PhoneIndex } from '../store/phone-index.ts';
import { requestsBy, sendsFor, sendsForNobody, type Sending } from './history-limits.ts';
import { codeHash, HISTORY_PURPOSE, NO_COMPANY } from './history-words.ts';
import { indexedNumbers } from './indexed-numbers.ts';
import type { Companies, Findings, Surroundings } from './ports.ts';
import { refuseTooOften } from './refuse.ts';

/** Who wants to see the history of which parcel. */
export interface HistoryQuestion {
  readonly parcel: { readonly waybillNumber: string } | { readonly token: string };
  /** E.164. */
  readonly phone: string;
  /** The network the request came from (`sourceNetwork`). */
  readonly network: string;
}

export interface RequestHistoryCodeDependencies extends Omit<Surroundings, 'recorder'> {
  readonly ring: KeyRing;
  readonly store: Pick<ParcelStore, 'parcelIdOfWaybill' | 'label'>;
  readonly index: Pick<PhoneIndex, 'partyOf'>;
  readonly challenges: Pick<HistoryChallenges, 'ask'>;
  readonly counts: HistoryCounts;
  readonly companies: Companies;
  readonly notify: Notify;
  readonly findings: Findings;
  readonly wait: Wait;
}

/** Times that counts are looked at again because they grew meanwhile; then nothing is sent. */
const TRIES = 3;

/**
 * Sends a one-time code to a number that is the recipient's or the sender's of a parcel, and answers the same way, by the
 * same steps and after the same time, where it is nobody's, where parcel or company do not exist, and where the day's
 * messages are used up: then the challenge has a code that nobody knows. A code that was sent stays good, whoever asks for
 * another. Refuses `REQUEST.RATE_LIMITED` by the network alone, before anything is looked at.
 */
export const requestHistoryCode = (dependencies: RequestHistoryCodeDependencies) => {
  const { clock, random, ring, store, index, challenges, counts, companies, notify, findings } = dependencies;
  const stepwise = inSteps(dependencies);

  const parcelIdOf = async (
    tenant: string,
    parcel: HistoryQuestion['parcel'],
  ): Promise<string | undefined> => {
    if ('waybillNumber' in parcel) return store.parcelIdOfWaybill(tenant, parcel.waybillNumber, clock.now());
    // A label names its parcel however much of it is altered or dead: it proves nothing here.
    const token = parseLabelToken(parcel.token);
    const labelId = token === 'malformed' ? toHex(random(8)) : token.labelId;
    return (await store.label(tenant, labelId))?.parcelId;
  };

  const partyOf = async (tenant: string, { phone, parcelId }: Sending): Promise<ParcelParty | undefined> => {
    const now = clock.now();
    const names = await indexedNumbers(ring, tenant, phone, now);
    return index.partyOf(
      tenant,
      names.map((name) => name ?? { indexKeyId: 'none', phoneHash: toHex(random(16)) }),
      parcelId,
      now,
    );
  };

  /** A challenge, and its code where that is to be sent. */
  const challenge = async (tenant: string, sending: Sending, party: ParcelParty | undefined) => {
    const { id: hashKeyId, key } = await ring.current(tenant, HISTORY_PURPOSE);
    const { lifeMinutes } = inForce(historyCodeRules, clock.now()).value;
    for (let left = TRIES; left >= 0; left -= 1) {
      const askedAt = clock.now();
      const [challengeId, code] = [toHex(random(16)), decimalCode(random, HISTORY_CODE_DIGITS)];
      const counted = sendsFor(key, sending, askedAt);
      const isBelow = await counts.areBelow(tenant, counted);
      const sends = party !== undefined && isBelow && left > 0;
      const asked = {
        challengeId,
        parcelId: sending.parcelId,
        party: party ?? 'recipient',
        hashKeyId,
        codeHash: sends ? codeHash(key, challengeId, code) : random(32),
        tries: 0,
        askedAt,
        expiresAtSeconds: Math.ceil(askedAt / 1_000) + lifeMinutes * 60,
      };
      const writes = (sends ? counted : sendsForNobody(counted, random)).map((one) =>
        counts.countWrite(tenant, one),
      );
      if (await challenges.ask(tenant, asked, writes))
        return { challengeId, lifeMinutes, ...(sends && { code }) };
    }
    throw new Error('a challenge of random names cannot be refused');
  };

  const send = async (
    tenant: string,
    phone: string,
    { code, lifeMinutes }: { readonly code: string; readonly lifeMinutes: number },
    deadlineMilliseconds: number,
  ): Promise<void> => {
    const kind = 'history-code';
    const notice = {
      noticeId: toHex(random(16)),
      tenant,
      phone,
      kind,
      code,
      text: historyCodeText(code, lifeMinutes),
    } as const;
    try {
      const left = Math.max(1, Math.floor(deadlineMilliseconds - clock.now()));
      await notify.send(notice, AbortSignal.timeout(left));
    } catch {
      // Why it failed may quote the number. The answer is that of any request.
      findings.report({ finding: 'notice-failed', tenant, kind });
    }
  };

  return async (
    company: string,
    { parcel, phone, network }: HistoryQuestion,
  ): Promise<{ readonly challengeId: string }> => {
    const tenant = (await companies.exists(company)) ? company : NO_COMPANY;
    const { key } = await ring.current(tenant, HISTORY_PURPOSE);
    const { retryAfterSeconds, ...requests } = requestsBy(key, network, clock.now());
    if (!(await counts.count(tenant, requests))) throw refuseTooOften(retryAfterSeconds);

    return stepwise(inForce(historyAnswerStep, clock.now()).value, async (deadlineMilliseconds) => {
      const found = await parcelIdOf(tenant, parcel);
      const sending = { network, phone, parcelId: found ?? toHex(random(16)) };
      const party = await partyOf(tenant, sending);
      const { challengeId, lifeMinutes, code } = await challenge(tenant, sending, party);
      if (code !== undefined) await send(tenant, phone, { code, lifeMinutes }, deadlineMilliseconds);
      return { challengeId };
    });
  };
};

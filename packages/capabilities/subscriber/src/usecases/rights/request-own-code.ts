import type { KeyRing } from '@temkin/crypto';
import { decimalCode, inForce, inSteps, Refusal, toHex, type Wait } from '@temkin/kernel';
import {
  SELF_CHECK_CODE_DIGITS,
  selfCheckAnswerStep,
  selfCheckRules,
  selfCheckText,
  type IdentityNumber,
  type SendRightsNotice,
} from '../../domain/index.ts';
import { isLive } from '../../store/record-item.ts';
import type { SelfCheckCounts } from '../../store/self-check-counts.ts';
import type { SelfChecks } from '../../store/self-checks.ts';
import { idFrom } from '../id-from.ts';
import type { Registry } from '../registry.ts';
import { findEntries } from './find-entries.ts';
import type { Companies, RightsFindings } from './ports.ts';
import {
  askedForms,
  askedHash,
  codeHash,
  NO_COMPANY,
  requestsBy,
  SELF_CHECK_PURPOSE,
  sendsTo,
  sendsToNobody,
  type AskedForms,
} from './self-check-words.ts';

/** Which number somebody has in hand, and on which document it is. */
export interface SelfCheckQuestion {
  /** E.164. */
  readonly msisdn: string;
  readonly identity: IdentityNumber;
  /** The network the request came from (`sourceNetwork`). */
  readonly network: string;
}

export interface RequestOwnCodeDependencies {
  readonly registry: Pick<Registry, 'people' | 'states' | 'entries' | 'indexKeys' | 'clock' | 'random'>;
  /** Purpose `self-check`. */
  readonly codes: KeyRing;
  readonly checks: Pick<SelfChecks, 'ask'>;
  readonly counts: SelfCheckCounts;
  readonly companies: Companies;
  readonly notify: SendRightsNotice;
  readonly findings: RightsFindings;
  readonly wait: Wait;
}

/** Times that counts are looked at again because they grew meanwhile; then nothing is sent. */
const TRIES = 3;

/**
 * Sends a one-time code to a number that is registered on the document it is asked with, and answers the same way, by the same steps
 * and after the same time, where it is not, where there is no such number or company, and where the hour's messages are used up: then
 * the challenge has a code that nobody knows. Nobody's record is opened. A code that was sent stays good, whoever asks for another.
 * Refuses `REQUEST.RATE_LIMITED` by the network alone, before anything is looked at.
 */
export const requestOwnCode = (dependencies: RequestOwnCodeDependencies) => {
  const { registry, codes, checks, counts, companies, notify, findings, wait } = dependencies;
  const { people, clock, random } = registry;
  const entriesOf = findEntries(registry);
  const stepwise = inSteps({ clock, wait });

  /** The live number, where the index has it on that document. */
  const find = async (tenant: string, { msisdn, identity }: SelfCheckQuestion) => {
    const [numbers, holders] = await Promise.all([
      entriesOf(tenant, 'msisdn', { msisdn }),
      entriesOf(tenant, 'identityNumber', { identity }),
    ]);
    const named = numbers.flatMap(({ personId, subscriptionId }) =>
      subscriptionId !== undefined && holders.some((holder) => holder.personId === personId)
        ? [{ personId, subscriptionId }]
        : [],
    );
    const seed = random(32);
    const nobody = { personId: idFrom(seed, 'person'), subscriptionId: idFrom(seed, 'subscription') };
    const asked = [...named, nobody];
    const found = await people.findSubscriptions(tenant, asked);
    const isThere = asked.find((_, at) => {
      const one = found[at];
      return one !== undefined && isLive(one);
    });
    return { ...(isThere ?? nobody), isKnown: isThere !== undefined };
  };

  /** A challenge, and its code where that is to be sent. */
  const challenge = async (
    tenant: string,
    forms: AskedForms,
    owner: { readonly personId: string; readonly subscriptionId: string; readonly isKnown: boolean },
    network: string,
  ) => {
    const { id: hashKeyId, key } = await codes.current(tenant, SELF_CHECK_PURPOSE);
    const { lifeMinutes } = inForce(selfCheckRules, clock.now()).value;
    for (let left = TRIES; left >= 0; left -= 1) {
      const now = clock.now();
      const [challengeId, code] = [toHex(random(16)), decimalCode(random, SELF_CHECK_CODE_DIGITS)];
      const counted = sendsTo(key, { network, number: forms[0] ?? '' }, now);
      const isBelow = await counts.areBelow(tenant, counted);
      const sends = owner.isKnown && isBelow && left > 0;
      const asked = {
        challengeId,
        personId: owner.personId,
        subscriptionId: owner.subscriptionId,
        hashKeyId,
        askedHash: askedHash(key, challengeId, forms),
        codeHash: sends ? codeHash(key, challengeId, code) : random(32),
        tries: 0,
        expiresAtSeconds: Math.ceil(now / 1_000) + lifeMinutes * 60,
      };
      const writes = (sends ? counted : sendsToNobody(counted, random)).map((one) =>
        counts.countWrite(tenant, one),
      );
      if (await checks.ask(tenant, asked, writes))
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
    const kind = 'self-check-code';
    const notice = {
      noticeId: toHex(random(16)),
      tenant,
      phone,
      kind,
      code,
      text: selfCheckText(code, lifeMinutes),
    } as const;
    try {
      const left = Math.max(1, Math.floor(deadlineMilliseconds - clock.now()));
      await notify.send(notice, AbortSignal.timeout(left));
    } catch {
      // Why it failed may quote the number. The answer is that of any request.
      findings.report({ finding: 'notice-failed', tenant, kind });
    }
  };

  return async (company: string, question: SelfCheckQuestion): Promise<{ readonly challengeId: string }> => {
    const { msisdn, identity, network } = question;
    const tenant = (await companies.exists(company)) ? company : NO_COMPANY;
    const { key } = await codes.current(tenant, SELF_CHECK_PURPOSE);
    const { retryAfterSeconds, ...requests } = requestsBy(key, network, clock.now());
    if (!(await counts.count(tenant, requests)))
      throw new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds });

    return stepwise(inForce(selfCheckAnswerStep, clock.now()).value, async (deadlineMilliseconds) => {
      // What has no form is nobody's, and takes the same steps.
      const forms = askedForms(msisdn, identity) ?? [toHex(random(16)), toHex(random(16))];
      const owner = await find(tenant, question);
      const { challengeId, lifeMinutes, code } = await challenge(tenant, forms, owner, network);
      if (code !== undefined)
        await send(tenant, forms[0] ?? msisdn, { code, lifeMinutes }, deadlineMilliseconds);
      return { challengeId };
    });
  };
};

import { equalBytes, type TenantKey } from '@temkin/crypto';
import { toHex, type RandomBytes } from '@temkin/kernel';
import {
  decideCallerCheck,
  lastFourProof,
  meantCall,
  ownNumberProof,
  spokenHash,
  waybillProof,
  type CallIntent,
  type CheckProof,
  type CheckResult,
  type CheckVerdict,
  type Read,
} from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { CheckCounts } from '../store/check-counts.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';
import { countsOf, countsOfNothing, requestsAbout, type CallCounts } from './check-limits.ts';
import type { Shippers } from './check-ports.ts';
import { hashKeys } from './check-words.ts';
import { publicCheck, type PublicCheckDependencies } from './public-check.ts';

/** By what somebody shows that a call was to them: one's own number only where a channel or a code has shown it to be one's own. */
export type ShownProof =
  { readonly ownLast4: string } | { readonly waybillNumber: string } | { readonly ownNumber: string };

/** Somebody asks whether a call is what it says. */
export interface CallerQuestion {
  /** E.164. */
  readonly callingNumber: string;
  readonly proof: ShownProof;
  /** What the caller says, typed by whoever asks. */
  readonly spokenCode?: string;
  /** The network that the request came from, or the channel and number. */
  readonly network: string;
}

export interface CheckedCall {
  readonly result: CheckResult;
  /** The name that the number goes by; where the answer is a positive one. */
  readonly company?: string;
}

export interface CheckCallDependencies extends PublicCheckDependencies {
  readonly calls: Pick<CallIntents, 'byProof' | 'intents'>;
  readonly numbers: Pick<PoolNumbers, 'find'>;
  readonly counts: CheckCounts;
  readonly shippers: Shippers;
  readonly random: RandomBytes;
}

/** Calls that are looked at of those that one proof leads to: in three quarters of an hour there are hardly two. */
const LOOKED_AT = 8;

/** Times that counts are looked at again because they grew meanwhile. */
const TRIES = 3;

const kindOf = (proof: ShownProof): CheckProof => {
  if ('ownNumber' in proof) return 'own-number';
  return 'ownLast4' in proof ? 'last-four' : 'waybill';
};

const proofHash = (key: Uint8Array, number: string, proof: ShownProof): string => {
  if ('ownNumber' in proof) return ownNumberProof(key, number, proof.ownNumber);
  return 'ownLast4' in proof
    ? lastFourProof(key, number, proof.ownLast4)
    : waybillProof(key, number, proof.waybillNumber);
};

/** What is counted by a verdict: one mark where a call was told, two where a code was wrong, and otherwise none, in as many writes. */
const talliesOf = (verdict: CheckVerdict, counts: CallCounts, nothing: CallCounts) => {
  const tells = verdict.result === 'MATCH' && verdict.tells;
  const isWrong = verdict.result === 'NO_MATCH' && verdict.countsWrong;
  // A right code holds only if the wrong ones that were sent beside it have not used up their number.
  const code = isWrong || verdict.result === 'CONFIRMED' ? counts : nothing;
  return [
    { counted: (tells ? counts : nothing).told, times: tells ? 1 : 0 },
    { counted: code.wrongOfSource, times: isWrong ? 1 : 0 },
    { counted: code.wrongOfAll, times: isWrong ? 1 : 0 },
  ] as const;
};

/**
 * Answers whether a number that rings is calling this person for the company, by declared calls alone. Every miss is the same
 * answer, by the same steps of the store and after the same time: a number or company that is nobody's, a call to somebody else,
 * one that is over or whose shipper was suspended, a wrong code, and codes that are used up. All requests are counted, not misses
 * alone. Refuses `REQUEST.RATE_LIMITED` by the network, before anything is looked at; what cannot be looked up is `CANNOT_CHECK`.
 */
export const checkCall = (dependencies: CheckCallDependencies) => {
  const { clock, random, ring, calls, numbers, counts, shippers } = dependencies;
  const answered = publicCheck(dependencies);

  const found = async (
    tenant: string,
    keys: readonly TenantKey[],
    { callingNumber, proof }: CallerQuestion,
  ): Promise<readonly Read<CallIntent>[]> => {
    const now = clock.now();
    const ids = await Promise.all(
      keys.map(({ id, key }) => calls.byProof(tenant, id, proofHash(key, callingNumber, proof), now)),
    );
    const looked = ids.flat().slice(0, LOOKED_AT);
    const padding = Array.from({ length: LOOKED_AT - looked.length }, () => toHex(random(16)));
    return calls.intents(tenant, [...looked, ...padding]);
  };

  const attempt = async (
    tenant: string,
    keys: readonly TenantKey[],
    question: CallerQuestion,
    isOften: boolean,
  ): Promise<CheckVerdict | undefined> => {
    const { proof, spokenCode, network } = question;
    const candidates = await found(tenant, keys, question);
    const now = clock.now();
    const keyOf = ({ hashKeyId }: CallIntent): Uint8Array =>
      keys.find(({ id }) => id === hashKeyId)?.key ?? random(32);
    const isSpoken = (call: CallIntent): boolean =>
      spokenCode !== undefined &&
      equalBytes(spokenHash(keyOf(call), call.intentId, spokenCode), call.spokenHash);
    const call = meantCall(candidates, now, isSpoken);
    // Counted by the same call whichever the code is of: else each call had guesses that the others do not count.
    const counted = meantCall(candidates, now, () => false);

    const nothing = countsOfNothing(random, now);
    const ofCall =
      counted === undefined
        ? nothing
        : {
            ...countsOf(keyOf(counted), counted, network, now),
            // Wrong codes of strangers say nothing of somebody whose number was shown to be their own.
            ...('ownNumber' in proof && { wrongOfAll: nothing.wrongOfAll }),
          };
    const [shipperActive, [toldBelow = false, ...codesBelow]] = await Promise.all([
      shippers.mayCall(tenant, call?.shipper ?? toHex(random(16))),
      counts.below(tenant, [ofCall.told, ofCall.wrongOfSource, ofCall.wrongOfAll]),
    ]);
    const verdict = decideCallerCheck(
      call && {
        call,
        shipperActive,
        toldBefore: !toldBelow,
        codesLeft: codesBelow.every(Boolean),
        ...(spokenCode !== undefined && { codeRight: isSpoken(call) }),
      },
      kindOf(proof),
      { isOften, nowMilliseconds: now },
    );
    const tallies = talliesOf(verdict, ofCall, nothing);
    return (await counts.tally(tenant, tallies, toHex(random(16)))) ? verdict : undefined;
  };

  const answer = async (tenant: string, question: CallerQuestion): Promise<CheckedCall> => {
    const { callingNumber, proof } = question;
    const keys = await hashKeys(ring, tenant, clock.now(), random);
    const about = requestsAbout(
      keys[0].key,
      { callingNumber, proof: Object.values(proof).join() },
      clock.now(),
    );
    const [number, ...within] = await Promise.all([
      numbers.find(tenant, callingNumber),
      ...about.map((one) => counts.count(tenant, one)),
    ]);
    for (let left = TRIES; left > 0; left -= 1) {
      const verdict = await attempt(tenant, keys, question, within.includes(false));
      if (verdict === undefined) continue;
      const { result } = verdict;
      const isPositive = result !== 'NO_MATCH' && number !== undefined;
      return { result, ...(isPositive && { company: number.displayName }) };
    }
    return { result: 'CANNOT_CHECK' };
  };

  return (company: string, question: CallerQuestion): Promise<CheckedCall> =>
    answered({ company, network: question.network }, { result: 'CANNOT_CHECK' }, (tenant) =>
      answer(tenant, question),
    );
};

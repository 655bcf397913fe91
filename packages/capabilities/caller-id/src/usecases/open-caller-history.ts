import { equalBytes, type KeyRing } from '@temkin/crypto';
import { inForce, type Clock } from '@temkin/kernel';
import { ownNumberCodeRules, pastCalls, type PastCall } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { OwnNumberChallenges } from '../store/own-number-challenges.ts';
import type { Shippers } from './check-ports.ts';
import { CALL_PURPOSE } from './check-words.ts';
import { refuse } from './refuse.ts';
import { ownNumberCodeHash } from './request-caller-history.ts';
import { untilSettled } from './until-settled.ts';

export interface OpenCallerHistoryDependencies {
  readonly ring: Pick<KeyRing, 'byId'>;
  readonly calls: Pick<CallIntents, 'history' | 'intents'>;
  readonly challenges: Pick<OwnNumberChallenges, 'find' | 'countTries'>;
  readonly shippers: Shippers;
  readonly clock: Clock;
}

/** Calls that one answer tells of: the latest of three months. */
const TOLD_AT_MOST = 100;

/**
 * The calls that a company has declared to a number within the history's days, for whoever has the code that was sent there. A try is
 * counted before the code is looked at. What is not to be had, for whatever reason, is refused with `CALL.CODE_INVALID`;
 * `CALL.CHANGED` where tries got in each other's way.
 */
export const openCallerHistory = (dependencies: OpenCallerHistoryDependencies) => {
  const { ring, calls, challenges, shippers, clock } = dependencies;

  const attempt = async (
    tenant: string,
    challengeId: string,
    code: string,
  ): Promise<readonly PastCall[] | undefined> => {
    const { tries } = inForce(ownNumberCodeRules, clock.now()).value;
    const challenge = await challenges.find(tenant, challengeId, clock.now());
    if (challenge === undefined || challenge.tries >= tries) throw refuse('CALL.CODE_INVALID');
    if (!(await challenges.countTries(tenant, challenge, 1))) return undefined;
    const key = await ring.byId(tenant, CALL_PURPOSE, challenge.hashKeyId);
    if (key === undefined || !equalBytes(ownNumberCodeHash(key.key, challengeId, code), challenge.codeHash))
      throw refuse('CALL.CODE_INVALID');

    const ids = await Promise.all(
      challenge.recipient.map(({ keyId, recipientHash }) =>
        calls.history(tenant, keyId, recipientHash, clock.now()),
      ),
    );
    const found = await calls.intents(tenant, ids.flat().slice(0, TOLD_AT_MOST));
    const callers = [...new Set(found.map(({ shipper }) => shipper))];
    const may = new Map(
      await Promise.all(callers.map(async (one) => [one, await shippers.mayCall(tenant, one)] as const)),
    );
    // The code is spent last: where the store fails before, the same one may be tried again.
    const spent = { ...challenge, tries: challenge.tries + 1 };
    if (!(await challenges.countTries(tenant, spent, tries))) return undefined;
    return pastCalls(found, ({ shipper }) => may.get(shipper) === true, clock.now());
  };

  return (company: string, challengeId: string, code: string): Promise<readonly PastCall[]> =>
    untilSettled(() => attempt(company, challengeId, code));
};

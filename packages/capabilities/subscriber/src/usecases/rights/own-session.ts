import { equalBytes, type KeyRing } from '@temkin/crypto';
import type { Clock } from '@temkin/kernel';
import type { SelfCheck, SelfChecks } from '../../store/self-checks.ts';
import { refuseRight } from './refuse-rights.ts';
import { SELF_CHECK_PURPOSE, sessionHash } from './self-check-words.ts';

/** Who has proven a number, by the word that the self-check gave. */
export interface OwnSession extends Pick<SelfCheck, 'challengeId' | 'personId' | 'subscriptionId'> {
  /** The records that have the document. */
  readonly personIds: readonly string[];
  /** The tenant key that ids of what is filed in it are made with. */
  readonly key: Uint8Array;
}

export interface OwnSessionDependencies {
  readonly codes: Pick<KeyRing, 'byId'>;
  readonly checks: Pick<SelfChecks, 'find'>;
  readonly clock: Clock;
}

/** Finds the session. Refuses `SELF_CHECK.SESSION_OVER` without its word, and after its time. */
export const ownSession =
  ({ codes, checks, clock }: OwnSessionDependencies) =>
  async (tenant: string, challengeId: string, session: string): Promise<OwnSession> => {
    const found = await checks.find(tenant, challengeId, clock.now());
    const key = found && (await codes.byId(tenant, SELF_CHECK_PURPOSE, found.hashKeyId));
    if (
      found?.session === undefined ||
      key === undefined ||
      !equalBytes(sessionHash(key.key, challengeId, session), found.session.hash)
    )
      throw refuseRight('SELF_CHECK.SESSION_OVER');
    const { personId, subscriptionId } = found;
    return { challengeId, personId, subscriptionId, personIds: found.session.personIds, key: key.key };
  };

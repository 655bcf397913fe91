import { keyedHash, type KeyRing } from '@temkin/crypto';
import { inForce, Refusal, toHex, type Clock, type RandomBytes } from '@temkin/kernel';
import { citizenMessageRules, type AnswerWord } from '../domain/index.ts';
import type { CitizenMessages, TakenMessage } from '../store/citizen-messages.ts';
import type { CheckFindings, Companies } from './check-ports.ts';
import { hashKeys, NO_COMPANY } from './check-words.ts';

export interface AnswerOnceDependencies {
  /** Purpose `call`. */
  readonly ring: KeyRing;
  readonly messages: CitizenMessages;
  readonly companies: Companies;
  readonly findings: CheckFindings;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** How soon whoever met a message under way may tell it again. */
const RETRY_AFTER_SECONDS = 2;

/**
 * Has a gateway's message asked once, however often it is told while it is remembered: the first answer is answered again, and
 * nothing is counted for it. `said` is all that makes it this message and no other. Refuses `REQUEST.IN_PROGRESS` where it is
 * being answered; one that was taken and never answered is asked anew once that must be over. What cannot be looked up is
 * `CANNOT_CHECK`.
 */
export const answerOnce = ({
  ring,
  messages,
  companies,
  findings,
  clock,
  random,
}: AnswerOnceDependencies) => {
  const isLive = ({ expiresAtSeconds }: TakenMessage): boolean => clock.now() < expiresAtSeconds * 1_000;

  const take = async (
    tenant: string,
    said: readonly string[],
  ): Promise<AnswerWord | { readonly name: string; readonly taken: TakenMessage }> => {
    const now = clock.now();
    const [name = '', ...others] = (await hashKeys(ring, tenant, now, random)).map(({ key }) =>
      toHex(keyedHash(key, 16, 'citizen-message', ...said)),
    );
    const found = await messages.find(tenant, [name, ...others]);
    const live = found.filter((message) => message !== undefined).filter(isLive);
    const answered = live.find(({ answer }) => answer !== undefined)?.answer;
    if (answered !== undefined) return answered;
    const { answeredSeconds, underWaySeconds } = inForce(citizenMessageRules, now).value;
    const taken = {
      takenUntil: now + underWaySeconds * 1_000,
      expiresAtSeconds: Math.ceil(now / 1_000) + answeredSeconds,
    };
    const isUnderWay = live.some(({ takenUntil }) => now < takenUntil);
    if (isUnderWay || !(await messages.take(tenant, name, taken, found[0])))
      throw new Refusal('REQUEST.IN_PROGRESS', {
        detail: 'The message is being answered.',
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    return { name, taken };
  };

  return async (
    company: string,
    said: readonly string[],
    ask: () => Promise<AnswerWord>,
  ): Promise<AnswerWord> => {
    try {
      const tenant = (await companies.exists(company)) ? company : NO_COMPANY;
      const mine = await take(tenant, said);
      if (typeof mine === 'string') return mine;
      const answer = await ask();
      // An answer that could not be kept is given all the same; the message counts again where it is told again.
      await messages.settle(tenant, mine.name, mine.taken, answer).catch(() => undefined);
      return answer;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      findings.report({ finding: 'check-failed', tenant: company });
      return 'CANNOT_CHECK';
    }
  };
};

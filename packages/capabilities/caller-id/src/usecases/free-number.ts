import type { Caller, Clock } from '@temkin/kernel';
import { isOverdue, type CallIntent, type PoolNumber, type Read } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';

/** Numbers of a pool that are looked at, at most. */
const POOL_LIMIT = 100;

/** Numbers that are tried for one call: whom as many reach at once is called by too many. */
const TRIED_AT_MOST = 8;

export interface NumberChoice {
  readonly intents: Pick<CallIntents, 'intent' | 'liveBetween'>;
  readonly numbers: Pick<PoolNumbers, 'page'>;
  readonly expire: (caller: Caller, call: Read<CallIntent>) => Promise<boolean>;
  readonly clock: Clock;
}

/** The numbers that a company calls from, the first of them. Retired ones stay in the pool for good, and hide none. */
export const activeNumbers = async (
  { numbers }: Pick<NumberChoice, 'numbers'>,
  tenant: string,
): Promise<readonly Read<PoolNumber>[]> => {
  const active: Read<PoolNumber>[] = [];
  let after: string | undefined;
  do {
    const page = await numbers.page(tenant, { limit: POOL_LIMIT, ...(after !== undefined && { after }) });
    active.push(...page.entries.filter(({ state }) => state === 'active'));
    after = page.next;
  } while (after !== undefined && active.length < POOL_LIMIT);
  return active.slice(0, POOL_LIMIT);
};

/** The pool in an order of the call's own, so that calls spread over it: their ids are random. */
export const inOrderOf = <One extends PoolNumber>(intentId: string, pool: readonly One[]): readonly One[] => {
  const from = Number.parseInt(intentId.slice(0, 8), 16) % Math.max(1, pool.length);
  return [...pool.slice(from), ...pool.slice(0, from)];
};

/**
 * The first number by which no live call reaches the recipient; undefined where each does. A call that is overdue is ended on the
 * way: nobody waits for what is over.
 */
export const freeNumber =
  ({ intents, expire, clock }: NumberChoice) =>
  async (
    caller: Caller,
    pool: readonly Read<PoolNumber>[],
    recipientHash: string,
  ): Promise<Read<PoolNumber> | undefined> => {
    const { tenant } = caller.principal;
    for (const candidate of pool.slice(0, TRIED_AT_MOST)) {
      const liveId = await intents.liveBetween(tenant, candidate.number, recipientHash);
      const live = liveId === undefined ? undefined : await intents.intent(tenant, liveId);
      if (live === undefined) return candidate;
      if (isOverdue(live, clock.now()) && (await expire(caller, live))) return candidate;
    }
    return undefined;
  };

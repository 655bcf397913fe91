import { toHex, type Clock, type RandomBytes } from '@temkin/kernel';
import { readNames, toPoolPhone, type NumberNames } from '../domain/index.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';

/** A number that comes with its company. */
export interface ProvisionedNumber extends NumberNames {
  readonly tenant: string;
  readonly number: string;
}

/**
 * Gives a company a number of its pool as it is set up, without a request or an event; one that somebody has stays as it is.
 * Throws where number or names are such as `addNumber` refuses.
 */
export const provisionNumber =
  ({
    numbers,
    clock,
    random,
  }: {
    readonly numbers: Pick<PoolNumbers, 'provision'>;
    readonly clock: Clock;
    readonly random: RandomBytes;
  }) =>
  async ({ tenant, ...sent }: ProvisionedNumber): Promise<void> => {
    const number = toPoolPhone(sent.number);
    const names = readNames(sent);
    if (number === undefined || !('brandName' in names)) throw new Error('a number of the pool is malformed');
    await numbers.provision(tenant, {
      number,
      ...names,
      numberId: toHex(random(16)),
      state: 'active',
      addedAt: clock.now(),
    });
  };

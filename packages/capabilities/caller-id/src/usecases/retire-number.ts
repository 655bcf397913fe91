import { inForce, type Caller, type Receipt } from '@temkin/kernel';
import { retiredNumberDays, toPoolPhone, type PoolNumber } from '../domain/index.ts';
import type { NumberDependencies } from './add-number.ts';
import { numberResource, refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

const DAY_MILLISECONDS = 86_400_000;

/**
 * Ends the use of a number: no call is declared by it any more, at once and by one person alone, for somebody may be misusing it.
 * Calls that it made can still be checked, and it belongs to nobody else as long. Refuses `CALL.NUMBER_UNKNOWN`; one that is retired
 * stays as it is.
 */
export const retireNumber =
  ({ recorder, numbers, clock }: Pick<NumberDependencies, 'recorder' | 'numbers' | 'clock'>) =>
  (caller: Caller, sent: string): Promise<{ readonly number: PoolNumber; readonly receipt?: Receipt }> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const number = toPoolPhone(sent);
      const found = number === undefined ? undefined : await numbers.find(tenant, number);
      if (found === undefined) throw refuse('CALL.NUMBER_UNKNOWN');
      if (found.state === 'retired') return { number: found };
      const retiredAt = clock.now();
      const heldUntil = retiredAt + inForce(retiredNumberDays, retiredAt).value * DAY_MILLISECONDS;
      const recorded = await recorder.commit(
        caller,
        { action: 'number.retire', outcome: 'allowed', resources: [numberResource(found.numberId)] },
        { writes: () => numbers.retireWrites(tenant, found, { retiredAt, heldUntil }) },
      );
      return recorded.outcome === 'committed'
        ? { number: { ...found, state: 'retired', retiredAt }, receipt: recorded.receipt }
        : undefined;
    });

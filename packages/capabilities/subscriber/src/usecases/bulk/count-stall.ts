import { inForce, OutcomeUnknown, Refusal, StoreUnavailable, type Clock } from '@temkin/kernel';
import { stalledAgain, stalledRuns, type MetFault, type Stall } from '../../domain/index.ts';

/**
 * Whether a fault passes by itself: a store that is away, an index that is being made. Rows that change whenever they are looked at should pass
 * too; where they do not, run after run, something is wrong with them.
 */
const isPassing = (fault: unknown): boolean =>
  fault instanceof StoreUnavailable ||
  fault instanceof OutcomeUnknown ||
  (fault instanceof Refusal &&
    fault.details.retryAfterSeconds !== undefined &&
    fault.code !== 'SUBSCRIBER.CHANGED');

/**
 * Counts a fault that an import or export met, by the place where it did, and answers whether it is to end there: as many runs in a row as
 * `stalledRuns` says got no further. One that passes by itself does not count.
 */
export const countStall =
  ({ clock }: { readonly clock: Clock }) =>
  async (
    { stalls }: { readonly stalls: readonly Stall[] },
    met: MetFault,
    keep: (stalls: readonly Stall[]) => Promise<void>,
  ): Promise<boolean> => {
    if (isPassing(met.fault)) return false;
    const become = stalledAgain(stalls, met);
    await keep(become);
    return (become.at(-1)?.times ?? 0) >= inForce(stalledRuns, clock.now()).value;
  };

import { inForce, Refusal, type Clock } from '@temkin/kernel';
import { retryAt, verifiedWithin } from '../domain/index.ts';
import { dueDelete, registrationDue, type DueWorkStore } from '../store/due-work.ts';
import type { WorkOff } from './due-working.ts';
import type { moveSubscription } from './move-subscription.ts';
import { dueWorkerFor } from './own-actors.ts';
import type { Registry } from './registry.ts';

/**
 * Ends a number whose holder was not verified within the term of the day on which it was registered: it was never served, and is free for
 * others. One that was verified meanwhile, or ended otherwise, is left alone.
 */
export const endUnverified =
  ({
    people,
    due: queue,
    move,
    clock,
  }: Pick<Registry, 'people'> & {
    readonly due: DueWorkStore;
    readonly move: ReturnType<typeof moveSubscription>;
    readonly clock: Clock;
  }): WorkOff =>
  async (due, isOutOfTime) => {
    const { tenant, personId, id: subscriptionId } = due;
    try {
      if (isOutOfTime()) return 'remaining';
      const [subscription] = await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      if (subscription?.standing.state !== 'pending') {
        await queue.settle(due);
        return 'nothing';
      }
      await move(dueWorkerFor(tenant), {
        subscriptionId,
        move: { name: 'end', cause: 'never-verified' },
        by: 'worker',
        expectedVersion: subscription.version,
        policies: [inForce(verifiedWithin, subscription.recordedAt).id],
        // That it was to be looked at in the first place goes with the move itself.
        alsoWrites: () => (due.dueAt === registrationDue(tenant, subscription).dueAt ? [] : [dueDelete(due)]),
      });
      return 'done';
    } catch (error) {
      // Somebody else moved it meanwhile: the next run looks what became of it.
      if (error instanceof Refusal && error.code === 'SUBSCRIBER.CHANGED') return 'nothing';
      const tries = (due.tries ?? 0) + 1;
      await queue.move(due, { dueAt: retryAt(clock.now(), tries), tries }).catch(() => undefined);
      return 'failed';
    }
  };

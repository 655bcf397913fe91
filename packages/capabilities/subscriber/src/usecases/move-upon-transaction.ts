import type { Caller } from '@temkin/kernel';
import { findSubscription } from './find-subscription.ts';
import type { LaterMove } from './move-event.ts';
import { moveSubscription, type MovedSubscription } from './move-subscription.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';

/** What a registrar does to a number of whoever stands before them. */
export interface RegistrarMove {
  readonly subscriptionId: string;
  /** The registrar's own, for registration, about the holder. */
  readonly transactionId: string;
  readonly move: LaterMove;
}

/**
 * Moves a number as its registrar, upon a transaction about its holder. Refuses what `moveSubscription` does, and
 * `SUBSCRIBER.BASIS_REQUIRED`.
 */
export const moveUponTransaction = (registry: Registry) => {
  const [find, basisOf, move] = [
    findSubscription(registry),
    requireBasis(registry),
    moveSubscription(registry),
  ];
  return async (
    caller: Caller,
    { subscriptionId, transactionId, move: wished }: RegistrarMove,
    seed: Uint8Array,
  ): Promise<MovedSubscription> => {
    const { personId } = await find(caller.principal.tenant, subscriptionId);
    const basis = await basisOf(caller, { basisId: transactionId, purpose: 'registration', personId });
    return move(caller, {
      subscriptionId,
      move: wished,
      by: 'registrar',
      seed,
      reliedOn: [basis.reliedOn],
      resources: [basisResource(basis)],
    });
  };
};

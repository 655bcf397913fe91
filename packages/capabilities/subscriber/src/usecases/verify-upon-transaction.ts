import type { Caller } from '@temkin/kernel';
import { findSubscription } from './find-subscription.ts';
import type { VerificationPorts } from './ports.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';
import {
  verifySubscription,
  type VerifiedSubscription,
  type WishedVerification,
} from './verify-subscription.ts';

/** What a registrar has verified of whoever stands before them. */
export interface RegistrarVerification extends Omit<WishedVerification, 'by' | 'reliedOn' | 'resources'> {
  /** The registrar's own, for registration, about the holder. */
  readonly transactionId: string;
}

/**
 * Has whoever registered a number verified as its registrar, upon a transaction about its holder. Refuses what `verifySubscription`
 * does, and `SUBSCRIBER.BASIS_REQUIRED`.
 */
export const verifyUponTransaction = (registry: Registry & VerificationPorts) => {
  const [find, basisOf, verify] = [
    findSubscription(registry),
    requireBasis(registry),
    verifySubscription(registry),
  ];
  return async (
    caller: Caller,
    { transactionId, ...wish }: RegistrarVerification,
    seed: Uint8Array,
  ): Promise<VerifiedSubscription> => {
    const { personId } = await find(caller.principal.tenant, wish.subscriptionId);
    const basis = await basisOf(caller, { basisId: transactionId, purpose: 'registration', personId });
    return verify(
      caller,
      { ...wish, by: 'registrar', reliedOn: [basis.reliedOn], resources: [basisResource(basis)] },
      seed,
    );
  };
};

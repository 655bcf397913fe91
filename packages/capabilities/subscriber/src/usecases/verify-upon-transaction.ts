import type { Caller } from '@temkin/kernel';
import { findSubscription } from './find-subscription.ts';
import type { NumberCodePorts, VerificationPorts } from './ports.ts';
import { proveNumberCode, type ToldCode } from './prove-number-code.ts';
import type { VerifyingRegistry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';
import {
  verifySubscription,
  type VerifiedSubscription,
  type WishedVerification,
} from './verify-subscription.ts';

/** What a registrar has verified of whoever stands before them. */
export interface RegistrarVerification extends Omit<
  WishedVerification,
  'by' | 'show' | 'reliedOn' | 'resources'
> {
  /** The registrar's own, for registration, about the holder. */
  readonly transactionId: string;
  /** The code that was sent to an earlier number of the holder (`sendNumberCode`). */
  readonly code?: ToldCode;
}

/**
 * Has whoever registered a number verified as its registrar, upon a transaction about its holder. Refuses what `verifySubscription`
 * does, `SUBSCRIBER.BASIS_REQUIRED`, and `SUBSCRIPTION.CODE_INVALID` of a code that is not the one that was sent for the number.
 */
export const verifyUponTransaction = (
  registry: VerifyingRegistry & VerificationPorts & Pick<NumberCodePorts, 'codes' | 'numberCodes'>,
) => {
  const [find, basisOf, verify, prove] = [
    findSubscription(registry),
    requireBasis(registry),
    verifySubscription(registry),
    proveNumberCode(registry),
  ];
  return async (
    caller: Caller,
    { transactionId, code, ...wish }: RegistrarVerification,
    seed: Uint8Array,
  ): Promise<VerifiedSubscription> => {
    const { personId } = await find(caller.principal.tenant, wish.subscriptionId);
    const basis = await basisOf(caller, { basisId: transactionId, purpose: 'registration', personId });
    return verify(
      caller,
      {
        ...wish,
        by: 'registrar',
        ...(code !== undefined && { show: (tenant, subscription) => prove(tenant, subscription, code) }),
        reliedOn: [basis.reliedOn],
        resources: [basisResource(basis)],
      },
      seed,
    );
  };
};

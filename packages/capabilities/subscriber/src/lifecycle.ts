import type { RegistryDependencies } from './registry.ts';
import { askWaitingVerification } from './usecases/ask-waiting-verification.ts';
import { moveSubscription } from './usecases/move-subscription.ts';
import type { VerificationPorts } from './usecases/ports.ts';
import { transferSubscription } from './usecases/transfer-subscription.ts';
import { verifySubscription } from './usecases/verify-subscription.ts';
import { verifyingStores } from './verifying-stores.ts';

/** What the lives of numbers stand on: the registry, who is asked for identities, and pictures of faces. */
export interface LifecycleDependencies extends RegistryDependencies, VerificationPorts {}

/** Wires how numbers are verified and moved. */
export const subscriptionLifecycle = (dependencies: LifecycleDependencies) => {
  const { identity, faces } = dependencies;
  const registry = { ...verifyingStores(dependencies), identity, faces };
  return {
    moveSubscription: moveSubscription(registry),
    transferSubscription: transferSubscription(registry),
    verifySubscription: verifySubscription(registry),
    /** Works off one question that waits: what is due of kind `verification`. */
    askWaitingVerification: askWaitingVerification(registry),
  };
};

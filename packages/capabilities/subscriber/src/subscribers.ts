import type { Route } from '@temkin/http';
import { registryRoutes } from './http/registry-routes.ts';
import { subscriptionRoutes } from './http/subscription-routes.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { closeRegistryCase } from './usecases/close-registry-case.ts';
import { openRegistryCase } from './usecases/open-registry-case.ts';
import { openRegistry } from './usecases/open-registry.ts';
import { openTransaction } from './usecases/open-transaction.ts';
import { registerSubscription } from './usecases/register-subscription.ts';

/** Wires what registrars and support do: register, find, read and amend. */
export const subscriberCapability = (dependencies: RegistryDependencies) => {
  const registry = registryStores(dependencies);
  const routes: readonly Route[] = [
    ...registryRoutes({
      openRegistry: openRegistry(registry),
      openTransaction: openTransaction(registry),
      openRegistryCase: openRegistryCase(registry),
      closeRegistryCase: closeRegistryCase(registry),
      clock: registry.clock,
    }),
    ...subscriptionRoutes({ registerSubscription: registerSubscription(registry) }),
  ];
  return { routes };
};

import type { ActorPseudonyms } from '@temkin/audit-event';
import type { Route } from '@temkin/http';
import { lifecycleRoutes } from './http/lifecycle-routes.ts';
import { registryFindings } from './due.ts';
import { findingRoutes } from './http/finding-routes.ts';
import { reportRoutes } from './http/report-routes.ts';
import { indexRoutes } from './http/index-routes.ts';
import { registryRoutes } from './http/registry-routes.ts';
import { subscriberRoutes } from './http/subscriber-routes.ts';
import { subscriptionRoutes } from './http/subscription-routes.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { amendSubscriber } from './usecases/amend-subscriber.ts';
import { amendSubscription } from './usecases/amend-subscription.ts';
import { closeRegistryCase } from './usecases/close-registry-case.ts';
import { moveUponTransaction } from './usecases/move-upon-transaction.ts';
import { openRegistryCase } from './usecases/open-registry-case.ts';
import { openRegistry } from './usecases/open-registry.ts';
import { openTransaction } from './usecases/open-transaction.ts';
import { readSubscriber } from './usecases/read-subscriber.ts';
import { recordReuse } from './usecases/record-reuse.ts';
import { rebuildIndex } from './usecases/rebuild-index.ts';
import { registerSubscription } from './usecases/register-subscription.ts';
import type { RegistryFindings } from './usecases/registry-findings.ts';
import { searchSubscribers } from './usecases/search-subscribers.ts';
import { showIndexes } from './usecases/show-indexes.ts';
import { transferSubscription } from './usecases/transfer-subscription.ts';

/** What registrars and support stand on. */
export interface SubscriberDependencies extends RegistryDependencies {
  readonly actors: ActorPseudonyms;
  readonly findings: RegistryFindings;
}

/** Wires what registrars and support do: register, find, read and amend. */
export const subscriberCapability = (dependencies: SubscriberDependencies) => {
  const registry = registryStores(dependencies);
  const found = registryFindings(dependencies);
  const routes: readonly Route[] = [
    ...registryRoutes({
      openRegistry: openRegistry(registry),
      openTransaction: openTransaction(registry),
      openRegistryCase: openRegistryCase(registry),
      closeRegistryCase: closeRegistryCase(registry),
      clock: registry.clock,
    }),
    ...indexRoutes({ showIndexes: showIndexes(registry), rebuildIndex: rebuildIndex(registry) }),
    ...subscriberRoutes({
      searchSubscribers: searchSubscribers(registry, dependencies),
      readSubscriber: readSubscriber(registry),
      amendSubscriber: amendSubscriber(registry),
    }),
    ...findingRoutes(found),
    ...reportRoutes({ ...found, recordReuse: recordReuse(registry) }),
    ...subscriptionRoutes({
      registerSubscription: registerSubscription(registry),
      amendSubscription: amendSubscription(registry),
    }),
    ...lifecycleRoutes({
      moveUponTransaction: moveUponTransaction(registry),
      transferSubscription: transferSubscription(registry),
    }),
  ];
  return { routes };
};

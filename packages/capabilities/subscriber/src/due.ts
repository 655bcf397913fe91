import type { SendSubscriptionNotice } from './domain/index.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { dueWork } from './store/due-work.ts';
import { moveSubscription } from './usecases/move-subscription.ts';
import { takeStep } from './usecases/take-step.ts';
import { workOffDue } from './usecases/work-off-due.ts';

/** What working off the registry's clocks needs from outside. */
export interface DueDependencies extends RegistryDependencies {
  readonly notices: SendSubscriptionNotice;
}

/** Wires what the registry's clocks bring about. */
export const registryDue = (dependencies: DueDependencies) => {
  const registry = registryStores(dependencies);
  const { notices } = dependencies;
  const due = dueWork(dependencies);
  const step = takeStep({ ...registry, due, notices, move: moveSubscription(registry) });
  return {
    workOff: workOffDue({
      due,
      clock: registry.clock,
      works: { 'device-change': step, 'wrong-information': step },
    }),
  };
};

import type { Blobs } from '@temkin/storage';
import type { Provisioning, ReconciledSystems, SendSubscriptionNotice } from './domain/index.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { dueWork } from './store/due-work.ts';
import { findings } from './store/findings.ts';
import { imageBlobs } from './store/image-blobs.ts';
import { orders } from './store/orders.ts';
import { reconciliations } from './store/reconciliations.ts';
import { askWaitingVerification } from './usecases/ask-waiting-verification.ts';
import { carryOrder } from './usecases/carry-order.ts';
import { endUnverified } from './usecases/end-unverified.ts';
import { erasePerson } from './usecases/erase-person.ts';
import { findUponBasis } from './usecases/find-upon-basis.ts';
import { forgetFound } from './usecases/forget-found.ts';
import { dropImage } from './usecases/images/drop-image.ts';
import { moveSubscription } from './usecases/move-subscription.ts';
import { reconcileSystems } from './usecases/reconcile-systems.ts';
import type { VerificationPorts } from './usecases/ports.ts';
import { recordFinding } from './usecases/record-finding.ts';
import { takeStep } from './usecases/take-step.ts';
import { withdrawFinding } from './usecases/withdraw-finding.ts';
import { workOffDue } from './usecases/work-off-due.ts';
import { verifyingStores } from './verifying-stores.ts';

/** What working off the registry's clocks needs from outside. */
export interface DueDependencies extends RegistryDependencies {
  readonly notices: SendSubscriptionNotice;
  readonly network: Provisioning;
  readonly systems: ReconciledSystems;
  /** Whom to ask for identities; questions wait where absent. */
  readonly verification?: VerificationPorts;
  /** Where images lie, sealed; those that no record names stay where absent. */
  readonly blobs?: Blobs;
}

/** Wires what is found of numbers, and begins their timelines. */
export const registryFindings = (dependencies: RegistryDependencies) => {
  const registry = { ...registryStores(dependencies), findings: findings(dependencies.table) };
  return {
    findUponBasis: findUponBasis(registry),
    recordFinding: recordFinding(registry),
    withdrawFinding: withdrawFinding(registry),
  };
};

/** Wires what the registry's clocks bring about. */
export const registryDue = (dependencies: DueDependencies) => {
  const registry = verifyingStores(dependencies);
  const { notices, network, systems, table, verification, blobs } = dependencies;
  const kept = orders(table);
  const due = dueWork(dependencies);
  const move = moveSubscription(registry);
  const step = takeStep({ ...registry, due, notices, move });
  return {
    workOff: workOffDue({
      due,
      clock: registry.clock,
      works: {
        'device-change': step,
        'wrong-information': step,
        registration: endUnverified({ ...registry, due, move }),
        case: forgetFound(registry),
        erasure: erasePerson({ ...registry, due }),
        order: carryOrder({ ...registry, due, orders: kept, network }),
        ...(verification !== undefined && {
          verification: askWaitingVerification({ ...registry, ...verification }),
        }),
        ...(blobs !== undefined && { image: dropImage({ ...registry, due, blobs: imageBlobs(blobs) }) }),
      },
    }),
    reconcile: reconcileSystems({
      ...registry,
      orders: kept,
      reconciliations: reconciliations(table),
      systems,
    }),
  };
};

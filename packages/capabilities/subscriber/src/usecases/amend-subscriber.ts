import type { Caller } from '@temkin/kernel';
import {
  checkRecord,
  faultsBrought,
  judgeRecord,
  type HolderChange,
  type HolderRecord,
  type NumberUse,
  type RecordFault,
} from '../domain/index.ts';
import { isLive } from '../store/record-item.ts';
import { amendPerson, type AmendedPerson } from './amend-person.ts';
import { faultErrors, personResource, refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis } from './require-basis.ts';

/** What of a person is corrected, and upon which case. */
export interface Amendment {
  readonly personId: string;
  readonly caseId: string;
  readonly holder: HolderChange;
}

/**
 * Corrects a person upon a case for correction that is about them. The record is judged as it would be, for every use of the person's
 * numbers: nothing comes in that a registration would refuse. What was wrong before and is not touched does not keep the rest from being
 * corrected. Refuses `SUBSCRIBER.BASIS_REQUIRED`, `SUBSCRIBER.RECORD_REFUSED` and `SUBSCRIBER.UNKNOWN`.
 */
export const amendSubscriber = (registry: Registry) => {
  const { people, clock } = registry;
  const basisOf = requireBasis(registry);
  const amend = amendPerson(registry);

  const usesOf = async (tenant: string, personId: string): Promise<readonly NumberUse[]> => {
    const uses = new Set<NumberUse>();
    for await (const subscription of people.subscriptionsOf(tenant, personId))
      if (isLive(subscription)) uses.add(subscription.clear.use);
    return uses.size === 0 ? ['person'] : [...uses];
  };

  /** Of the holder and who acts for it; whoever uses a number is judged with the number. */
  const faultsOf = (holder: HolderRecord, uses: readonly NumberUse[]): readonly RecordFault[] => {
    const now = clock.now();
    const faults = uses.flatMap((use) =>
      checkRecord({ holder, subscription: { use, payment: 'prepaid', ordinal: 1 } }, now),
    );
    const ofHolder = faults.filter(({ pointer }) => pointer.startsWith('/holder'));
    const each = new Map(ofHolder.map((fault) => [JSON.stringify([fault.pointer, fault.code]), fault]));
    return judgeRecord([...each.values()], 'strict', now).refused;
  };

  return async (caller: Caller, { personId, caseId, holder }: Amendment): Promise<AmendedPerson> => {
    const { tenant } = caller.principal;
    const purpose = 'correction';
    const basis = await basisOf(caller, { basisId: caseId, purpose, personId });
    const touched = Object.keys(holder).map((field) => `/holder/${field}`);
    return amend(
      caller,
      { personId, holder },
      {
        purpose,
        resource: basisResource(basis),
        reliedOn: [basis.reliedOn],
        judge: async (before, after) => {
          const uses = await usesOf(tenant, personId);
          const refused = faultsBrought(faultsOf(before, uses), faultsOf(after, uses), touched);
          if (refused.length > 0)
            throw refuse('SUBSCRIBER.RECORD_REFUSED', {
              errors: faultErrors(refused),
              about: { purpose, resources: [personResource(personId)] },
            });
        },
      },
    );
  };
};

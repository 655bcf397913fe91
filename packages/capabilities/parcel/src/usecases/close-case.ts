import type { Caller, Receipt } from '@temkin/kernel';
import type { Case } from '../domain/index.ts';
import { caseResources } from './find-case.ts';
import type { CaseDependencies } from './open-case.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Closes a case, whoever opened it; from then on nobody reads by it. A closed one is answered as it is. Refuses
 * `PARCEL.CASE_NOT_FOUND`, also for another tenant's.
 */
export const closeCase =
  ({ recorder, cases, store, clock }: CaseDependencies) =>
  (caller: Caller, caseId: string): Promise<{ readonly closed: Case; readonly receipt?: Receipt }> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const found = await cases.case(tenant, caseId);
      if (found === undefined) throw refuse('PARCEL.CASE_NOT_FOUND');
      if (found.state === 'closed') return { closed: found };
      const parcel = await store.parcel(tenant, found.parcelId);
      if (parcel === undefined) throw new Error('a case leads to no parcel');
      const closedAt = clock.now();
      const recorded = await recorder.commit(
        caller,
        {
          action: 'case.close',
          outcome: 'allowed',
          resources: [
            ...(parcel.state === 'shredded' ? [] : [{ type: 'parcel', pseudonym: parcel.pseudonym }]),
            ...caseResources(found),
          ],
          purpose: found.kind,
        },
        { writes: () => cases.closeWrites(tenant, found, closedAt) },
      );
      return recorded.outcome === 'committed'
        ? { closed: { ...found, state: 'closed', closedAt }, receipt: recorded.receipt }
        : undefined;
    });
  };

import type { Caller, Receipt } from '@temkin/kernel';
import type { SubjectRequestOutcome } from '../domain/index.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import type { FiledRequest, SubjectRequestStore } from '../store/subject-requests.ts';
import { findLiving } from './find-living.ts';
import type { Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { subjectRequestResources } from './subject-request-resources.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Closes a request with what became of it. A closed one is answered as it is. Refuses `PARCEL.REQUEST_UNKNOWN`, also for
 * another tenant's.
 */
export const closeSubjectRequest =
  ({
    recorder,
    clock,
    store,
    requests,
  }: Omit<Surroundings, 'random'> & {
    readonly store: Pick<ParcelStore, 'parcel'>;
    readonly requests: Pick<SubjectRequestStore, 'request' | 'closeWrites'>;
  }) =>
  (
    caller: Caller,
    requestId: string,
    outcome: SubjectRequestOutcome,
  ): Promise<{ readonly closed: FiledRequest; readonly receipt?: Receipt }> => {
    const { tenant, id } = caller.principal;
    return untilSettled(async () => {
      const found = await requests.request(tenant, requestId);
      if (found === undefined) throw refuse('PARCEL.REQUEST_UNKNOWN');
      if (found.state === 'closed') return { closed: found };
      const parcel = await findLiving(store, tenant, found.parcelId);
      const closed = { ...found, state: 'closed', closedAt: clock.now(), closedBy: id, outcome } as const;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subject-request.close',
          outcome: 'allowed',
          change: outcome,
          resources: subjectRequestResources(found, parcel),
        },
        { writes: () => requests.closeWrites(tenant, closed) },
      );
      return recorded.outcome === 'committed' ? { closed, receipt: recorded.receipt } : undefined;
    });
  };

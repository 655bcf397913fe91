import type { Caller, Receipt } from '@temkin/kernel';
import type { SubjectRequest } from '../domain/index.ts';
import type { FiledRequest, SubjectRequestStore } from '../store/subject-requests.ts';
import type { Surroundings } from './ports.ts';

/** A page of requests, oldest first: by when the code was asked for that they were made with. */
export interface SubjectRequestPage {
  readonly requests: readonly FiledRequest[];
  /** Leads to the next page, where more may follow. */
  readonly next?: string;
  readonly receipt: Receipt;
}

/** What the people of parcels have asked for, once the reading of it is on record. */
export const listSubjectRequests =
  ({
    recorder,
    requests,
  }: Pick<Surroundings, 'recorder'> & { readonly requests: Pick<SubjectRequestStore, 'page'> }) =>
  async (
    caller: Caller,
    asked: { readonly state: SubjectRequest['state']; readonly limit: number; readonly after?: string },
  ): Promise<SubjectRequestPage> => {
    const recorded = await recorder.commit(caller, {
      action: 'subject-request.list',
      outcome: 'allowed',
      resources: [],
    });
    if (recorded.outcome !== 'committed') throw new Error('an event without conditions cannot be refused');
    return { ...(await requests.page(caller.principal.tenant, asked)), receipt: recorded.receipt };
  };

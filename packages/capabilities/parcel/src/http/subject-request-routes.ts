import { route, type PrincipalRoute } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { closeSubjectRequest } from '../usecases/close-subject-request.ts';
import type { listSubjectRequests } from '../usecases/list-subject-requests.ts';
import type { searchByPhone, SearchPlace } from '../usecases/search-by-phone.ts';
import { searchByPhoneSpec } from './search-spec.ts';
import { closeSubjectRequestSpec, listSubjectRequestsSpec } from './subject-request-specs.ts';
import { handledRequestView } from './subject-request-views.ts';

/** `2026-11` or `2026-11.<parcel id>`, as the schema takes it. */
const placeIn = (cursor: string): SearchPlace => {
  const [month = '', parcelId] = cursor.split('.');
  return { month, ...(parcelId !== undefined && { parcelId }) };
};

const cursorOf = ({ month, parcelId }: SearchPlace): string =>
  parcelId === undefined ? month : `${month}.${parcelId}`;

export interface SubjectRequestUsecases {
  readonly searchByPhone: ReturnType<typeof searchByPhone>;
  readonly listSubjectRequests: ReturnType<typeof listSubjectRequests>;
  readonly closeSubjectRequest: ReturnType<typeof closeSubjectRequest>;
}

/** The routes of those who handle what the people of parcels ask for. */
export const subjectRequestRoutes = (usecases: SubjectRequestUsecases): readonly PrincipalRoute[] => [
  route(searchByPhoneSpec, async ({ caller, body: { cursor, ...search } }) => {
    const { found, next, receipt } = await usecases.searchByPhone(caller, {
      ...search,
      ...(cursor !== undefined && { after: placeIn(cursor) }),
    });
    return {
      body: {
        parcels: found.map(({ parcel: { parcelId, waybillNumber, state, issuedAt }, party }) => ({
          parcelId,
          waybillNumber,
          state,
          party,
          issuedAt: rfc3339(issuedAt),
        })),
        ...(next !== undefined && { cursor: cursorOf(next) }),
      },
      receipt,
    };
  }),

  route(listSubjectRequestsSpec, async ({ caller, query: { state, limit, cursor } }) => {
    const page = await usecases.listSubjectRequests(caller, {
      state,
      limit,
      ...(cursor !== undefined && { after: cursor }),
    });
    return {
      body: {
        requests: page.requests.map(handledRequestView),
        ...(page.next !== undefined && { cursor: page.next }),
      },
      receipt: page.receipt,
    };
  }),

  route(closeSubjectRequestSpec, async ({ caller, params, body }) => {
    const { closed, receipt } = await usecases.closeSubjectRequest(caller, params.requestId, body.outcome);
    return { body: handledRequestView(closed), ...(receipt !== undefined && { receipt }) };
  }),
];

import { route, type PrincipalRoute } from '@temkin/http';
import type { closeSubjectRequest } from '../usecases/close-subject-request.ts';
import type { listSubjectRequests } from '../usecases/list-subject-requests.ts';
import { closeSubjectRequestSpec, listSubjectRequestsSpec } from './subject-request-specs.ts';
import { handledRequestView } from './subject-request-views.ts';

export interface SubjectRequestUsecases {
  readonly listSubjectRequests: ReturnType<typeof listSubjectRequests>;
  readonly closeSubjectRequest: ReturnType<typeof closeSubjectRequest>;
}

/** The routes of those who handle what the people of parcels ask for. */
export const subjectRequestRoutes = (usecases: SubjectRequestUsecases): readonly PrincipalRoute[] => [
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

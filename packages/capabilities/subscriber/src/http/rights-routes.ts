import { route, type Route } from '@temkin/http';
import type {
  answerDataRequest,
  closeDataRequest,
  extendDataRequest,
} from '../usecases/rights/change-data-request.ts';
import type { copyData } from '../usecases/rights/copy-data.ts';
import type { decideFiledClaim } from '../usecases/rights/decide-filed-claim.ts';
import type { fileDataRequest } from '../usecases/rights/file-data-request.ts';
import type { liftMark } from '../usecases/rights/lift-mark.ts';
import type { listRegister } from '../usecases/rights/list-register.ts';
import {
  answerDataRequestSpec,
  closeDataRequestSpec,
  copyDataSpec,
  decideClaimSpec,
  extendDataRequestSpec,
  fileDataRequestSpec,
  liftMarkSpec,
  listClaimsSpec,
  listDataRequestsSpec,
} from './rights-specs.ts';
import { handledClaimView, handledDataRequestView } from './rights-views.ts';

export interface RightsUsecases {
  readonly listRegister: ReturnType<typeof listRegister>;
  readonly decideClaim: ReturnType<typeof decideFiledClaim>;
  readonly fileDataRequest: ReturnType<typeof fileDataRequest>;
  readonly answerDataRequest: ReturnType<typeof answerDataRequest>;
  readonly extendDataRequest: ReturnType<typeof extendDataRequest>;
  readonly closeDataRequest: ReturnType<typeof closeDataRequest>;
  readonly copyData: ReturnType<typeof copyData>;
  readonly liftMark: ReturnType<typeof liftMark>;
}

/** The page that a query names. */
export const pageIn = ({
  state,
  limit,
  cursor,
}: {
  readonly state: 'open' | 'closed';
  readonly limit: number;
  readonly cursor?: string;
}) => ({ state, limit, ...(cursor !== undefined && { after: cursor.replace('.', '#') }) });

/** Where a page ended, as a query names it: no character of it needs escaping. */
export const cursorOf = (next: string | undefined) =>
  next === undefined ? {} : { cursor: next.replace('#', '.') };

/** The routes of what staff do for the people of the registry. */
export const rightsRoutes = (usecases: RightsUsecases): readonly Route[] => [
  route(listClaimsSpec, async ({ caller, query }) => {
    const { entries, next, receipt } = await usecases.listRegister(caller, 'claims', pageIn(query));
    return {
      body: { claims: entries.map(handledClaimView), ...cursorOf(next) },
      receipt,
    };
  }),

  route(decideClaimSpec, async ({ caller, params, body }) => {
    const { claim, receipt } = await usecases.decideClaim(caller, params.claimId, body.decision);
    return { body: handledClaimView(claim), ...(receipt !== undefined && { receipt }) };
  }),

  route(fileDataRequestSpec, async ({ caller, body, seed }) => {
    const filed = await usecases.fileDataRequest(caller, body, seed);
    return { body: handledDataRequestView(filed), receipt: filed.fileReceipt };
  }),

  route(listDataRequestsSpec, async ({ caller, query }) => {
    const page = await usecases.listRegister(caller, 'subject-requests', pageIn(query));
    const { entries, next, receipt } = page;
    return {
      body: { requests: entries.map(handledDataRequestView), ...cursorOf(next) },
      receipt,
    };
  }),

  route(answerDataRequestSpec, async ({ caller, params, body }) => {
    const { request, receipt } = await usecases.answerDataRequest(caller, params.requestId, body);
    return { body: handledDataRequestView(request), ...(receipt !== undefined && { receipt }) };
  }),

  route(extendDataRequestSpec, async ({ caller, params, body }) => {
    const { request, receipt } = await usecases.extendDataRequest(caller, params.requestId, body);
    return { body: handledDataRequestView(request), ...(receipt !== undefined && { receipt }) };
  }),

  route(closeDataRequestSpec, async ({ caller, params, body }) => {
    const { request, receipt } = await usecases.closeDataRequest(caller, params.requestId, body.outcome);
    return { body: handledDataRequestView(request), ...(receipt !== undefined && { receipt }) };
  }),

  route(copyDataSpec, async ({ caller, params, seed }) => {
    const { receipt, ...copied } = await usecases.copyData(caller, params.requestId, seed);
    return { body: copied, receipt };
  }),

  route(liftMarkSpec, async ({ caller, body }) => {
    const { receipt, ...lifted } = await usecases.liftMark(caller, body);
    return { body: lifted, ...(receipt !== undefined && { receipt }) };
  }),
];

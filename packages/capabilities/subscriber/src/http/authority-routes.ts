import { pendingAnswer, route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { closeAuthorityRequest } from '../usecases/rights/close-authority-request.ts';
import type { handOver } from '../usecases/rights/hand-over.ts';
import type { listRegister } from '../usecases/rights/list-register.ts';
import type { readAuthorityRequest } from '../usecases/rights/read-authority-request.ts';
import type { registerAuthorityRequest } from '../usecases/rights/register-authority-request.ts';
import type { releaseAuthorityRequest } from '../usecases/rights/release-authority-request.ts';
import {
  closeAuthorityRequestSpec,
  handOverSpec,
  listAuthorityRequestsSpec,
  readAuthorityRequestSpec,
  registerAuthorityRequestSpec,
  releaseAuthorityRequestSpec,
} from './authority-specs.ts';
import { cursorOf, pageIn } from './rights-routes.ts';
import { authorityRequestView, handoverView } from './rights-views.ts';

export interface AuthorityUsecases {
  readonly listRegister: ReturnType<typeof listRegister>;
  readonly registerAuthorityRequest: ReturnType<typeof registerAuthorityRequest>;
  readonly readAuthorityRequest: ReturnType<typeof readAuthorityRequest>;
  readonly releaseAuthorityRequest: ReturnType<typeof releaseAuthorityRequest>;
  readonly handOver: ReturnType<typeof handOver>;
  readonly closeAuthorityRequest: ReturnType<typeof closeAuthorityRequest>;
}

/** The routes of what authorities ask of the registry. */
export const authorityRoutes = (usecases: AuthorityUsecases): readonly Route[] => [
  route(registerAuthorityRequestSpec, async ({ caller, body, seed }) => {
    const request = await usecases.registerAuthorityRequest(caller, body, seed);
    return { body: authorityRequestView(request), receipt: request.registerReceipt };
  }),

  route(listAuthorityRequestsSpec, async ({ caller, query }) => {
    const page = await usecases.listRegister(caller, 'authority-requests', pageIn(query));
    const { entries, next, receipt } = page;
    return {
      body: { requests: entries.map(authorityRequestView), ...cursorOf(next) },
      receipt,
    };
  }),

  route(readAuthorityRequestSpec, async ({ caller, params }) => {
    const read = await usecases.readAuthorityRequest(caller, params.requestId);
    const { request, content, handovers, minutes, receipt } = read;
    return {
      body: {
        ...authorityRequestView(request),
        ...content,
        handovers: handovers.map(handoverView),
        ...(minutes !== undefined && { minutes: { ...minutes, signedAt: rfc3339(minutes.signedAt) } }),
      },
      receipt,
    };
  }),

  route(releaseAuthorityRequestSpec, async ({ caller, params }) => {
    const released = await usecases.releaseAuthorityRequest(caller, params.requestId);
    if (released.state === 'pending') return pendingAnswer(released);
    const { request, receipt } = released;
    return { body: authorityRequestView(request), ...(receipt !== undefined && { receipt }) };
  }),

  route(handOverSpec, async ({ caller, params, seed }) => {
    const { handover, document } = await usecases.handOver(caller, params.requestId, seed);
    return { body: { ...handoverView(handover), document }, receipt: handover.receipt };
  }),

  route(closeAuthorityRequestSpec, async ({ caller, params, body }) => {
    const { request, receipt } = await usecases.closeAuthorityRequest(caller, params.requestId, body);
    return { body: authorityRequestView(request), ...(receipt !== undefined && { receipt }) };
  }),
];

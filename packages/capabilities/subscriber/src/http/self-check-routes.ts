import { publicRoute, sourceNetwork, type PublicRoute } from '@temkin/http';
import type { checkClaim } from '../usecases/rights/check-claim.ts';
import type { fileClaim } from '../usecases/rights/file-claim.ts';
import type { fileOwnDataRequest } from '../usecases/rights/file-data-request.ts';
import type { openSelfCheck } from '../usecases/rights/open-self-check.ts';
import type { requestOwnCode } from '../usecases/rights/request-own-code.ts';
import { checkedClaimView, claimView, dataRequestView, selfCheckView } from './rights-views.ts';
import {
  checkClaimSpec,
  fileClaimSpec,
  fileOwnDataRequestSpec,
  openSelfCheckSpec,
  requestOwnCodeSpec,
} from './self-check-specs.ts';

export interface SelfCheckUsecases {
  readonly requestOwnCode: ReturnType<typeof requestOwnCode>;
  readonly openSelfCheck: ReturnType<typeof openSelfCheck>;
  readonly fileClaim: ReturnType<typeof fileClaim>;
  readonly checkClaim: ReturnType<typeof checkClaim>;
  readonly fileOwnDataRequest: ReturnType<typeof fileOwnDataRequest>;
}

/** The routes of what people ask of the registry who have no account. */
export const selfCheckRoutes = (usecases: SelfCheckUsecases): readonly PublicRoute[] => [
  publicRoute(requestOwnCodeSpec, async ({ params, body, clientAddress }) => ({
    body: await usecases.requestOwnCode(params.company, {
      ...body,
      network: sourceNetwork(clientAddress),
    }),
  })),

  publicRoute(openSelfCheckSpec, async ({ params: { company, challengeId }, body }) => {
    const opened = await usecases.openSelfCheck(company, challengeId, body.code);
    return { body: selfCheckView(opened), receipt: opened.receipt };
  }),

  publicRoute(fileClaimSpec, async ({ params: { company, challengeId }, body }) => {
    const filed = await usecases.fileClaim(company, challengeId, body);
    return { body: claimView(filed), receipt: filed.fileReceipt };
  }),

  publicRoute(fileOwnDataRequestSpec, async ({ params: { company, challengeId }, body }) => {
    const filed = await usecases.fileOwnDataRequest(company, challengeId, body);
    return { body: dataRequestView(filed), receipt: filed.fileReceipt };
  }),

  publicRoute(checkClaimSpec, async ({ params, body, clientAddress }) => {
    const asked = { ...body, network: sourceNetwork(clientAddress) };
    return { body: checkedClaimView(await usecases.checkClaim(params.company, asked)) };
  }),
];

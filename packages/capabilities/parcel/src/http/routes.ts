import { route, type Route } from '@temkin/http';
import type { issueParcels } from '../usecases/issue-parcels.ts';
import type { readParcel } from '../usecases/read-parcel.ts';
import type { reissueParcel } from '../usecases/reissue-parcel.ts';
import type { resolveToken } from '../usecases/resolve-token.ts';
import type { revokeParcel } from '../usecases/revoke-parcel.ts';
import { amendmentRoutes, type AmendmentUsecases } from './amendment-routes.ts';
import { caseRoutes, type CaseUsecases } from './case-routes.ts';
import { issueBatch } from './issue-batch.ts';
import { reissueParcelSpec } from './reissue-specs.ts';
import {
  issueBatchSpec,
  issueParcelSpec,
  readParcelSpec,
  resolveTokenSpec,
  revokeParcelSpec,
} from './specs.ts';
import { disclosureView, issuedView, reissuedView, reportView, revokedView } from './views.ts';

export interface ParcelUsecases extends CaseUsecases, AmendmentUsecases {
  readonly issueParcels: ReturnType<typeof issueParcels>;
  readonly resolveToken: ReturnType<typeof resolveToken>;
  readonly readParcel: ReturnType<typeof readParcel>;
  readonly revokeParcel: ReturnType<typeof revokeParcel>;
  readonly reissueParcel: ReturnType<typeof reissueParcel>;
}

/** The routes of issuing, reading and revoking parcels and of their labels, and of cases. */
export const parcelRoutes = (usecases: ParcelUsecases): readonly Route[] => [
  route(issueParcelSpec, async ({ caller, body, ...request }) => {
    const [result] = await usecases.issueParcels(caller, [{ index: 0, parcel: body }], request);
    if (result === undefined) throw new Error('one parcel has one result');
    if ('refusal' in result) throw result.refusal;
    return { body: issuedView(result.issued), receipt: result.issued.parcel.issueReceipt };
  }),

  route(issueBatchSpec, async ({ caller, body, ...request }) => ({
    body: { results: await issueBatch(usecases.issueParcels, caller, body.parcels, request) },
  })),

  route(resolveTokenSpec, async ({ caller, body }) => {
    const disclosure = await usecases.resolveToken(caller, body);
    return { body: disclosureView(disclosure), receipt: disclosure.receipt };
  }),

  route(readParcelSpec, async ({ caller, params }) => {
    const report = await usecases.readParcel(caller, params.parcelId);
    return { body: reportView(report), receipt: report.receipt };
  }),

  route(revokeParcelSpec, async ({ caller, params, body }) => {
    const revoked = await usecases.revokeParcel(caller, { ...params, ...body });
    const { receipt } = revoked;
    return { body: revokedView(revoked), ...(receipt !== undefined && { receipt }) };
  }),

  route(reissueParcelSpec, async ({ caller, params, body, seed }) => {
    const reissued = await usecases.reissueParcel(caller, { ...params, body }, seed);
    return { body: reissuedView(reissued), receipt: reissued.receipt };
  }),

  ...amendmentRoutes(usecases),

  ...caseRoutes(usecases),
];

import { route, type Route } from '@temkin/http';
import type { claimParcel } from '../usecases/claim-parcel.ts';
import type { closeShift } from '../usecases/close-shift.ts';
import type { issueParcels } from '../usecases/issue-parcels.ts';
import type { openShift } from '../usecases/open-shift.ts';
import type { readCurrentShift } from '../usecases/read-current-shift.ts';
import type { readExpectedParcels } from '../usecases/read-expected-parcels.ts';
import type { readParcel } from '../usecases/read-parcel.ts';
import type { recordCustody } from '../usecases/record-custody.ts';
import type { reportCustodyGate } from '../usecases/report-custody-gate.ts';
import type { resolveToken } from '../usecases/resolve-token.ts';
import type { revokeParcel } from '../usecases/revoke-parcel.ts';
import type { setCustodyGate } from '../usecases/set-custody-gate.ts';
import { caseRoutes, type CaseUsecases } from './case-routes.ts';
import {
  claimParcelSpec,
  readExpectedParcelsSpec,
  reportCustodyGateSpec,
  setCustodyGateSpec,
} from './custody-specs.ts';
import { issueBatch } from './issue-batch.ts';
import { reportScans } from './report-scans.ts';
import {
  closeShiftSpec,
  issueBatchSpec,
  issueParcelSpec,
  openShiftSpec,
  readCurrentShiftSpec,
  readParcelSpec,
  recordCustodySpec,
  resolveTokenSpec,
  revokeParcelSpec,
} from './specs.ts';
import {
  claimedView,
  disclosureView,
  expectedLines,
  gateReportView,
  issuedView,
  reportView,
  revokedView,
  shiftView,
} from './views.ts';

export interface ParcelUsecases extends CaseUsecases {
  readonly issueParcels: ReturnType<typeof issueParcels>;
  readonly resolveToken: ReturnType<typeof resolveToken>;
  readonly readParcel: ReturnType<typeof readParcel>;
  readonly recordCustody: ReturnType<typeof recordCustody>;
  readonly claimParcel: ReturnType<typeof claimParcel>;
  readonly readExpectedParcels: ReturnType<typeof readExpectedParcels>;
  readonly setCustodyGate: ReturnType<typeof setCustodyGate>;
  readonly reportCustodyGate: ReturnType<typeof reportCustodyGate>;
  readonly revokeParcel: ReturnType<typeof revokeParcel>;
  readonly openShift: ReturnType<typeof openShift>;
  readonly closeShift: ReturnType<typeof closeShift>;
  readonly readCurrentShift: ReturnType<typeof readCurrentShift>;
}

/** The parcel capability's routes. */
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

  route(recordCustodySpec, async ({ caller, body, ...request }) => ({
    body: { results: await reportScans(usecases.recordCustody, caller, body.events, request) },
  })),

  route(claimParcelSpec, async ({ caller, body, seed }) => {
    const claimed = await usecases.claimParcel(caller, body, seed);
    const { receipt } = claimed;
    return { body: claimedView(claimed), ...(receipt !== undefined && { receipt }) };
  }),

  route(readExpectedParcelsSpec, async ({ caller, params, query }) => {
    const { limit, cursor } = query;
    const { parcels, next, receipt } = await usecases.readExpectedParcels(caller, {
      facility: params.facilityId,
      limit,
      ...(cursor !== undefined && { after: cursor }),
    });
    return { body: expectedLines(parcels, next), receipt };
  }),

  route(setCustodyGateSpec, async ({ caller, body }) => {
    const { settings, receipt } = await usecases.setCustodyGate(caller, body);
    return { body: { settings }, ...(receipt !== undefined && { receipt }) };
  }),

  route(reportCustodyGateSpec, async ({ caller, query }) => {
    const report = await usecases.reportCustodyGate(caller, query);
    return { body: gateReportView(report), receipt: report.receipt };
  }),

  route(revokeParcelSpec, async ({ caller, params, body }) => {
    const revoked = await usecases.revokeParcel(caller, { ...params, ...body });
    const { receipt } = revoked;
    return { body: revokedView(revoked), ...(receipt !== undefined && { receipt }) };
  }),

  route(openShiftSpec, async ({ caller, body, seed }) => {
    const { shift, receipt } = await usecases.openShift(caller, body, seed);
    return { body: shiftView(shift), receipt };
  }),

  route(closeShiftSpec, async ({ caller, params }) => {
    const { shift, receipt } = await usecases.closeShift(caller, params.shiftId);
    return { body: shiftView(shift), ...(receipt !== undefined && { receipt }) };
  }),

  route(readCurrentShiftSpec, async ({ caller }) => ({
    body: shiftView(await usecases.readCurrentShift(caller)),
  })),

  ...caseRoutes(usecases),
];

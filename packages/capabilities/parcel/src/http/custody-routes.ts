import { route, type Route } from '@temkin/http';
import type { assignCollection } from '../usecases/assign-collection.ts';
import type { cancelCollection } from '../usecases/cancel-collection.ts';
import type { claimParcel } from '../usecases/claim-parcel.ts';
import type { closeShift } from '../usecases/close-shift.ts';
import type { openShift } from '../usecases/open-shift.ts';
import type { readCurrentShift } from '../usecases/read-current-shift.ts';
import type { readExpectedParcels } from '../usecases/read-expected-parcels.ts';
import type { recordCustody } from '../usecases/record-custody.ts';
import type { reportCustodyGate } from '../usecases/report-custody-gate.ts';
import type { setCustodyGate } from '../usecases/set-custody-gate.ts';
import { assignCollectionSpec, cancelCollectionSpec } from './collection-specs.ts';
import { claimParcelSpec, readExpectedParcelsSpec, recordCustodySpec } from './custody-specs.ts';
import { claimedView, collectionView, expectedLines, gateReportView, shiftView } from './custody-views.ts';
import { reportCustodyGateSpec, setCustodyGateSpec } from './gate-specs.ts';
import { reportScans } from './report-scans.ts';
import { closeShiftSpec, openShiftSpec, readCurrentShiftSpec } from './shift-specs.ts';

export interface CustodyUsecases {
  readonly recordCustody: ReturnType<typeof recordCustody>;
  readonly claimParcel: ReturnType<typeof claimParcel>;
  readonly assignCollection: ReturnType<typeof assignCollection>;
  readonly cancelCollection: ReturnType<typeof cancelCollection>;
  readonly readExpectedParcels: ReturnType<typeof readExpectedParcels>;
  readonly setCustodyGate: ReturnType<typeof setCustodyGate>;
  readonly reportCustodyGate: ReturnType<typeof reportCustodyGate>;
  readonly openShift: ReturnType<typeof openShift>;
  readonly closeShift: ReturnType<typeof closeShift>;
  readonly readCurrentShift: ReturnType<typeof readCurrentShift>;
}

/** The routes of custody and its gate, of collections and shifts, and of what facilities have to sort. */
export const custodyRoutes = (usecases: CustodyUsecases): readonly Route[] => [
  route(recordCustodySpec, async ({ caller, body, ...request }) => ({
    body: { results: await reportScans(usecases.recordCustody, caller, body.events, request) },
  })),

  route(claimParcelSpec, async ({ caller, body, seed }) => {
    const claimed = await usecases.claimParcel(caller, body, seed);
    const { receipt } = claimed;
    return { body: claimedView(claimed), ...(receipt !== undefined && { receipt }) };
  }),

  route(assignCollectionSpec, async ({ caller, params, body }) => {
    const { parcel, receipt } = await usecases.assignCollection(caller, { ...params, ...body });
    return { body: collectionView(parcel), ...(receipt !== undefined && { receipt }) };
  }),

  route(cancelCollectionSpec, async ({ caller, params }) => {
    const { parcel, receipt } = await usecases.cancelCollection(caller, params.parcelId);
    return { body: collectionView(parcel), ...(receipt !== undefined && { receipt }) };
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
];

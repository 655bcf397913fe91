import { rfc3339 } from '@temkin/kernel';
import type { CustodyRecord, ExpectedParcel, Parcel, Shift } from '../domain/index.ts';
import type { ClaimedParcel } from '../usecases/claim-parcel.ts';
import type { GateReport } from '../usecases/report-custody-gate.ts';

/** Who has a parcel, and whom it is offered to. */
export const placeView = ({ holder, offeredTo }: Pick<Parcel, 'holder' | 'offeredTo'>) => ({
  ...(holder !== undefined && { holder: { type: holder.type, id: holder.id } }),
  ...(offeredTo !== undefined && { offeredTo }),
});

/** One scan of a trail. */
export const custodyView = (record: CustodyRecord) => ({
  custodyEventId: record.custodyEventId,
  event: record.event,
  state: record.state,
  ...placeView(record),
  ...(record.reason !== undefined && { reason: record.reason }),
  occurredAt: rfc3339(record.occurredAt),
  recordedAt: rfc3339(record.recordedAt),
  source: record.source,
  flags: record.flags,
});

/** A parcel that was claimed. */
export const claimedView = ({ parcel, state, shiftId, claimsLeft }: ClaimedParcel) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state,
  shiftId,
  ...(claimsLeft !== undefined && { claimsLeft }),
});

/** A parcel, and who is to collect it. */
export const collectionView = ({ parcelId, waybillNumber, state, assignedTo }: Parcel) => ({
  parcelId,
  waybillNumber,
  state,
  ...(assignedTo !== undefined && { shipper: assignedTo }),
});

/** A facility's list, a JSON object a line (ndjson.org); where more may follow, the last line leads there. */
export const expectedLines = (parcels: readonly ExpectedParcel[], next: string | undefined): string =>
  [
    ...parcels.map(({ waybillNumber, communeCode, sortCode }) => ({ waybillNumber, communeCode, sortCode })),
    ...(next === undefined ? [] : [{ cursor: next }]),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

/** What the gate let through, and what it would not have. */
export const gateReportView = ({ settings, counts }: GateReport) => ({
  settings,
  counts: counts.map((count) => ({ ...count, rate: count.wouldHaveRefused / count.reads })),
});

/** A shift. */
export const shiftView = ({ shiftId, shipper, facility, state, openedAt, closedAt }: Shift) => ({
  shiftId,
  shipper,
  facility,
  state,
  openedAt: rfc3339(openedAt),
  ...(closedAt !== undefined && { closedAt: rfc3339(closedAt) }),
});

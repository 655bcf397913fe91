import { communeByCode } from '@temkin/administrative-units';
import { rfc3339 } from '@temkin/kernel';
import type { CustodyRecord, ExpectedParcel, Parcel, ParcelFields, Shift } from '../domain/index.ts';
import type { ClaimedParcel } from '../usecases/claim-parcel.ts';
import type { IssuedParcel } from '../usecases/issue-parcels.ts';
import type { ParcelReport } from '../usecases/read-parcel.ts';
import type { GateReport } from '../usecases/report-custody-gate.ts';
import type { Disclosure } from '../usecases/resolve-token.ts';
import type { RevokedParcel } from '../usecases/revoke-parcel.ts';

/** Names come from the register, also those of units that were renamed since the label was printed. */
const commune = (code: string) => {
  const found = communeByCode(code);
  return {
    communeCode: code,
    ...(found !== undefined && { communeName: found.name, provinceName: found.provinceName }),
  };
};

/** Where a parcel goes. */
export const routingView = ({ communeCode, sortCode }: Pick<Parcel, 'communeCode' | 'sortCode'>) => ({
  ...commune(communeCode),
  ...(sortCode !== undefined && { sortCode }),
});

const placeView = ({ holder, offeredTo }: Pick<Parcel, 'holder' | 'offeredTo'>) => ({
  ...(holder !== undefined && { holder: { type: holder.type, id: holder.id } }),
  ...(offeredTo !== undefined && { offeredTo }),
});

/** A parcel as issuing answers it. */
export const issuedView = ({ parcel, token }: IssuedParcel) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  labelId: parcel.labelId,
  kind: parcel.kind,
  token,
  state: 'issued' as const,
  routing: routingView(parcel),
  issuedAt: rfc3339(parcel.issuedAt),
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

/** A parcel as its followers see it. */
export const reportView = ({ parcel, trail }: ParcelReport) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  kind: parcel.kind,
  state: parcel.state,
  ...placeView(parcel),
  routing: routingView(parcel),
  issuedAt: rfc3339(parcel.issuedAt),
  custody: trail.map(custodyView),
});

/** A parcel that was revoked. */
export const revokedView = ({ parcel, finalFrom }: RevokedParcel) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state: 'revoked' as const,
  finalFrom: rfc3339(finalFrom),
});

/** What may be shown of opened groups; telephone numbers never are. */
export const fieldsView = ({ delivery, payment, sender, contents }: Partial<ParcelFields>) => ({
  ...(delivery !== undefined && {
    recipient: {
      name: delivery.recipientName,
      address: { street: delivery.street, ...commune(delivery.communeCode) },
    },
  }),
  ...(sender !== undefined && {
    sender: { name: sender.name, address: { street: sender.street, ...commune(sender.communeCode) } },
  }),
  ...payment,
  ...(contents !== undefined && { goods: contents }),
});

/** What a reader gets to see. */
export const disclosureView = ({ parcel, groups, fields, warning }: Disclosure) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state: parcel.state,
  groups,
  fields: fieldsView(fields),
  ...(warning !== undefined && { warning }),
});

/** A parcel that was claimed. */
export const claimedView = ({ parcel, state, shiftId, claimsLeft }: ClaimedParcel) => ({
  parcelId: parcel.parcelId,
  waybillNumber: parcel.waybillNumber,
  state,
  shiftId,
  ...(claimsLeft !== undefined && { claimsLeft }),
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

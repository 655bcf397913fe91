import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import {
  BATCH_LIMIT,
  CUSTODY_EVENTS_LIMIT,
  PURPOSES,
  REVOKE_REASONS,
  rolesReadingFrom,
} from '../domain/index.ts';
import { caseSpecs } from './case-specs.ts';
import { custodyRecord, newScan, parcelReport } from './custody-schemas.ts';
import {
  claimParcelSpec,
  readExpectedParcelsSpec,
  reportCustodyGateSpec,
  setCustodyGateSpec,
} from './custody-specs.ts';
import { disclosure } from './disclosure-schema.ts';
import { parcelId, parcelState, shiftId } from './parcel-words.ts';
import { issuedParcel, itemProblem, newParcel, revokedParcel, shift, token } from './schemas.ts';

const issuing = { scope: 'parcels:issue', roles: ['order-system'] } as const;

const shiftKeeping = { scope: 'shifts:open', roles: ['desk-clerk', 'dispatcher'] } as const;

/** Why a parcel may not be issued. */
const ISSUE_CODES = [
  'PARCEL.ADDRESS_INVALID',
  'PARCEL.KIND_NOT_ALLOWED',
  'PARCEL.TOO_LARGE',
  'PARCEL.WAYBILL_EXISTS',
  'PARCEL.REVOKED',
  'PARCEL.SHREDDED',
  'PARCEL.OUTCOME_UNKNOWN',
] as const;

/** Why a scan may not be recorded. */
const SCAN_CODES = [
  'PARCEL.TOKEN_MALFORMED',
  'PARCEL.TOKEN_FORGED',
  'PARCEL.UNKNOWN',
  'PARCEL.REVOKED',
  'PARCEL.EVENT_NOT_ALLOWED',
  'PARCEL.CLOSED',
  'PARCEL.HOLDER_INVALID',
  'PARCEL.SCAN_REQUIRED',
  'PARCEL.NOT_IN_CUSTODY',
  'PARCEL.SHIFT_CLOSED',
  'PARCEL.TIME_INVALID',
  'PARCEL.SOURCE_EVENT_EXISTS',
  'PARCEL.SHREDDED',
  'PARCEL.CHANGED',
] as const;

/** What can befall one item of many as it can a whole request. */
const GENERAL_ITEM_CODES = [
  'ACCESS.CHANGED',
  'AUDIT.UNAVAILABLE',
  'STORE.UNAVAILABLE',
  'STORE.OUTCOME_UNKNOWN',
  'REQUEST.OUT_OF_TIME',
] as const;

export const issueParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels',
  action: 'parcel.issue',
  tag: 'Parcels',
  summary: 'Issue a parcel and get the token of its label',
  description:
    'What is sent is sealed; afterwards only the holder of the parcel can open what the door needs.',
  access: issuing,
  body: newParcel,
  creates: true,
  success: { status: 201, description: 'The parcel and the token for its QR code.', body: issuedParcel },
  problems: ISSUE_CODES,
});

export const issueBatchSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/batch',
  action: 'parcel.issue',
  tag: 'Parcels',
  summary: `Issue up to ${BATCH_LIMIT} parcels`,
  description:
    'Each parcel is issued or refused by itself. Sent again with the same Idempotency-Key, a batch that was cut off is ' +
    'completed and nothing is issued twice.',
  access: issuing,
  body: () => z.strictObject({ parcels: z.array(z.unknown()).min(1).max(BATCH_LIMIT) }),
  documentedBody: () => z.strictObject({ parcels: z.array(newParcel()).min(1).max(BATCH_LIMIT) }),
  creates: true,
  success: {
    status: 200,
    description: 'A result for each parcel, in the order they were sent.',
    body: () =>
      z.strictObject({
        results: z.array(
          z.union([
            z.strictObject({
              index: z.int(),
              status: z.literal(201),
              parcel: issuedParcel(),
              auditEvent: z.string(),
            }),
            z.strictObject({
              index: z.int(),
              status: z.int(),
              problem: itemProblem([...ISSUE_CODES, 'REQUEST.INVALID', ...GENERAL_ITEM_CODES]),
            }),
          ]),
        ),
      }),
  },
  problems: [],
});

export const resolveTokenSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/resolve',
  action: 'parcel.resolve',
  tag: 'Parcels',
  summary: 'Open a scanned label',
  description:
    'Answers the field groups that role, custody and purpose allow. The read is on record before it happens.',
  access: { scope: 'parcels:resolve', roles: rolesReadingFrom('label') },
  body: () =>
    z.strictObject({
      token,
      purpose: z.enum(PURPOSES),
      caseId: z.string().min(1).max(64).exactOptional(),
    }),
  success: { status: 200, description: 'What this reader may see.', body: disclosure },
  problems: [
    'PARCEL.TOKEN_MALFORMED',
    'PARCEL.TOKEN_FORGED',
    'PARCEL.UNKNOWN',
    'PARCEL.REVOKED',
    'PARCEL.SHREDDED',
    'PARCEL.PURPOSE_NOT_ALLOWED',
    'PARCEL.CASE_UNKNOWN',
    'PARCEL.NOT_IN_CUSTODY',
    'PARCEL.SHIFT_CLOSED',
    'PARCEL.STATE_NOT_ALLOWED',
    'PARCEL.QUOTA_EXCEEDED',
    'PARCEL.CHANGED',
  ],
});

export const readParcelSpec = routeSpec({
  method: 'GET',
  path: '/v1/parcels/{parcelId}',
  action: 'parcel.read',
  tag: 'Parcels',
  summary: 'Follow a parcel',
  description: 'State and custody; nothing personal. A shipper sees what is in the own custody.',
  access: {
    scope: 'parcels:read',
    roles: ['order-system', 'sorter', 'desk-clerk', 'dispatcher', 'support', 'shipper'],
  },
  params: () => z.strictObject({ parcelId }),
  success: { status: 200, description: 'State and custody trail.', body: parcelReport },
  problems: ['PARCEL.UNKNOWN', 'PARCEL.NOT_IN_CUSTODY', 'PARCEL.CHANGED'],
});

export const recordCustodySpec = routeSpec({
  method: 'POST',
  path: '/v1/custody-events',
  action: 'custody.record',
  tag: 'Parcels',
  summary: `Report up to ${CUSTODY_EVENTS_LIMIT} scans`,
  description:
    'Each scan is recorded or refused by itself. Names other than the token serve the present holder and the transport ' +
    'system. A scan in an unexpected state is recorded and flagged `skipped-scan`, one that comes late is judged by where ' +
    'the parcel was when it happened, and moves it only as far as nothing later is known.',
  access: {
    scope: 'custody:record',
    roles: ['order-system', 'sorter', 'desk-clerk', 'dispatcher', 'shipper'],
  },
  body: () => z.strictObject({ events: z.array(z.unknown()).min(1).max(CUSTODY_EVENTS_LIMIT) }),
  documentedBody: () => z.strictObject({ events: z.array(newScan()).min(1).max(CUSTODY_EVENTS_LIMIT) }),
  creates: true,
  success: {
    status: 200,
    description: 'A result for each scan, in the order they were sent.',
    body: () =>
      z.strictObject({
        results: z
          .array(
            z.union([
              z.strictObject({
                index: z.int(),
                status: z.literal(200),
                parcelId,
                state: parcelState,
                custodyEvent: custodyRecord(),
                auditEvent: z.string(),
              }),
              z.strictObject({
                index: z.int(),
                status: z.int(),
                problem: itemProblem([
                  ...SCAN_CODES,
                  'REQUEST.INVALID',
                  'REQUEST.RATE_LIMITED',
                  ...GENERAL_ITEM_CODES,
                ]),
                auditEvent: z.string().exactOptional(),
              }),
            ]),
          )
          .readonly(),
      }),
  },
  problems: [],
});

export const revokeParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/{parcelId}/revoke',
  action: 'parcel.revoke',
  tag: 'Parcels',
  summary: 'Revoke a parcel and its label',
  description:
    'For good: the label opens and moves nothing any more, and its key is destroyed at once. Revoking a revoked parcel ' +
    'changes nothing.',
  access: { scope: 'parcels:revoke', roles: ['order-system', 'dispatcher'] },
  params: () => z.strictObject({ parcelId }),
  body: () => z.strictObject({ reason: z.enum(REVOKE_REASONS) }),
  success: { status: 200, description: 'The revoked parcel.', body: revokedParcel },
  problems: ['PARCEL.UNKNOWN', 'PARCEL.CLOSED', 'PARCEL.CHANGED'],
});

export const openShiftSpec = routeSpec({
  method: 'POST',
  path: '/v1/shifts',
  action: 'shift.open',
  tag: 'Shifts',
  summary: 'Open a shift for a shipper of the own facility',
  access: shiftKeeping,
  body: () => z.strictObject({ shipper: z.string().min(1).max(64), facility: z.string().min(1).max(64) }),
  creates: true,
  success: { status: 201, description: 'The open shift.', body: shift },
  problems: ['PARCEL.SHIPPER_NOT_ROSTERED', 'PARCEL.SHIFT_OPEN', 'PARCEL.CHANGED'],
});

export const closeShiftSpec = routeSpec({
  method: 'POST',
  path: '/v1/shifts/{shiftId}/close',
  action: 'shift.close',
  tag: 'Shifts',
  summary: 'Close a shift of the own facility',
  description: 'From then on nothing in its custody opens. Closing a closed shift changes nothing.',
  access: shiftKeeping,
  params: () => z.strictObject({ shiftId }),
  success: { status: 200, description: 'The closed shift.', body: shift },
  problems: ['PARCEL.SHIFT_UNKNOWN', 'PARCEL.CHANGED'],
});

export const readCurrentShiftSpec = routeSpec({
  method: 'GET',
  path: '/v1/shifts/current',
  action: 'shift.read',
  tag: 'Shifts',
  summary: 'The own open shift',
  access: { scope: 'shifts:read', roles: ['shipper'] },
  success: { status: 200, description: 'The open shift.', body: shift },
  problems: ['PARCEL.SHIFT_CLOSED'],
});

/** The parcel capability's specifications but for escrow, for the OpenAPI document and the authorization matrix. */
export const parcelSpecs = [
  issueParcelSpec,
  issueBatchSpec,
  resolveTokenSpec,
  readParcelSpec,
  recordCustodySpec,
  claimParcelSpec,
  readExpectedParcelsSpec,
  setCustodyGateSpec,
  reportCustodyGateSpec,
  revokeParcelSpec,
  openShiftSpec,
  closeShiftSpec,
  readCurrentShiftSpec,
  ...caseSpecs,
];

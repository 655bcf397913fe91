import { pageLimit, routeSpec } from '@temkin/http';
import * as z from 'zod';
import { CUSTODY_EVENTS_LIMIT } from '../domain/index.ts';
import { collectionSpecs } from './collection-specs.ts';
import { claimedParcel, custodyRecord, newScan } from './custody-schemas.ts';
import { facilityId } from './gate-schemas.ts';
import { gateSpecs } from './gate-specs.ts';
import { GENERAL_ITEM_CODES, itemProblem } from './item-problem.ts';
import { parcelId, parcelState, shiftId, token } from './parcel-words.ts';
import { shiftSpecs } from './shift-specs.ts';

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

export const claimParcelSpec = routeSpec({
  method: 'POST',
  path: '/v1/parcels/claims',
  action: 'custody.claim',
  tag: 'Parcels',
  summary: 'Claim a parcel whose label is in hand',
  description:
    'For what the record has elsewhere although it is here. A shipper claims for the own open shift what is of the own ' +
    'depot, a few times per shift; a dispatcher for any open shift of the depot, more, and from other depots too. The ' +
    'anomaly is on record.',
  access: { scope: 'custody:record', roles: ['shipper', 'dispatcher'] },
  body: () => z.strictObject({ token, shiftId: shiftId.exactOptional() }),
  creates: true,
  success: { status: 200, description: 'The shift has the parcel.', body: claimedParcel },
  problems: [
    'PARCEL.TOKEN_MALFORMED',
    'PARCEL.TOKEN_FORGED',
    'PARCEL.UNKNOWN',
    'PARCEL.SHREDDED',
    'PARCEL.REVOKED',
    'PARCEL.SHIFT_CLOSED',
    'PARCEL.HOLDER_INVALID',
    'PARCEL.CLOSED',
    'PARCEL.STATE_NOT_ALLOWED',
    'PARCEL.CLAIM_NEEDLESS',
    'PARCEL.OTHER_DEPOT',
    'PARCEL.CLAIMS_SPENT',
    'PARCEL.CHANGED',
  ],
});

const limit = pageLimit(1_000, 1_000);

export const readExpectedParcelsSpec = routeSpec({
  method: 'GET',
  path: '/v1/facilities/{facilityId}/parcels',
  action: 'facility.feed',
  tag: 'Parcels',
  summary: 'What a facility has to sort',
  description:
    'What lies there or is on its way there, a JSON object a line: `waybillNumber`, `communeCode` and, where it was given, ' +
    '`sortCode`; nothing personal. Where more may follow, the last line is `{"cursor": …}`. Kept at the facility, it lets ' +
    'sorting go on without this system. Staff read the list of their own facility.',
  access: { scope: 'parcels:read', roles: ['order-system', 'sorter', 'desk-clerk', 'dispatcher'] },
  params: () => z.strictObject({ facilityId }),
  query: () => z.strictObject({ limit, cursor: parcelId.exactOptional() }),
  success: {
    status: 200,
    description: 'A part of the list.',
    body: () => z.string(),
    mediaType: 'application/x-ndjson',
  },
  problems: ['PARCEL.FACILITY_UNKNOWN'],
});

/** What the function of custody answers: apart from the capability's other specifications. */
export const custodySpecs = [
  recordCustodySpec,
  claimParcelSpec,
  ...collectionSpecs,
  readExpectedParcelsSpec,
  ...gateSpecs,
  ...shiftSpecs,
];

import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { claimedParcel } from './custody-schemas.ts';
import { day, facilityId, gateReport, gateSetting } from './gate-schemas.ts';
import { parcelId, shiftId } from './parcel-words.ts';
import { token } from './schemas.ts';

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

/** From decimal digits alone: `Number` would take `0x10` and blanks as well. */
const limit = z.preprocess(
  (text) => (typeof text === 'string' && /^[0-9]{1,4}$/.test(text) ? Number(text) : text),
  z.int().min(1).max(1_000).default(1_000),
);

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

export const setCustodyGateSpec = routeSpec({
  method: 'POST',
  path: '/v1/custody-gate',
  action: 'gate.set',
  tag: 'Custody gate',
  summary: 'Say how strict custody is from a day on',
  description:
    'For the tenant, a facility, a role or a role at a facility; where nothing is set, custody is enforced. With `observe` ' +
    'and `warn` a read that custody speaks against is answered, marked in its event and counted. It is tightened from today ' +
    'on and loosened from tomorrow on. Former settings stay on file.',
  access: { scope: 'gate:set', roles: ['security-officer'] },
  body: gateSetting,
  success: {
    status: 200,
    description: 'All settings in the order in which they were made.',
    body: () => z.strictObject({ settings: z.array(gateSetting()).readonly() }),
  },
  problems: ['PARCEL.FACILITY_UNKNOWN', 'PARCEL.DATE_INVALID', 'PARCEL.GATE_FULL', 'PARCEL.CHANGED'],
});

export const reportCustodyGateSpec = routeSpec({
  method: 'GET',
  path: '/v1/custody-gate/report',
  action: 'gate.report',
  tag: 'Custody gate',
  summary: 'How many reads custody would have refused',
  description:
    'Reads at facilities and by roles for which the gate did not enforce, on at most 31 days. Dispatchers are told of ' +
    'their own facility.',
  access: { scope: 'gate:read', roles: ['security-officer', 'dispatcher'] },
  query: () => z.strictObject({ from: day, to: day, facility: facilityId.exactOptional() }),
  success: { status: 200, description: 'Counts by facility and role, and the settings.', body: gateReport },
  problems: ['PARCEL.FACILITY_UNKNOWN', 'PARCEL.DATE_INVALID'],
});

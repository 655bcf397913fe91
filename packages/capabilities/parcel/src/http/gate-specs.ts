import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { day, facilityId, gateReport, gateSetting } from './gate-schemas.ts';

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

/** The specifications of the gate of custody. */
export const gateSpecs = [setCustodyGateSpec, reportCustodyGateSpec];

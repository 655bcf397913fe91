import { routeSpec } from '@temkin/http';
import { once, ROLES } from '@temkin/kernel';
import * as z from 'zod';
import { COMMUNE_CODE, FACILITY_ID, PRINCIPAL_ID, PRINCIPAL_STATUSES } from '../domain/index.ts';
import { approvalSpecs } from './approval-specs.ts';
import { deviceSpecs } from './device-specs.ts';
import { administrator, limit } from './words.ts';

const staffId = z.string().regex(PRINCIPAL_ID);
const facilityId = z.string().regex(FACILITY_ID);

const staffMember = once(() =>
  z
    .strictObject({
      id: staffId.meta({ description: 'Opaque; never a name.' }),
      roles: z.array(z.enum(ROLES)).readonly(),
      facility: facilityId.exactOptional(),
      status: z.enum(PRINCIPAL_STATUSES),
    })
    .meta({ id: 'StaffMember' }),
);

const facility = once(() =>
  z
    .strictObject({
      id: facilityId,
      displayName: z.string(),
      communeCode: z.string().regex(COMMUNE_CODE).meta({ description: 'Official code of the commune.' }),
    })
    .meta({ id: 'Facility' }),
);

export const listStaffSpec = routeSpec({
  method: 'GET',
  path: '/v1/staff',
  action: 'staff.list',
  tag: 'Access',
  summary: 'List the staff',
  description: 'Staff of the own tenant in order of id. A page may be short and still carry a cursor.',
  access: administrator,
  query: () => z.strictObject({ limit, cursor: staffId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of staff.',
    body: () => z.strictObject({ staff: z.array(staffMember()).readonly(), cursor: staffId.exactOptional() }),
  },
  problems: [],
});

/** What the changes of a staff member's status have in common. */
const statusChange = {
  method: 'POST',
  tag: 'Access',
  access: administrator,
  params: () => z.strictObject({ staffId }),
  success: {
    status: 200,
    description: 'The status from now on.',
    body: () =>
      z.strictObject({ id: staffId, status: z.enum(PRINCIPAL_STATUSES) }).meta({ id: 'StaffStatus' }),
  },
  problems: [
    'ACCESS.OWN_STATUS',
    'ACCESS.PRINCIPAL_UNKNOWN',
    'ACCESS.STATUS_UNREACHABLE',
    'ACCESS.PRINCIPAL_CHANGED',
  ],
} as const;

export const suspendStaffSpec = routeSpec({
  ...statusChange,
  path: '/v1/staff/{staffId}/suspend',
  action: 'staff.suspend',
  summary: 'Suspend a staff member',
  description: 'Holds from the next request on. Suspending who is suspended changes nothing.',
});

export const revokeStaffSpec = routeSpec({
  ...statusChange,
  path: '/v1/staff/{staffId}/revoke',
  action: 'staff.revoke',
  summary: 'Revoke a staff member',
  description: 'For good, from the next request on: who comes back is enrolled anew.',
});

export const reinstateStaffSpec = routeSpec({
  ...statusChange,
  path: '/v1/staff/{staffId}/reinstate',
  action: 'staff.reinstate',
  summary: 'Reinstate a suspended staff member',
  description: 'Holds from the next request on. Reinstating who is active changes nothing.',
});

export const listFacilitiesSpec = routeSpec({
  method: 'GET',
  path: '/v1/facilities',
  action: 'facility.list',
  tag: 'Access',
  summary: 'List the facilities',
  description: 'Facilities of the own tenant in order of id.',
  access: administrator,
  query: () => z.strictObject({ limit, cursor: facilityId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of facilities.',
    body: () =>
      z.strictObject({ facilities: z.array(facility()).readonly(), cursor: facilityId.exactOptional() }),
  },
  problems: [],
});

/** The access capability's specifications, for the OpenAPI document and the authorization matrix. */
export const accessSpecs = [
  listStaffSpec,
  suspendStaffSpec,
  revokeStaffSpec,
  reinstateStaffSpec,
  listFacilitiesSpec,
  ...deviceSpecs,
  ...approvalSpecs,
];

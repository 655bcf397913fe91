import { routeSpec } from '@temkin/http';
import { ROLES } from '@temkin/kernel';
import * as z from 'zod';
import { COMMUNE_CODE, FACILITY_ID, PRINCIPAL_ID, PRINCIPAL_STATUSES } from '../domain/index.ts';

const administrator = { scope: 'access:admin', roles: ['staff-admin'] } as const;

const DIGITS = /^\d{1,3}$/;

/** From decimal digits alone: `Number` would take `0x10` and blanks as well. */
const limit = z.preprocess(
  (text) => (typeof text === 'string' && DIGITS.test(text) ? Number(text) : text),
  z.int().min(1).max(100).default(50),
);

const staffId = z.string().regex(PRINCIPAL_ID);
const facilityId = z.string().regex(FACILITY_ID);

const staffMember = z
  .strictObject({
    id: staffId.meta({ description: 'Opaque; never a name.' }),
    roles: z.array(z.enum(ROLES)).readonly(),
    facility: facilityId.exactOptional(),
    status: z.enum(PRINCIPAL_STATUSES),
  })
  .meta({ id: 'StaffMember' });

const facility = z
  .strictObject({
    id: facilityId,
    displayName: z.string(),
    communeCode: z.string().regex(COMMUNE_CODE).meta({ description: 'Official code of the commune.' }),
  })
  .meta({ id: 'Facility' });

export const listStaffSpec = routeSpec({
  method: 'GET',
  path: '/v1/staff',
  action: 'staff.list',
  tag: 'Access',
  summary: 'List the staff',
  description: 'Staff of the own tenant in order of id. A page may be short and still carry a cursor.',
  access: administrator,
  query: z.strictObject({ limit, cursor: staffId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of staff.',
    body: z.strictObject({ staff: z.array(staffMember).readonly(), cursor: staffId.exactOptional() }),
  },
  problems: [],
});

export const listFacilitiesSpec = routeSpec({
  method: 'GET',
  path: '/v1/facilities',
  action: 'facility.list',
  tag: 'Access',
  summary: 'List the facilities',
  description: 'Facilities of the own tenant in order of id.',
  access: administrator,
  query: z.strictObject({ limit, cursor: facilityId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of facilities.',
    body: z.strictObject({ facilities: z.array(facility).readonly(), cursor: facilityId.exactOptional() }),
  },
  problems: [],
});

/** The access capability's specifications, for the OpenAPI document and the authorization matrix. */
export const accessSpecs = [listStaffSpec, listFacilitiesSpec];

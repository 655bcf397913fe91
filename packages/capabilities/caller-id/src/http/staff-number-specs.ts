import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { STAFF_NUMBER_STATES } from '../domain/index.ts';
import { limit, mobileNumber, registerId } from './register-words.ts';

const keeping = {
  tag: 'Staff numbers',
  access: { scope: 'access:admin', roles: ['staff-admin'] },
} as const;

const staffNumber = once(() =>
  z
    .strictObject({
      staffNumberId: registerId,
      shipper: z.string(),
      maskedNumber: z
        .string()
        .exactOptional()
        .meta({ description: 'Its last three digits; absent once it is retired.' }),
      state: z.enum(STAFF_NUMBER_STATES),
      registeredAt: z.iso.datetime(),
      retiredAt: z.iso.datetime().exactOptional(),
    })
    .meta({ id: 'StaffNumber' }),
);

export const registerStaffNumberSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/staff-numbers',
  action: 'staff-number.register',
  summary: 'Register a shipper’s own telephone',
  description:
    'Once the operator has vouched for it: the number is that of the shipper’s device, and its SIM card was not changed lately. ' +
    'It is then the line on which calls reach the shipper. Kept sealed, and never answered again.',
  body: () =>
    z
      .strictObject({
        shipper: z.string().min(1).max(64).meta({ description: 'Staff id of an active shipper.' }),
        number: mobileNumber,
      })
      .meta({ id: 'NewStaffNumber' }),
  creates: true,
  success: { status: 201, description: 'The registered number.', body: staffNumber },
  problems: [
    'CALL.SHIPPER_UNKNOWN',
    'CALL.STAFF_NUMBER_TAKEN',
    'CALL.SIM_NOT_VERIFIED',
    'CALL.SIM_CHANGED',
    'CALL.SIM_NOT_CHECKED',
    'CALL.CHANGED',
  ],
});

export const listStaffNumbersSpec = routeSpec({
  ...keeping,
  method: 'GET',
  path: '/v1/staff-numbers',
  action: 'staff-number.list',
  summary: 'List the telephones of shippers',
  description: 'Of the own tenant in order of id, masked.',
  query: () => z.strictObject({ limit, cursor: registerId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of numbers.',
    body: () =>
      z.strictObject({
        staffNumbers: z.array(staffNumber()).readonly(),
        cursor: registerId.exactOptional(),
      }),
  },
  problems: [],
});

export const retireStaffNumberSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/staff-numbers/{staffNumberId}/retire',
  action: 'staff-number.retire',
  summary: 'Retire a shipper’s telephone',
  description: 'For good; the number itself is forgotten. Retiring what is retired changes nothing.',
  params: () => z.strictObject({ staffNumberId: registerId }),
  success: { status: 200, description: 'The retired number.', body: staffNumber },
  problems: ['CALL.STAFF_NUMBER_UNKNOWN', 'CALL.CHANGED'],
});

/** The specifications of the register of staff numbers. */
export const staffNumberSpecs = [registerStaffNumberSpec, listStaffNumbersSpec, retireStaffNumberSpec];

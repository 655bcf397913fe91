import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { shiftId } from './parcel-words.ts';

const shiftKeeping = { scope: 'shifts:open', roles: ['desk-clerk', 'dispatcher'] } as const;

const shift = once(() =>
  z
    .strictObject({
      shiftId,
      shipper: z.string(),
      facility: z.string(),
      state: z.enum(['open', 'closed']),
      openedAt: z.iso.datetime(),
      closedAt: z.iso.datetime().exactOptional(),
    })
    .meta({ id: 'Shift' }),
);

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

/** The specifications of shifts. */
export const shiftSpecs = [openShiftSpec, closeShiftSpec, readCurrentShiftSpec];

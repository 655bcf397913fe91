import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import { maskedNumber, type StaffNumber } from '../domain/index.ts';
import type { listStaffNumbers } from '../usecases/list-staff-numbers.ts';
import type { registerStaffNumber } from '../usecases/register-staff-number.ts';
import type { retireStaffNumber } from '../usecases/retire-staff-number.ts';
import {
  listStaffNumbersSpec,
  registerStaffNumberSpec,
  retireStaffNumberSpec,
} from './staff-number-specs.ts';

export interface StaffNumberUsecases {
  readonly registerStaffNumber: ReturnType<typeof registerStaffNumber>;
  readonly listStaffNumbers: ReturnType<typeof listStaffNumbers>;
  readonly retireStaffNumber: ReturnType<typeof retireStaffNumber>;
}

const staffNumberView = (staffNumber: StaffNumber, masked?: string) => {
  const { staffNumberId, shipper, state, registeredAt, retiredAt } = staffNumber;
  return {
    staffNumberId,
    shipper,
    ...(masked !== undefined && { maskedNumber: masked }),
    state,
    registeredAt: rfc3339(registeredAt),
    ...(retiredAt !== undefined && { retiredAt: rfc3339(retiredAt) }),
  };
};

/** The routes of the register of staff numbers. */
export const staffNumberRoutes = (usecases: StaffNumberUsecases): readonly Route[] => [
  route(registerStaffNumberSpec, async ({ caller, body, seed }) => {
    const { staffNumber, number } = await usecases.registerStaffNumber(caller, body, seed);
    const masked = staffNumber.kept === undefined ? undefined : maskedNumber(number);
    return { body: staffNumberView(staffNumber, masked), receipt: staffNumber.registerReceipt };
  }),
  route(listStaffNumbersSpec, async ({ caller, query: { limit, cursor } }) => {
    const { listed, next } = await usecases.listStaffNumbers(caller, {
      limit,
      ...(cursor !== undefined && { after: cursor }),
    });
    return {
      body: {
        staffNumbers: listed.map((one) => staffNumberView(one.staffNumber, one.maskedNumber)),
        ...(next !== undefined && { cursor: next }),
      },
    };
  }),
  route(retireStaffNumberSpec, async ({ caller, params }) => {
    const { staffNumber, receipt } = await usecases.retireStaffNumber(caller, params.staffNumberId);
    return { body: staffNumberView(staffNumber), ...(receipt !== undefined && { receipt }) };
  }),
];

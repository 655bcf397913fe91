import type { Caller, Receipt } from '@temkin/kernel';
import type { StaffNumber } from '../domain/index.ts';
import { refuseRegister, staffNumberResource } from './refuse-register.ts';
import type { StaffNumberDependencies } from './register-staff-number.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Retires a number and forgets it, for good: its shipper has no line any more, until another is registered, and it may be
 * registered as somebody else's. A retired one is answered as it is. Refuses `CALL.STAFF_NUMBER_UNKNOWN`.
 */
export const retireStaffNumber =
  ({ recorder, numbers, clock }: Pick<StaffNumberDependencies, 'recorder' | 'numbers' | 'clock'>) =>
  (
    caller: Caller,
    staffNumberId: string,
  ): Promise<{ readonly staffNumber: StaffNumber; readonly receipt?: Receipt }> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const found = await numbers.find(tenant, staffNumberId);
      if (found === undefined) throw refuseRegister('CALL.STAFF_NUMBER_UNKNOWN');
      const { kept, ...rest } = found;
      if (kept === undefined) return { staffNumber: found };
      const retiredAt = clock.now();
      const isLine = (await numbers.line(tenant, found.shipper)) === staffNumberId;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'staff-number.retire',
          outcome: 'allowed',
          resources: [staffNumberResource(staffNumberId)],
        },
        { writes: () => numbers.retireWrites(tenant, { ...found, kept }, { retiredAt, isLine }) },
      );
      return recorded.outcome === 'committed'
        ? { staffNumber: { ...rest, state: 'retired', retiredAt }, receipt: recorded.receipt }
        : undefined;
    });

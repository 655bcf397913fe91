import type { Recorder } from '@temkin/audit-event';
import { keyedHash } from '@temkin/crypto';
import { inForce, toHex, type Caller, type Clock } from '@temkin/kernel';
import {
  simAge,
  simAnswerMilliseconds,
  staffNumberHash,
  type SimVerdict,
  type SimVerification,
  type StaffNumber,
} from '../domain/index.ts';
import type { RegisterKeys } from '../store/register-keys.ts';
import type { StaffNumberStore } from '../store/staff-numbers.ts';
import { refuseRegister, staffNumberResource } from './refuse-register.ts';
import type { StaffDirectory } from './register-ports.ts';
import type { SealedValues } from './sealed-values.ts';
import { untilSettled } from './until-settled.ts';

export interface StaffNumberDependencies {
  readonly recorder: Recorder;
  readonly numbers: StaffNumberStore;
  readonly registers: RegisterKeys;
  /** Purpose `staff-number`. */
  readonly sealed: SealedValues;
  readonly directory: StaffDirectory;
  readonly sims: SimVerification;
  readonly clock: Clock;
}

/** Where a number is nobody's line before the operator has vouched for it. */
const requireVerified = (verdict: SimVerdict): void => {
  switch (verdict) {
    case 'verified':
      return;
    case 'not-verified':
      throw refuseRegister('CALL.SIM_NOT_VERIFIED');
    case 'swapped':
      throw refuseRegister('CALL.SIM_CHANGED');
    case 'cannot-tell':
      throw refuseRegister('CALL.SIM_NOT_CHECKED', { retryAfterSeconds: 60 });
  }
};

/** A registered number, as whoever keeps the register sees it. */
export interface RegisteredStaffNumber {
  readonly staffNumber: StaffNumber;
  readonly number: string;
}

/**
 * Registers a number as a shipper's own, once the operator has vouched for it; from then on it is the shipper's line. Nothing is kept of
 * one that it does not vouch for. Refuses `CALL.SHIPPER_UNKNOWN` for who is no active shipper, `CALL.STAFF_NUMBER_TAKEN` for a
 * number that is anybody's, `CALL.SIM_NOT_VERIFIED`, `CALL.SIM_CHANGED`, and `CALL.SIM_NOT_CHECKED` where the operator cannot tell.
 * The same seed answers the same registration again, and asks no operator.
 */
export const registerStaffNumber = (dependencies: StaffNumberDependencies) => {
  const { recorder, numbers, registers, sealed, directory, sims, clock } = dependencies;

  const verify = async (tenant: string, verificationId: string, number: string): Promise<void> => {
    const now = clock.now();
    const question = { verificationId, tenant, number, simAgeHours: inForce(simAge, now).value };
    const signal = AbortSignal.timeout(inForce(simAnswerMilliseconds, now).value);
    // What it throws may quote the number.
    requireVerified(await sims.verify(question, signal).catch((): SimVerdict => 'cannot-tell'));
  };

  return async (
    caller: Caller,
    { shipper, number }: { readonly shipper: string; readonly number: string },
    seed: Uint8Array,
  ): Promise<RegisteredStaffNumber> => {
    const { tenant } = caller.principal;
    const staffNumberId = toHex(keyedHash(seed, 16, 'staff-number'));
    let verified = false;
    return untilSettled(async () => {
      const again = await numbers.find(tenant, staffNumberId);
      if (again !== undefined) return { staffNumber: again, number };

      const staff = await directory.staff(tenant, shipper);
      if (staff?.active !== true || !staff.roles.includes('shipper'))
        throw refuseRegister('CALL.SHIPPER_UNKNOWN');
      const key = await registers.findOrMake(tenant, 'staff-number');
      const numberHash = staffNumberHash(key, number);
      if ((await numbers.owner(tenant, numberHash)) !== undefined)
        throw refuseRegister('CALL.STAFF_NUMBER_TAKEN');
      if (!verified) await verify(tenant, staffNumberId, number);
      verified = true;

      const registeredAt = clock.now();
      const staffNumber = {
        staffNumberId,
        shipper,
        state: 'verified',
        kept: { number: await sealed.seal(tenant, staffNumberId, number), numberHash },
        registeredAt,
      } as const;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'staff-number.register',
          outcome: 'allowed',
          policies: [inForce(simAge, registeredAt).id],
          resources: [staffNumberResource(staffNumberId)],
        },
        {
          reliedOn: [staff.reliedOn],
          writes: (registerReceipt) => numbers.registerWrites(tenant, { ...staffNumber, registerReceipt }),
        },
      );
      return recorded.outcome === 'committed'
        ? { staffNumber: { ...staffNumber, registerReceipt: recorded.receipt }, number }
        : undefined;
    });
  };
};

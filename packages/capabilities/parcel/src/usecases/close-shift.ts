import type { Caller, Receipt } from '@temkin/kernel';
import type { Shift } from '../domain/index.ts';
import type { ShiftDependencies } from './open-shift.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Closes a shift of the caller's own facility; from then on nothing in its custody opens. A closed one is answered as it
 * is. Refuses `PARCEL.SHIFT_UNKNOWN`, also for another facility's.
 */
export const closeShift =
  ({ recorder, clock, shifts, actors }: ShiftDependencies) =>
  (caller: Caller, shiftId: string): Promise<{ readonly shift: Shift; readonly receipt?: Receipt }> => {
    const { tenant, facility } = caller.principal;
    return untilSettled(async () => {
      const shift = await shifts.shift(tenant, shiftId);
      if (shift === undefined || shift.facility !== facility) throw refuse('PARCEL.SHIFT_UNKNOWN');
      if (shift.state === 'closed') return { shift };
      const closedAt = clock.now();
      const recorded = await recorder.commit(
        caller,
        {
          action: 'shift.close',
          outcome: 'allowed',
          resources: [{ type: 'staff', pseudonym: await actors.of(tenant, shift.shipper, closedAt) }],
        },
        { writes: () => shifts.closeWrites(tenant, shift, closedAt) },
      );
      return recorded.outcome === 'committed'
        ? { shift: { ...shift, state: 'closed', closedAt }, receipt: recorded.receipt }
        : undefined;
    });
  };

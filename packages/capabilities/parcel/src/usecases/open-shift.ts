import { keyedHash } from '@temkin/crypto';
import type { ActorPseudonyms } from '@temkin/audit-event';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import type { Shift } from '../domain/index.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import type { Directory, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

export interface ShiftDependencies extends Surroundings {
  readonly shifts: ShiftStore;
  readonly directory: Directory;
  readonly actors: ActorPseudonyms;
}

/**
 * Opens a shift for a shipper on the roster of the caller's own facility. Refuses `PARCEL.SHIPPER_NOT_ROSTERED` and
 * `PARCEL.SHIFT_OPEN`. The same seed answers the same shift again.
 */
export const openShift =
  ({ recorder, clock, shifts, directory, actors }: ShiftDependencies) =>
  (
    caller: Caller,
    asked: { readonly shipper: string; readonly facility: string },
    seed: Uint8Array,
  ): Promise<{ readonly shift: Shift; readonly receipt: Receipt }> => {
    const { tenant, facility: ownFacility, id } = caller.principal;
    const shiftId = toHex(keyedHash(seed, 16, 'shift'));
    return untilSettled(async () => {
      const again = await shifts.shift(tenant, shiftId);
      if (again !== undefined) return { shift: again, receipt: again.openReceipt };

      const staff = await directory.staff(tenant, asked.shipper);
      if (
        asked.facility !== ownFacility ||
        staff?.active !== true ||
        staff.facility !== asked.facility ||
        !staff.roles.includes('shipper')
      ) {
        throw refuse('PARCEL.SHIPPER_NOT_ROSTERED');
      }
      const openedAt = clock.now();
      const shift: Shift = { shiftId, shipper: staff.id, facility: asked.facility, state: 'open', openedAt };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'shift.open',
          outcome: 'allowed',
          resources: [{ type: 'staff', pseudonym: await actors.of(tenant, staff.id, openedAt) }],
        },
        {
          reliedOn: [staff.reliedOn],
          writes: (receipt) => shifts.openWrites(tenant, shift, id, receipt),
        },
      );
      if (recorded.outcome === 'committed') return { shift, receipt: recorded.receipt };
      if (recorded.outcome === 'refused' && !recorded.failed.includes(0)) throw refuse('PARCEL.SHIFT_OPEN');
      return undefined;
    });
  };

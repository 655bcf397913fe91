import type { Caller } from '@temkin/kernel';
import type { Shift } from '../domain/index.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import { refuse } from './refuse.ts';

/** The caller's own open shift. Refuses `PARCEL.SHIFT_CLOSED` where none is open. */
export const readCurrentShift =
  ({ shifts }: { readonly shifts: ShiftStore }) =>
  async ({ principal }: Caller): Promise<Shift> => {
    const open = await shifts.openShift(principal.tenant, principal.id);
    const shift = open && (await shifts.shift(principal.tenant, open.shiftId));
    if (shift?.state !== 'open') throw refuse('PARCEL.SHIFT_CLOSED', { detail: 'You have no open shift.' });
    return shift;
  };

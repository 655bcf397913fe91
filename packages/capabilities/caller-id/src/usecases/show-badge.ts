import type { KeyRing } from '@temkin/crypto';
import { inForce, type Caller, type Clock } from '@temkin/kernel';
import { badgeAt, badgeKey, badgeSeconds, type ShownBadge } from '../domain/index.ts';
import { CALL_PURPOSE } from './check-words.ts';
import { refuseRegister } from './refuse-register.ts';
import type { Shifts } from './register-ports.ts';

/**
 * What the caller's badge shows now. Only the code leaves: the key of the shift's codes is made of the tenant's and stays. Refuses
 * `CALL.NO_SHIFT`.
 */
export const showBadge =
  ({
    shifts,
    ring,
    clock,
  }: {
    readonly shifts: Pick<Shifts, 'openShift'>;
    /** Purpose `call`. */
    readonly ring: Pick<KeyRing, 'current'>;
    readonly clock: Clock;
  }) =>
  async ({ principal: { tenant, id } }: Caller): Promise<ShownBadge> => {
    const shift = await shifts.openShift(tenant, id);
    if (shift === undefined) throw refuseRegister('CALL.NO_SHIFT');
    const { key } = await ring.current(tenant, CALL_PURPOSE);
    const now = clock.now();
    return badgeAt(badgeKey(key, shift.shiftId), now, inForce(badgeSeconds, now).value);
  };

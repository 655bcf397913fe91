import type { ActorPseudonyms } from '@temkin/audit-event';
import type { About, Caller } from '@temkin/kernel';
import type { Holder, Read, Shift } from '../domain/index.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import type { Directory } from './ports.ts';
import { refuse } from './refuse.ts';
import type { Scan } from './scan.ts';

export interface HolderDependencies {
  readonly shifts: ShiftStore;
  readonly directory: Directory;
  readonly actors: ActorPseudonyms;
}

/** Finds whom a scan hands a parcel to, by name or because it is the caller's own, and how an event speaks of them. */
export const custodyHolders = ({ shifts, directory, actors }: HolderDependencies) => ({
  /** Refuses `PARCEL.HOLDER_INVALID` for a facility that does not exist. */
  facility: async ({ principal }: Caller, { holder }: Scan, about: About): Promise<string | undefined> => {
    const id = holder === undefined ? principal.facility : holder.type === 'facility' ? holder.id : undefined;
    if (id === undefined) return undefined;
    if ((await directory.facility(principal.tenant, id)) === undefined)
      throw refuse('PARCEL.HOLDER_INVALID', { about });
    return id;
  },

  shift: async ({ principal }: Caller, { holder }: Scan): Promise<Read<Shift> | undefined> => {
    if (holder !== undefined)
      return holder.type === 'shift' ? shifts.shift(principal.tenant, holder.id) : undefined;
    const own = await shifts.openShift(principal.tenant, principal.id);
    return own && shifts.shift(principal.tenant, own.shiftId);
  },

  resources: async (tenant: string, holder: Holder | undefined, atMilliseconds: number) => {
    if (holder === undefined) return [];
    return holder.type === 'facility'
      ? [{ type: 'facility', pseudonym: holder.id }]
      : [{ type: 'staff', pseudonym: await actors.of(tenant, holder.shipper, atMilliseconds) }];
  },
});

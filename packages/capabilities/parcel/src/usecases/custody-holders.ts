import type { ActorPseudonyms } from '@temkin/audit-event';
import type { About, Caller } from '@temkin/kernel';
import {
  CUSTODY_RULES,
  type CustodyQuestion,
  type Holder,
  type Offer,
  type Place,
  type Read,
  type Shift,
} from '../domain/index.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import type { Directory } from './ports.ts';
import { refuse } from './refuse.ts';
import type { Scan } from './scan.ts';

export interface HolderDependencies {
  readonly shifts: ShiftStore;
  readonly directory: Directory;
  readonly actors: ActorPseudonyms;
}

/** Whom a scan concerns beside its caller, as a decision takes it. */
export interface Concerned extends Pick<CustodyQuestion, 'facility' | 'offeredTo'> {
  readonly shift?: Read<Shift>;
}

/** Finds whom a scan hands or offers a parcel to, by name or because it is the caller's own, and how an event speaks of them. */
export const custodyHolders = ({ shifts, directory, actors }: HolderDependencies) => {
  const existing = async (tenant: string, facility: string, about: About): Promise<string> => {
    if ((await directory.facility(tenant, facility)) === undefined)
      throw refuse('PARCEL.HOLDER_INVALID', { about });
    return facility;
  };

  const taking = async ({ principal }: Caller, { holder }: Scan): Promise<Read<Shift> | undefined> => {
    if (holder !== undefined)
      return holder.type === 'shift' ? shifts.shift(principal.tenant, holder.id) : undefined;
    const own = await shifts.openShift(principal.tenant, principal.id);
    return own && shifts.shift(principal.tenant, own.shiftId);
  };

  /** The shift that a shipper speaks for who has the parcel; it may be closed by now. */
  const having = async ({ principal }: Caller, { holder }: Place): Promise<Read<Shift> | undefined> =>
    holder?.type === 'shift' && holder.shipper === principal.id
      ? shifts.shift(principal.tenant, holder.id)
      : undefined;

  const offered = async (
    tenant: string,
    { holder }: Scan,
    about: About,
  ): Promise<CustodyQuestion['offeredTo']> => {
    if (holder === undefined) return undefined;
    const { type, id } = holder;
    if (type === 'facility') return { type, id, facility: await existing(tenant, id, about) };
    const shift = await shifts.shift(tenant, id);
    if (shift?.state !== 'open') throw refuse('PARCEL.HOLDER_INVALID', { about });
    return { type, id, facility: shift.facility };
  };

  return {
    /** Refuses `PARCEL.HOLDER_INVALID` for a facility that does not exist and for an offer to no open shift. */
    concerned: async (caller: Caller, scan: Scan, place: Place, about: About): Promise<Concerned> => {
      const { tenant, facility: own } = caller.principal;
      const takes = CUSTODY_RULES[scan.event].holder;
      if (takes === 'facility') {
        const named = scan.holder?.type === 'facility' ? scan.holder.id : undefined;
        const id = scan.holder === undefined ? own : named;
        return id === undefined ? {} : { facility: await existing(tenant, id, about) };
      }
      const shift = takes === 'shift' ? await taking(caller, scan) : await having(caller, place);
      const offeredTo = takes === 'offered' ? await offered(tenant, scan, about) : undefined;
      return { ...(shift !== undefined && { shift }), ...(offeredTo !== undefined && { offeredTo }) };
    },

    resources: async (
      tenant: string,
      { holder, offeredTo }: { readonly holder?: Holder; readonly offeredTo?: Offer },
      atMilliseconds: number,
    ) => {
      const facilities = [holder, offeredTo].flatMap((one) =>
        one?.type === 'facility' ? [{ type: 'facility', pseudonym: one.id }] : [],
      );
      return holder?.type === 'shift'
        ? [{ type: 'staff', pseudonym: await actors.of(tenant, holder.shipper, atMilliseconds) }]
        : facilities;
    },
  };
};

import { toHex, type Clock, type RandomBytes, type ReliedOn } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { parcelReads } from './store/parcel-reads.ts';
import { shiftStore } from './store/shift-store.ts';

/** A parcel that an open shift has. */
export interface CarriedParcel {
  readonly shiftId: string;
  /** Staff id. */
  readonly shipper: string;
  readonly pseudonym: string;
  readonly reliedOn: readonly ReliedOn[];
}

/** Which shifts are open and what they have, for a process that serves no parcels otherwise and reads nothing personal of one. */
export const parcelShifts = ({
  table,
  clock,
  random,
}: {
  readonly table: Table;
  readonly clock: Clock;
  readonly random: RandomBytes;
}) => {
  const parcels = parcelReads(table);
  const shifts = shiftStore(table);
  /** An id that leads nowhere, so that a read is made of it all the same. */
  const nowhere = (): string => toHex(random(16));
  return {
    /** A shipper's open shift, by what is there while it is. */
    openShift: shifts.openShift,

    /** The open shift that has a parcel. Three reads, one after the other, whatever comes of them. */
    carrying: async (tenant: string, waybillNumber: string): Promise<CarriedParcel | undefined> => {
      const parcelId = await parcels.parcelIdOfWaybill(tenant, waybillNumber, clock.now());
      const parcel = await parcels.parcel(tenant, parcelId ?? nowhere());
      const carried = parcel === undefined || parcel.state === 'shredded' ? undefined : parcel;
      const holder = carried?.holder?.type === 'shift' ? carried.holder : undefined;
      const shift = await shifts.shift(tenant, holder?.id ?? nowhere());
      if (carried === undefined || holder === undefined || shift?.state !== 'open') return undefined;
      const { pseudonym, reliedOn } = carried;
      return {
        shiftId: shift.shiftId,
        shipper: shift.shipper,
        pseudonym,
        reliedOn: [reliedOn, shift.reliedOn],
      };
    },
  };
};

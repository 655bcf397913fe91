import type { ParcelBody } from '../parcels/generate-parcels.ts';
import { FACILITY, SHIPPERS, type BenchSystem } from './bench-system.ts';

/** A shipper on the road, and the labels he can open. */
export interface LoadedShift {
  readonly shipper: string;
  readonly tokens: readonly string[];
}

interface BatchAnswer {
  readonly results: readonly {
    readonly status: number;
    readonly parcel?: { readonly parcelId: string; readonly token: string };
  }[];
}

/** Opens every shipper's shift and sends him out with so many parcels of his own. */
export const loadShifts = async (
  system: BenchSystem,
  parcels: readonly ParcelBody[],
  parcelsPerShift: number,
): Promise<readonly LoadedShift[]> => {
  const orderSystem = await system.as('order-system');
  const desk = await system.as('desk');
  const shifts: LoadedShift[] = [];
  for (const [place, shipper] of SHIPPERS.entries()) {
    const load = parcels.slice(place * parcelsPerShift, (place + 1) * parcelsPerShift);
    const issue = orderSystem('/v1/parcels/batch')({ parcels: load });
    const issued = ((await issue()) as BatchAnswer).results.flatMap(({ parcel }) => parcel ?? []);
    const openShift = desk('/v1/shifts')({ shipper, facility: FACILITY });
    const { shiftId } = (await openShift()) as { readonly shiftId: string };
    const holder = { type: 'shift', id: shiftId };
    const events = issued.map(({ parcelId }) => ({ parcelId, event: 'out-for-delivery', holder }));
    const handOver = orderSystem('/v1/custody-events')({ events });
    const { results } = (await handOver()) as BatchAnswer;
    if (issued.length !== parcelsPerShift || results.some(({ status }) => status !== 200))
      throw new Error('a parcel of the bench was not issued or not handed over');
    shifts.push({ shipper, tokens: issued.map(({ token }) => token) });
  }
  return shifts;
};

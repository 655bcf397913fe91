import { newParcel, scan, type Issued } from './parcels.ts';
import type { TestSystem } from './system.ts';

/** Issues so many parcels and sends them out for delivery with a shift: two requests, whatever the number (up to 500). */
export const sendOut = async (
  system: TestSystem,
  shiftId: string,
  count: number,
): Promise<readonly Issued[]> => {
  const parcels = Array.from({ length: count }, () => newParcel());
  const answer = await system.as('order-system').post('/v1/parcels/batch', { parcels });
  const { results } = (await answer.json()) as { readonly results: readonly { readonly parcel?: Issued }[] };
  const issued = results.flatMap(({ parcel }) => parcel ?? []);
  const holder = { type: 'shift', id: shiftId };
  const scans = issued.map(({ parcelId }) => ({ parcelId, event: 'out-for-delivery', holder }));
  const moved = await scan(system, 'order-system', scans);
  if (issued.length !== count || moved.some(({ status }) => status !== 200))
    throw new Error('a parcel was not issued or not handed over');
  return issued;
};

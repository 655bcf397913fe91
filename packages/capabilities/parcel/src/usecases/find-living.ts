import type { Parcel, Read } from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';

/** The parcel of an id; undefined where it is shredded as where it never was, for those who may not learn which. */
export const findLiving = async (
  store: Pick<ParcelReads, 'parcel'>,
  tenant: string,
  parcelId: string,
): Promise<Read<Parcel> | undefined> => {
  const parcel = await store.parcel(tenant, parcelId);
  return parcel?.state === 'shredded' ? undefined : parcel;
};

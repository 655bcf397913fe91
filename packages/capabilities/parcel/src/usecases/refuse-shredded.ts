import type { About } from '@temkin/kernel';
import type { Parcel, Read } from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { refuse } from './refuse.ts';

/**
 * Refuses `PARCEL.SHREDDED` for what is destroyed of a parcel. Answers undefined, for another attempt, where the parcel is
 * no longer as it was read: what destroyed it has changed its state, which says more.
 */
export const refuseShredded = async (
  store: Pick<ParcelReads, 'parcel'>,
  tenant: string,
  { parcelId, reliedOn }: Read<Parcel>,
  about: About,
): Promise<undefined> => {
  const now = await store.parcel(tenant, parcelId);
  if (now === undefined || now.state === 'shredded' || now.reliedOn.version !== reliedOn.version)
    return undefined;
  throw refuse('PARCEL.SHREDDED', { about });
};

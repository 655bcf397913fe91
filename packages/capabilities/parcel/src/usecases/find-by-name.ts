import type { About, Clock } from '@temkin/kernel';
import type { Parcel, Read } from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { refuse } from './refuse.ts';
import { requireAlive } from './require-alive.ts';

/** A parcel by a name that is no proof of having it. */
export type ParcelName = { readonly waybillNumber: string } | { readonly parcelId: string };

/**
 * The parcel of a name. Refuses `PARCEL.UNKNOWN`, also for another tenant's, and from the end of its retention on
 * `PARCEL.SHREDDED`, whether or not everything is destroyed already.
 */
export const findByName = async (
  {
    store,
    clock,
  }: { readonly store: Pick<ParcelReads, 'parcel' | 'parcelIdOfWaybill'>; readonly clock: Clock },
  tenant: string,
  name: ParcelName,
  asked: About = {},
): Promise<Read<Parcel>> => {
  const parcelId =
    'parcelId' in name
      ? name.parcelId
      : await store.parcelIdOfWaybill(tenant, name.waybillNumber, clock.now());
  const parcel = parcelId === undefined ? undefined : await store.parcel(tenant, parcelId);
  if (parcel === undefined) throw refuse('PARCEL.UNKNOWN', { about: asked });
  const alive = requireAlive(parcel, asked);
  if (alive.retainedUntil <= clock.now()) throw refuse('PARCEL.SHREDDED', { about: asked });
  return alive;
};

import type { ActorPseudonyms } from '@temkin/audit-event';
import type { Caller, Clock, Receipt } from '@temkin/kernel';
import { refusedAssignment, type Parcel } from '../domain/index.ts';
import type { CustodyStore } from '../store/custody-store.ts';
import { changed } from './changed.ts';
import { findByName } from './find-by-name.ts';
import type { Directory, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

export interface CollectionDependencies extends Pick<Surroundings, 'recorder'> {
  readonly store: Pick<CustodyStore, 'parcel' | 'parcelIdOfWaybill' | 'collectionWrites'>;
  readonly directory: Pick<Directory, 'staff'>;
  readonly actors: ActorPseudonyms;
  readonly clock: Clock;
}

/** A parcel whose collection was given to somebody, or taken back. */
export interface CollectionChange {
  readonly parcel: Parcel;
  readonly receipt?: Receipt;
}

/**
 * Gives the collection of a parcel that nobody has yet to a shipper, who alone may read its sender for that purpose; who
 * had it before may not any more. Given to who has it already, it is answered as it is. Refuses `PARCEL.UNKNOWN`,
 * `PARCEL.SHREDDED`,
 * `PARCEL.SHIPPER_NOT_ROSTERED`, `PARCEL.CLOSED` and `PARCEL.STATE_NOT_ALLOWED`.
 */
export const assignCollection =
  ({ recorder, store, directory, actors, clock }: CollectionDependencies) =>
  (
    caller: Caller,
    { parcelId, shipper }: { readonly parcelId: string; readonly shipper: string },
  ): Promise<CollectionChange> => {
    const { principal } = caller;
    const { tenant } = principal;
    return untilSettled(async () => {
      const [parcel, staff] = await Promise.all([
        findByName({ store, clock }, tenant, { parcelId }),
        directory.staff(tenant, shipper),
      ]);
      const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
      const refused = refusedAssignment({ principal, parcel, shipper: staff });
      if (refused !== undefined || staff === undefined)
        throw refuse(refused ?? 'PARCEL.SHIPPER_NOT_ROSTERED', { about });
      if (parcel.assignedTo === staff.id) return { parcel };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'collection.assign',
          outcome: 'allowed',
          resources: [
            changed(parcel),
            { type: 'staff', pseudonym: await actors.of(tenant, staff.id, clock.now()) },
          ],
        },
        {
          reliedOn: [staff.reliedOn],
          writes: ({ eventId }) => store.collectionWrites(tenant, parcel, staff.id, eventId),
        },
      );
      return recorded.outcome === 'committed'
        ? {
            parcel: { ...parcel, state: 'awaiting-collection', assignedTo: staff.id },
            receipt: recorded.receipt,
          }
        : undefined;
    });
  };

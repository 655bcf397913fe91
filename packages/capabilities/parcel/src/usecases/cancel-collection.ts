import type { Caller } from '@temkin/kernel';
import { refusedChange } from '../domain/index.ts';
import type { CollectionChange, CollectionDependencies } from './assign-collection.ts';
import { changed } from './changed.ts';
import { findByName } from './find-by-name.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Takes the collection of a parcel back from whom it was given to, who from then on may not read its sender. Given to
 * nobody, it is answered as it is. Refuses `PARCEL.UNKNOWN`, `PARCEL.SHREDDED`, `PARCEL.CLOSED` and `PARCEL.STATE_NOT_ALLOWED`.
 */
export const cancelCollection =
  ({ recorder, store, clock }: Pick<CollectionDependencies, 'recorder' | 'store' | 'clock'>) =>
  (caller: Caller, parcelId: string): Promise<CollectionChange> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const parcel = await findByName({ store, clock }, tenant, { parcelId });
      const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
      const refused = refusedChange(parcel);
      if (refused !== undefined) throw refuse(refused, { about });
      const { assignedTo, ...others } = parcel;
      if (assignedTo === undefined) return { parcel };
      const recorded = await recorder.commit(
        caller,
        { action: 'collection.cancel', outcome: 'allowed', resources: [changed(parcel)] },
        { writes: ({ eventId }) => store.collectionWrites(tenant, parcel, undefined, eventId) },
      );
      return recorded.outcome === 'committed'
        ? { parcel: { ...others, state: 'issued' }, receipt: recorded.receipt }
        : undefined;
    });
  };

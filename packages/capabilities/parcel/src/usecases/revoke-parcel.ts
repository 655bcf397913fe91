import type { Caller, Receipt } from '@temkin/kernel';
import { OPEN_STATES, type Parcel, type RevokeReason } from '../domain/index.ts';
import { finalFrom } from '../store/final-from.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import { changed } from './changed.ts';
import { findByName } from './find-by-name.ts';
import type { Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** What is asked to be revoked, and why. */
export interface Revocation {
  readonly parcelId: string;
  readonly reason: RevokeReason;
}

/** A parcel that is out of the world. */
export interface RevokedParcel {
  readonly parcel: Parcel;
  /** From when on nobody can bring the label's key back: milliseconds since the epoch. */
  readonly finalFrom: number;
  readonly receipt?: Receipt;
}

/**
 * Takes an open parcel out of the world: from then on its label opens and moves nothing, and the label's key is destroyed.
 * A revoked one is answered as it is, whatever the reason was. Refuses `PARCEL.UNKNOWN`, `PARCEL.SHREDDED`, and `PARCEL.CLOSED` where the
 * parcel was delivered, returned or otherwise closed.
 */
export const revokeParcel =
  ({ recorder, clock, store }: Pick<Surroundings, 'recorder' | 'clock'> & { readonly store: ParcelStore }) =>
  (caller: Caller, { parcelId, reason }: Revocation): Promise<RevokedParcel> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const parcel = await findByName({ store, clock }, tenant, { parcelId });
      if (parcel.state === 'revoked')
        return { parcel, finalFrom: finalFrom.labelKey(parcel.movedAt ?? parcel.issuedAt) };
      const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
      if (!OPEN_STATES.includes(parcel.state)) throw refuse('PARCEL.CLOSED', { about });

      const [label, labelKeys] = await Promise.all([
        store.label(tenant, parcel.labelId),
        store.livingLabelKeys(tenant, parcel),
      ]);
      if (label === undefined) throw new Error('a parcel leads to no label');
      const revokedAt = clock.now();
      const recorded = await recorder.commit(
        caller,
        { action: 'parcel.revoke', outcome: 'allowed', resources: [changed(parcel)], change: reason },
        {
          writes: ({ eventId }) =>
            store.revokeWrites(tenant, parcel, label, labelKeys, { eventId, revokedAt }),
        },
      );
      return recorded.outcome === 'committed'
        ? {
            parcel: { ...parcel, state: 'revoked', movedAt: revokedAt },
            finalFrom: finalFrom.labelKey(revokedAt),
            receipt: recorded.receipt,
          }
        : undefined;
    });
  };

import type { Caller, Receipt } from '@temkin/kernel';
import { OPEN_STATES, type Parcel, type RevokeReason } from '../domain/index.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import { changed } from './changed.ts';
import type { Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** What is asked to be revoked, and why. */
export interface Revocation {
  readonly parcelId: string;
  readonly reason: RevokeReason;
}

/**
 * Takes an open parcel out of the world: from then on its label opens and moves nothing, and the label's key is destroyed.
 * A revoked one is answered as it is, whatever the reason was. Refuses `PARCEL.UNKNOWN`, and `PARCEL.CLOSED` where the
 * parcel was delivered, returned or otherwise closed.
 */
export const revokeParcel =
  ({ recorder, clock, store }: Pick<Surroundings, 'recorder' | 'clock'> & { readonly store: ParcelStore }) =>
  (
    caller: Caller,
    { parcelId, reason }: Revocation,
  ): Promise<{ readonly parcel: Parcel; readonly receipt?: Receipt }> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const parcel = await store.parcel(tenant, parcelId);
      if (parcel === undefined) throw refuse('PARCEL.UNKNOWN');
      if (parcel.state === 'revoked') return { parcel };
      const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
      if (!OPEN_STATES.includes(parcel.state)) throw refuse('PARCEL.CLOSED', { about });

      const [label, keyDueAtSeconds] = await Promise.all([
        store.label(tenant, parcel.labelId),
        store.labelKeyDueAtSeconds(tenant, parcel.labelId),
      ]);
      if (label === undefined) throw new Error('a parcel leads to no label');
      const recorded = await recorder.commit(
        caller,
        { action: 'parcel.revoke', outcome: 'allowed', resources: [changed(parcel)], change: reason },
        {
          writes: ({ eventId }) =>
            store.revokeWrites(tenant, parcel, label, keyDueAtSeconds, { eventId, revokedAt: clock.now() }),
        },
      );
      return recorded.outcome === 'committed'
        ? { parcel: { ...parcel, state: 'revoked' }, receipt: recorded.receipt }
        : undefined;
    });
  };

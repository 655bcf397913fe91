import type { Approvals, PendingApproval } from '@temkin/audit-event';
import type { Caller, Receipt } from '@temkin/kernel';
import { CLOSED_STATES, type ShredReason } from '../domain/index.ts';
import { finalFrom } from '../store/final-from.ts';
import type { ShredStore } from '../store/shred-store.ts';
import { changed } from './changed.ts';
import type { Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** A parcel of which nothing remains that leads to a person. */
export interface ShreddedEarly {
  readonly state: 'shredded';
  readonly parcelId: string;
  /** From when on nobody can bring any of it back: milliseconds since the epoch. */
  readonly finalFrom: number;
  readonly receipt?: Receipt;
}

const NOT_CLOSED = 'Somebody still has this parcel to bring somewhere: revoke it first, or wait for its end.';

/**
 * Shreds a closed parcel before its time, once a second person has agreed: all that the end of its retention destroys, in one
 * transaction, and the next run of the shredder clears its trail away. A shredded one is answered as it is. Refuses
 * `PARCEL.UNKNOWN`, `PARCEL.SHREDDED` where its time has come already, `PARCEL.STATE_NOT_ALLOWED` while it is open, and by the
 * codes of `Approvals`.
 */
export const shredParcel =
  ({
    recorder,
    clock,
    approvals,
    store,
  }: Pick<Surroundings, 'recorder' | 'clock'> & {
    readonly approvals: Approvals;
    readonly store: ShredStore;
  }) =>
  (
    caller: Caller,
    { parcelId, reason }: { readonly parcelId: string; readonly reason: ShredReason },
  ): Promise<ShreddedEarly | PendingApproval> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const parcel = await store.parcel(tenant, parcelId);
      if (parcel === undefined) throw refuse('PARCEL.UNKNOWN');
      if (parcel.state === 'shredded')
        return { state: 'shredded', parcelId, finalFrom: finalFrom.parcel(parcel.shreddedAt) };
      const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
      if (parcel.retainedUntil <= clock.now()) throw refuse('PARCEL.SHREDDED', { about });
      if (!CLOSED_STATES.includes(parcel.state))
        throw refuse('PARCEL.STATE_NOT_ALLOWED', { about, detail: NOT_CLOSED });

      const approval = await approvals.of(caller, {
        action: 'parcel.shred',
        ...about,
        terms: { parcelId, waybillNumber: parcel.waybillNumber, reason },
      });
      if (approval.state === 'pending') return approval;
      const labelKeys = await store.livingLabelKeys(tenant, parcel);
      const shreddedAt = clock.now();
      const recorded = await recorder.commit(
        caller,
        {
          action: 'parcel.shred',
          outcome: 'allowed',
          change: 'parcel',
          grounds: reason,
          resources: [changed(parcel), ...approval.resources],
        },
        approval.spentWith({
          writes: ({ eventId }) => store.shredEarlyWrites(tenant, parcel, labelKeys, { eventId, shreddedAt }),
        }),
      );
      return recorded.outcome === 'committed'
        ? {
            state: 'shredded',
            parcelId,
            finalFrom: finalFrom.parcel(shreddedAt),
            receipt: recorded.receipt,
          }
        : undefined;
    });
  };

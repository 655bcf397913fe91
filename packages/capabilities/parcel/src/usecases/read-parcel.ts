import type { Caller, Receipt } from '@temkin/kernel';
import { inOccurrence, type CustodyRecord, type Parcel } from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import type { Surroundings } from './ports.ts';
import { findByName } from './find-by-name.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** Roles that may follow any parcel of their tenant; a shipper follows what is in the own custody or theirs to collect. */
const FOLLOWING_ROLES = ['order-system', 'sorter', 'desk-clerk', 'dispatcher', 'support'] as const;

export interface ParcelReport {
  readonly parcel: Parcel;
  readonly trail: readonly CustodyRecord[];
  readonly receipt: Receipt;
}

/** State and custody trail of a parcel in order of occurrence: nothing personal, and on record all the same. */
export const readParcel =
  ({ recorder, store, clock }: Surroundings & { readonly store: ParcelReads }) =>
  (caller: Caller, parcelId: string): Promise<ParcelReport> => {
    const { tenant, id, roles } = caller.principal;
    return untilSettled(async () => {
      const parcel = await findByName({ store, clock }, tenant, { parcelId });
      const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
      const follows = FOLLOWING_ROLES.some((role) => roles.includes(role));
      const { holder, assignedTo } = parcel;
      const isOwn = assignedTo === id || (holder?.type === 'shift' && holder.shipper === id);
      if (!follows && !isOwn) {
        throw refuse('PARCEL.NOT_IN_CUSTODY', { about });
      }
      const recorded = await recorder.commit(
        caller,
        { action: 'parcel.read', outcome: 'allowed', ...about },
        { reliedOn: follows ? [] : [parcel.reliedOn] },
      );
      if (recorded.outcome !== 'committed') return undefined;
      const trail = inOccurrence(await store.custodyTrail(tenant, parcelId));
      return { parcel, trail, receipt: recorded.receipt };
    });
  };

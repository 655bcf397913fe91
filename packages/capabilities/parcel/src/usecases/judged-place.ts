import {
  CLOSED_STATES,
  CUSTODY_RULES,
  inOccurrence,
  occurrenceOf,
  placeBy,
  type CustodyEventName,
  type CustodyRecord,
  type Parcel,
  type Place,
} from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';

/** When and what a scan says, as far as it is placed among the others. */
export interface Occurrence {
  readonly event: CustodyEventName;
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/** Where a parcel was when something happened to it. */
export interface JudgedPlace {
  readonly place: Place;
  /** Whether something that happened later is known already. */
  readonly isOutOfOrder: boolean;
  /** Whether it ends a way that ended so already: two sources told of the same. */
  readonly isSecondEnd: boolean;
  /** Where the parcel is by all its scans and this one, and when the latest of them happened. */
  after(record: CustodyRecord, place: Place): { readonly place: Place; readonly movedAt: number };
}

/** Whether no scan made the state: it is not for scans to change it. */
const isMadeOtherwise = ({ state }: Parcel): boolean => state === 'revoked' || state === 'unclaimed';

/**
 * Finds the place that a scan is to be judged by: where the parcel is, or, of a scan that comes behind later ones, where it
 * was then by the trail. What was known of the parcel before costs nothing; only the trail is read, and rarely.
 */
export const judgedPlace = async (
  store: Pick<ParcelReads, 'custodyTrail'>,
  tenant: string,
  parcel: Parcel,
  scan: Occurrence,
): Promise<JudgedPlace> => {
  const at = occurrenceOf(scan);
  const { movedAt = 0, state } = parcel;
  const isOutOfOrder = at < movedAt;
  const isSecondEnd = CLOSED_STATES.includes(state) && CUSTODY_RULES[scan.event].to === state;
  const latest = Math.max(at, movedAt);
  if (!isOutOfOrder && !isSecondEnd)
    return {
      place: parcel,
      isOutOfOrder,
      isSecondEnd,
      after: (_record, place) => ({ place, movedAt: latest }),
    };
  const trail = await store.custodyTrail(tenant, parcel.parcelId);
  const before = inOccurrence(trail).filter((record) => occurrenceOf(record) <= at);
  const ways = isSecondEnd ? before.filter(({ event }) => event !== scan.event) : before;
  return {
    place: placeBy(ways),
    isOutOfOrder,
    isSecondEnd,
    after: (record) => ({
      place: isMadeOtherwise(parcel) ? parcel : placeBy([...trail, record]),
      movedAt: latest,
    }),
  };
};

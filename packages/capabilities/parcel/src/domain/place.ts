import { CUSTODY_RULES, type CustodyEventName } from './custody-events.ts';
import type { Holder, Offer, Parcel } from './parcel.ts';
import type { ParcelState } from './states.ts';

/** Where a parcel is in its life, who has it, whom it is offered to, and who is to collect it: no scan leaves the last. */
export type Place = Pick<Parcel, 'state' | 'holder' | 'offeredTo' | 'assignedTo'>;

/** What a scan says: the event and whom it names, as holder or for an offer. */
export interface Move {
  readonly event: CustodyEventName;
  readonly holder?: Holder;
  readonly offeredTo?: Offer;
}

/** A scan as far as its order among others goes. */
export interface Ordered {
  /** Milliseconds since the epoch, as the source says. */
  readonly occurredAt: number;
  /** Milliseconds since the epoch, server time. */
  readonly recordedAt: number;
  /** Consecutive within a parcel in the order of arrival. */
  readonly order: number;
}

const placeOf = (state: ParcelState, holder: Holder | undefined, offeredTo: Offer | undefined): Place => ({
  state,
  ...(holder !== undefined && { holder }),
  ...(offeredTo !== undefined && { offeredTo }),
});

/** Where a parcel is after an event, whatever was decided about it. */
export const placeAfter = (place: Place, { event, holder, offeredTo }: Move): Place => {
  const rule = CUSTODY_RULES[event];
  const state = rule.keeps.includes(place.state) ? place.state : rule.to;
  switch (rule.holder) {
    case 'nobody':
      return { state };
    case 'kept':
      return placeOf(state, place.holder, place.offeredTo);
    case 'offered':
      return placeOf(state, place.holder, offeredTo);
    case 'facility':
    case 'shift':
      return placeOf(state, holder, undefined);
  }
};

/** When a scan happened, for its order: what a fast clock puts into the future happened when it was recorded. */
export const occurrenceOf = ({ occurredAt, recordedAt }: Omit<Ordered, 'order'>): number =>
  Math.min(occurredAt, recordedAt);

/** Scans in order of occurrence; of two at the same instant, the one that came first. */
export const inOccurrence = <Scan extends Ordered>(scans: readonly Scan[]): readonly Scan[] =>
  scans.toSorted((a, b) => occurrenceOf(a) - occurrenceOf(b) || a.order - b.order);

/** Where a parcel is after these scans, whichever order they came in. */
export const placeBy = (scans: readonly (Ordered & Move)[]): Place =>
  inOccurrence(scans).reduce<Place>(placeAfter, { state: 'issued' });

/** A change of a parcel's state, as the capability that made it tells: nothing personal. */
export interface ParcelNews {
  readonly tenant: string;
  readonly parcelId: string;
  readonly state: string;
  /** Of the parcel: one more with each change, so that receivers can put changes in order. */
  readonly version: number;
  /** The event that has the change on record. */
  readonly eventId: string;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  /** The custody event that moved it: `arrived`. */
  readonly event?: string;
  readonly facility?: string;
}

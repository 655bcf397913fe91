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

/** Changes that one transaction made. */
export interface Announcement {
  readonly tenant: string;
  readonly eventId: string;
  /** Which of those that its transaction made, from 0. */
  readonly part: number;
  /** Milliseconds since the epoch. */
  readonly announcedAt: number;
  readonly news: readonly ParcelNews[];
}

/** Changes of one announcement: with ten webhooks they become messages in one transaction, of a hundred writes. */
export const NEWS_PER_ANNOUNCEMENT = 9;

import type { EventView } from '../domain/index.ts';

/** Where events are read: the outbox for now, the log's index when it stands. */
export interface EventSource {
  byId(tenant: string, eventId: string): Promise<EventView | undefined>;
  /** A tenant's events in order of their ids, beginning after the given one. */
  after(tenant: string, eventId: string | undefined): AsyncIterable<EventView>;
}

/** How a parcel's pseudonym is found; the parcel capability answers, where it still can. */
export interface ParcelSubjects {
  pseudonymOf(
    tenant: string,
    parcel: { readonly parcelId: string } | { readonly waybillNumber: string },
  ): Promise<string | undefined>;
}

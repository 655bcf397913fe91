import type { Recorder } from '@temkin/audit-event';
import type { Caller, Receipt } from '@temkin/kernel';
import { matches, type EventFilter, type EventView } from '../domain/index.ts';
import type { EventSource, ParcelSubjects } from './event-source.ts';
import { recordReading } from './record-reading.ts';

export interface EventQuery extends EventFilter {
  readonly parcelId?: string;
  readonly waybillNumber?: string;
  /** The last event id the page before looked at. */
  readonly after?: string;
  readonly limit: number;
}

export interface EventPage {
  readonly events: readonly EventView[];
  /** The last event looked at, where the page ended before the events did. */
  readonly next?: string;
  /** Events of this page that are not in the log yet. */
  readonly pending: number;
  readonly receipt: Receipt;
}

/** Events looked at per page at most: a rare match answers an empty page with a cursor instead of a time-out. */
const SCAN_LIMIT = 5_000;

const named = (type: string, pseudonym: string | undefined) =>
  pseudonym === undefined ? [] : [{ type, pseudonym }];

/**
 * A tenant's events in order of time, up to the query itself, which is put on record first together with whom it is
 * about. A parcel that is unknown, another tenant's or shredded has no events to show: its pseudonym is gone.
 */
export const queryEvents =
  (dependencies: {
    readonly recorder: Recorder;
    readonly events: EventSource;
    readonly parcels: ParcelSubjects;
  }) =>
  async (caller: Caller, query: EventQuery): Promise<EventPage> => {
    const { recorder, events, parcels } = dependencies;
    const { tenant } = caller.principal;

    const names = [
      ...(query.parcelId === undefined ? [] : [{ parcelId: query.parcelId }]),
      ...(query.waybillNumber === undefined ? [] : [{ waybillNumber: query.waybillNumber }]),
    ];
    const found = await Promise.all(names.map((name) => parcels.pseudonymOf(tenant, name)));
    const asked = query.subject === undefined ? found : [...found, query.subject];
    const [subject, ...others] = asked;
    const receipt = await recordReading(recorder, caller, {
      action: 'audit.query',
      outcome: 'allowed',
      resources: [
        ...[...new Set(found)].flatMap((pseudonym) => named('parcel', pseudonym)),
        ...named('subject', query.subject),
        ...named('actor', query.actor),
      ],
    });
    if (asked.length > 0 && (subject === undefined || others.some((other) => other !== subject))) {
      return { events: [], pending: 0, receipt };
    }

    const filter: EventFilter = { ...query, ...(subject !== undefined && { subject }) };
    const page: EventView[] = [];
    let looked = 0;
    let last = query.after;
    for await (const event of events.after(tenant, query.after)) {
      if (event.eventId >= receipt.eventId) break;
      if (page.length === query.limit || looked === SCAN_LIMIT) {
        return { events: page, pending: page.length, receipt, ...(last !== undefined && { next: last }) };
      }
      looked += 1;
      last = event.eventId;
      if (matches(filter, event)) page.push(event);
    }
    return { events: page, pending: page.length, receipt };
  };

import type { Recorder } from '@temkin/audit-event';
import { keyedHash, type KeyRing } from '@temkin/crypto';
import { toBase64Url, type Caller, type Receipt } from '@temkin/kernel';
import { matches, type EventFilter, type EventView } from '../domain/index.ts';
import type { OrderedEvents } from '../store/outbox-events.ts';
import { recordReading } from './record-reading.ts';

/** How a parcel's pseudonym is found; the parcel capability answers, where it still can. */
export interface ParcelSubjects {
  pseudonymOf(
    tenant: string,
    parcel: { readonly parcelId: string } | { readonly waybillNumber: string },
  ): Promise<string | undefined>;
}

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

/** As long as a pseudonym. */
const ASKED_BYTES = 16;

const named = (type: string, pseudonym: string | undefined) =>
  pseudonym === undefined ? [] : [{ type, pseudonym }];

/**
 * A tenant's events in order of time, but for the query itself, which is put on record first together with whom it is
 * about: a parcel that was found by its pseudonym, what was asked for as a pseudonym by a keyed hash, since a client may
 * send anything of that form. The same text hashes alike for a month. A parcel that is unknown, another tenant's or
 * shredded has no events to show: its pseudonym is gone.
 */
export const queryEvents =
  (dependencies: {
    readonly recorder: Recorder;
    readonly events: Pick<OrderedEvents, 'after'>;
    readonly parcels: ParcelSubjects;
    readonly keyRing: Pick<KeyRing, 'current'>;
  }) =>
  async (caller: Caller, query: EventQuery): Promise<EventPage> => {
    const { recorder, events, parcels, keyRing } = dependencies;
    const { tenant } = caller.principal;

    const names = [
      ...(query.parcelId === undefined ? [] : [{ parcelId: query.parcelId }]),
      ...(query.waybillNumber === undefined ? [] : [{ waybillNumber: query.waybillNumber }]),
    ];
    const found = await Promise.all(names.map((name) => parcels.pseudonymOf(tenant, name)));
    const asked = query.subject === undefined ? found : [...found, query.subject];
    const [subject, ...others] = asked;
    const { key } = await keyRing.current(tenant, 'pseudonym');
    const hashOf = (text: string | undefined): string | undefined =>
      text && toBase64Url(keyedHash(key, ASKED_BYTES, 'asked', text));
    const receipt = await recordReading(recorder, caller, {
      action: 'audit.query',
      outcome: 'allowed',
      resources: [
        ...[...new Set(found)].flatMap((pseudonym) => named('parcel', pseudonym)),
        ...named('asked-subject', hashOf(query.subject)),
        ...named('asked-actor', hashOf(query.actor)),
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
      if (event.eventId === receipt.eventId) continue;
      if (page.length === query.limit || looked === SCAN_LIMIT) {
        return { events: page, pending: page.length, receipt, ...(last !== undefined && { next: last }) };
      }
      looked += 1;
      last = event.eventId;
      if (matches(filter, event)) page.push(event);
    }
    return { events: page, pending: page.length, receipt };
  };

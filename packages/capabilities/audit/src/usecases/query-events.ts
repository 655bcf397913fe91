import type { Recorder } from '@temkin/audit-event';
import { keyedHash, type KeyRing } from '@temkin/crypto';
import { rfc3339, toBase64Url, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import type { Sha256 } from '@temkin/tlog';
import { listedEvent, type EventFilter, type EventSource, type ListedEvent } from '../domain/index.ts';
import type { LogFiles } from '../store/log-files.ts';
import { logsAsOf, type LogAsOf } from './logs-as-of.ts';
import { queryCursors } from './query-cursor.ts';
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
  /** What the page before ended with. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface EventPage {
  readonly events: readonly ListedEvent[];
  /** Where the page ended before the events did. */
  readonly cursor?: string;
  /** The logs as they were when the question was first asked. */
  readonly asOf: readonly LogAsOf[];
  /** Events of this page that are not in the log yet. */
  readonly pending: number;
  readonly receipt: Receipt;
}

/** Events looked at per page at most: a rare match answers an empty page with a cursor instead of a time-out. */
const SCAN_LIMIT = 5_000;

/** How far clocks may lie apart that events are timed by: what was recorded before a question, by any of them, is asked for. */
const APART_MILLISECONDS = 5 * 60_000;

/** As long as a pseudonym. */
const ASKED_BYTES = 16;

const named = (type: string, pseudonym: string | undefined) =>
  pseudonym === undefined ? [] : [{ type, pseudonym }];

/** A question that comes to an end however fast events are recorded. */
const endingBy = (filter: EventFilter, until: number): EventFilter =>
  filter.to !== undefined && Date.parse(filter.to) <= until ? filter : { ...filter, to: rfc3339(until) };

/**
 * A tenant's events, each once however many pages it takes and whatever the log does meanwhile, but for the query itself,
 * which is put on record first together with whom it is about: a parcel that was found by its pseudonym, what was asked for
 * as a pseudonym by a keyed hash, since a client may send anything of that form. The same text hashes alike for a month. A
 * parcel that is unknown, another tenant's or shredded has no events to show: its pseudonym is gone. Refuses
 * `AUDIT.CURSOR_INVALID`.
 */
export const queryEvents = (dependencies: {
  readonly recorder: Recorder;
  readonly events: Pick<EventSource, 'begin' | 'from'>;
  readonly files: Pick<LogFiles, 'published'>;
  readonly parcels: ParcelSubjects;
  readonly keyRing: Pick<KeyRing, 'current' | 'byId'>;
  readonly clock: Clock;
  readonly sha256: Sha256;
}) => {
  const { recorder, events, files, parcels, keyRing, clock, sha256 } = dependencies;
  const cursors = queryCursors({ keyRing });

  return async (caller: Caller, query: EventQuery): Promise<EventPage> => {
    const { tenant } = caller.principal;

    const names = [
      ...(query.parcelId === undefined ? [] : [{ parcelId: query.parcelId }]),
      ...(query.waybillNumber === undefined ? [] : [{ waybillNumber: query.waybillNumber }]),
    ];
    const found = await Promise.all(names.map((name) => parcels.pseudonymOf(tenant, name)));
    const asked = query.subject === undefined ? found : [...found, query.subject];
    const [subject, ...others] = asked;
    const isOfNobody =
      asked.length > 0 && (subject === undefined || others.some((other) => other !== subject));
    const filter: EventFilter = { ...query, ...(subject !== undefined && { subject }) };
    const resumed =
      query.cursor === undefined || isOfNobody ? undefined : await cursors.open(tenant, filter, query.cursor);

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

    const until = resumed?.until ?? clock.now() + APART_MILLISECONDS;
    let position = resumed?.position ?? (await events.begin(tenant));
    const asOf = await logsAsOf(files, tenant, position);
    const page: ListedEvent[] = [];
    const answer = (): EventPage => {
      const pending = page.filter(({ index }) => index === undefined).length;
      return { events: page, asOf, pending, receipt };
    };
    if (isOfNobody) return answer();

    let looked = 0;
    for await (const step of events.from(tenant, endingBy(filter, until), position)) {
      if (step.found?.event.eventId === receipt.eventId) continue;
      if (page.length === query.limit || looked === SCAN_LIMIT)
        return { ...answer(), cursor: await cursors.seal(tenant, filter, { position, until }) };
      looked += 1;
      position = step.position;
      if (step.found !== undefined) page.push(await listedEvent(sha256, step.found));
    }
    return answer();
  };
};

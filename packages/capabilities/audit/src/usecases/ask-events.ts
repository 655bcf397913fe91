import type { Action, Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import { rfc3339, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import {
  SAVED_QUESTIONS,
  type EventFilter,
  type EventSource,
  type FoundEvent,
  type QuestionName,
} from '../domain/index.ts';
import type { LogFiles } from '../store/log-files.ts';
import { askedResources } from './asked-resources.ts';
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

export interface AskingDependencies {
  readonly recorder: Recorder;
  readonly events: Pick<EventSource, 'begin' | 'from'>;
  readonly files: Pick<LogFiles, 'published'>;
  readonly parcels: ParcelSubjects;
  readonly keyRing: Pick<KeyRing, 'current' | 'byId'>;
  readonly clock: Clock;
}

/** What is asked for: events that fit all of it. */
export interface AskedEvents extends EventFilter {
  readonly parcelId?: string;
  readonly waybillNumber?: string;
  /** A saved question, which they answer. */
  readonly question?: QuestionName;
  /** What the page before ended with. */
  readonly cursor?: string;
}

/** Takes events, one after the other, until it is full. */
export interface Page {
  readonly isFull: () => boolean;
  readonly take: (found: FoundEvent) => void | Promise<void>;
}

/** How a page was asked for, and how it ended. */
export interface AskedPage {
  /** Where the page ended before the events did. */
  readonly cursor?: string;
  /** The logs as they were when the question was first asked. */
  readonly asOf: readonly LogAsOf[];
  readonly receipt: Receipt;
}

/** Events looked at per page at most: a rare match answers an empty page with a cursor instead of a time-out. */
const SCAN_LIMIT = 5_000;

/** How far clocks may lie apart that events are timed by: what was recorded before a question, by any of them, is asked for. */
const APART_MILLISECONDS = 5 * 60_000;

/** A question that comes to an end however fast events are recorded. */
const endingBy = (filter: EventFilter, until: number): EventFilter =>
  filter.to !== undefined && Date.parse(filter.to) <= until ? filter : { ...filter, to: rfc3339(until) };

/**
 * Fills a page with a tenant's events, each once however many pages it takes and whatever the log does meanwhile, but for
 * the asking itself, which is put on record first together with what was asked for. A parcel that is unknown, another
 * tenant's or shredded has no events to show: its pseudonym is gone. Refuses `AUDIT.CURSOR_INVALID`.
 */
export const askEvents = (dependencies: AskingDependencies) => {
  const { recorder, events, files, parcels, keyRing, clock } = dependencies;
  const cursors = queryCursors({ keyRing });

  return async (caller: Caller, action: Action, asked: AskedEvents, page: Page): Promise<AskedPage> => {
    const { tenant } = caller.principal;
    const { parcelId, waybillNumber, cursor, question, ...criteria } = asked;

    const [byId, byWaybillNumber] = await Promise.all([
      parcelId === undefined ? undefined : parcels.pseudonymOf(tenant, { parcelId }),
      waybillNumber === undefined ? undefined : parcels.pseudonymOf(tenant, { waybillNumber }),
    ]);
    const names = [
      ...(parcelId === undefined ? [] : [byId]),
      ...(waybillNumber === undefined ? [] : [byWaybillNumber]),
    ];
    const subjects = criteria.subject === undefined ? names : [...names, criteria.subject];
    const [subject, ...others] = subjects;
    const isOfNobody =
      subjects.length > 0 && (subject === undefined || others.some((other) => other !== subject));
    const filter: EventFilter = { ...criteria, ...(subject !== undefined && { subject }) };
    const askedOf = { tenant, filter, ...(question !== undefined && { question }) };
    const resumed = cursor === undefined || isOfNobody ? undefined : await cursors.open(askedOf, cursor);

    const receipt = await recordReading(recorder, caller, {
      action,
      outcome: 'allowed',
      resources: await askedResources(keyRing, tenant, asked, {
        parcelId: byId,
        waybillNumber: byWaybillNumber,
      }),
    });

    const until = resumed?.until ?? clock.now() + APART_MILLISECONDS;
    let position = resumed?.position ?? (await events.begin(tenant));
    const asOf = await logsAsOf(files, tenant, position);
    if (isOfNobody) return { asOf, receipt };

    const isAnswer = question === undefined ? () => true : SAVED_QUESTIONS[question].isAnswer;
    let looked = 0;
    for await (const step of events.from(tenant, endingBy(filter, until), position)) {
      if (step.found?.event.eventId === receipt.eventId) continue;
      if (page.isFull() || looked === SCAN_LIMIT)
        return { asOf, receipt, cursor: await cursors.seal(askedOf, { position, until }) };
      looked += 1;
      position = step.position;
      if (step.found !== undefined && isAnswer(step.found.event)) await page.take(step.found);
    }
    return { asOf, receipt };
  };
};

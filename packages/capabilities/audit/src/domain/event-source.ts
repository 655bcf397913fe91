import type { EventFilter } from './event-filter.ts';
import type { EventView } from './event-view.ts';
import type { IndexCursor } from './index-cursor.ts';

/** What there is about somebody or something. */
export interface EventsAbout {
  /** In order of their ids, that is of time. */
  readonly events: readonly EventView[];
  /** Whether all was looked through. */
  readonly complete: boolean;
}

/** Where an event stands for good. */
export interface LogPlace {
  /** Of the log. */
  readonly year: string;
  readonly index: number;
}

/** An event, and where it stands in the log of a year; without a place it waits for the log. */
export interface FoundEvent {
  readonly event: EventView;
  /** The bytes that the log has of it, or is going to have. */
  readonly entry: Uint8Array;
  readonly place?: LogPlace;
}

/** By the years of logs. */
type ByYear<Value> = Readonly<Record<string, Value>>;

/**
 * How far an iteration has come: plain JSON, for a cursor. First come the events that the index had when the iteration
 * began, in the index's order; then what the logs have beyond, in the logs' order; then what waits for the log.
 */
export interface EventPosition {
  /** Sizes of the logs at their last checkpoint, when the iteration began. */
  readonly asOf: ByYear<number>;
  /** How far the index had come with each log, when the iteration began. */
  readonly indexed: ByYear<Omit<IndexCursor, 'writers'>>;
  /** The last row of the index that was looked at, of a month or of a log's year, and entries of it that were. */
  readonly row?: { readonly within: string; readonly sort: string; readonly entries: number };
  /** The next entry of each log that is beyond the index; present once the index was looked through. */
  readonly beyond?: ByYear<number>;
  /** The last event looked at that waited for the log. */
  readonly waiting?: string;
}

/** One step of an iteration: where it has come to, and what was found there, if it matches. */
export interface LookedAt {
  readonly position: EventPosition;
  readonly found?: FoundEvent;
}

/** Where events are read, wherever they stand on their way into the log. */
export interface EventSource {
  byId(tenant: string, eventId: string): Promise<FoundEvent | undefined>;
  /** The events that name somebody or something by a pseudonym, from an instant on as their ids tell it. */
  about(tenant: string, pseudonym: string, sinceMilliseconds: number): Promise<EventsAbout>;
  /** Where an iteration begins now. */
  begin(tenant: string): Promise<EventPosition>;
  /**
   * A tenant's events from a position on, as many as are looked at, those with an event that match. Every event that was
   * recorded before the iteration began comes once, however the log grows and whenever the iteration is taken up again; one
   * that was recorded since comes once or not at all.
   */
  from(tenant: string, filter: EventFilter, position: EventPosition): AsyncIterable<LookedAt>;
}

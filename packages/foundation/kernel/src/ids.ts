import { v7 } from 'uuid';
import type { Clock } from './clock.ts';
import type { RandomBytes } from './random.ts';

/**
 * Makes event ids: UUIDv7 (RFC 9562 §5.7), so ids sort by time of creation. An id tells when an event was made;
 * it must therefore never be printed on a label.
 */
export const eventIds =
  (clock: Clock, random: RandomBytes): (() => string) =>
  () =>
    v7({ msecs: clock.now(), random: random(16) });

/** Sorts before every id that is made at an instant or later. */
export const firstEventIdAt = (epochMilliseconds: number): string => {
  const hex = Math.max(0, epochMilliseconds).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

/** When an event id was made, in milliseconds since the epoch: the inverse of `firstEventIdAt`. */
export const eventIdTime = (eventId: string): number =>
  Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16);

/** The form of an event id, for parsing one that comes from outside. */
export const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether something is the text of an event id. */
export const isEventId = (value: unknown): value is string =>
  typeof value === 'string' && EVENT_ID.test(value);

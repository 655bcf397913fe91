import type { WriterMark } from './writer-mark.ts';
import {
  accountMark,
  countMissing,
  noNumbers,
  type MissingNumbers,
  type WriterNumbers,
} from './writer-numbers.ts';

const MINUTE_MILLISECONDS = 60_000;

/**
 * A writer begins another session after an hour without an event (`createWriter`), and an event is an hour on its way at
 * most before nothing more is recorded: a session of which the log has nothing for this long is over.
 */
const SILENT_MINUTES = 180;

/** An event that is missing for so long is more than late. The sequencer takes seconds. */
const LATE_MINUTES = 10;

/** For how long it is said that numbers are missing. Then they are history, which whoever verifies the log is told. */
const REMEMBERED_MINUTES = 1_440;

/**
 * Sessions and gaps that are kept of a log, at 64 bytes each at most: an item of a table has 400 KB. Beyond them those
 * sessions fall out of which nothing was seen for longest, many at once.
 */
const KEPT = 4_096;
const KEPT_WHEN_FULL = 3_584;

interface Session extends WriterNumbers {
  /** When the log last had something of it, in minutes since the epoch. */
  seen: number;
}

const RADIX = 36;
const text = (number: number): string => number.toString(RADIX);
const number = (digits: string | undefined): number => Number.parseInt(digits ?? '', RADIX);

const toMissing = (range: string): MissingNumbers => {
  const [from, to, since] = range.split('-').map(number);
  if (from === undefined || to === undefined || since === undefined)
    throw new Error('a gap has three numbers');
  return { from, to, since };
};

/** One session, its next number, when it was seen, and each gap: `0f… 1c kwx3a 1a-1b-kwx39`, numbers to the base of 36. */
const toSession = (line: string): readonly [string, Session] => {
  const [session = '', next, seen, ...missing] = line.split(' ');
  return [session, { next: number(next), seen: number(seen), missing: missing.map(toMissing) }];
};

const toLine = ([session, { next, seen, missing }]: readonly [string, Session]): string =>
  [
    session,
    text(next),
    text(seen),
    ...missing.map(({ from, to, since }) => [from, to, since].map(text).join('-')),
  ].join(' ');

const sessionsIn = (writers: string): ReadonlyMap<string, Session> =>
  new Map(writers === '' ? [] : writers.split('\n').map(toSession));

/** An event's mark, if it bears one, and when it was made by its id, in milliseconds since the epoch. */
export interface MadeMark {
  readonly mark: WriterMark | undefined;
  readonly atMilliseconds: number;
}

/** A session without what is history by this minute; undefined where all of it is. */
const remaining = (known: Session | undefined, minute: number): Session | undefined => {
  if (known === undefined) return undefined;
  const missing = known.missing.filter(({ since }) => since > minute - REMEMBERED_MINUTES);
  return missing.length > 0 || known.seen > minute - SILENT_MINUTES ? { ...known, missing } : undefined;
};

const weightOf = (known: Session | undefined): number => (known === undefined ? 0 : 1 + known.missing.length);

const weightOfAll = (sessions: Iterable<Session>): number =>
  [...sessions].reduce((weight, known) => weight + weightOf(known), 0);

/**
 * Where the writers of a log stand after these events, in the log's order, as text that goes into an item. It follows from
 * the log and how far it was read alone, in however many pieces. Those seen last stand last.
 */
export const followWriters = (
  writers: string,
  latestMilliseconds: number,
  events: readonly MadeMark[],
): string => {
  const sessions = new Map(sessionsIn(writers));
  let minute = Math.floor(latestMilliseconds / MINUTE_MILLISECONDS);
  let kept = weightOfAll(sessions.values());

  const prune = (): void => {
    for (const [session, known] of sessions) {
      const rest = remaining(known, minute);
      if (rest === undefined) sessions.delete(session);
      else sessions.set(session, rest);
    }
    kept = weightOfAll(sessions.values());
  };
  const dropOldest = (): void => {
    for (const [session, known] of sessions) {
      if (kept <= KEPT_WHEN_FULL) return;
      sessions.delete(session);
      kept -= weightOf(known);
    }
  };

  for (const { mark, atMilliseconds } of events) {
    minute = Math.max(minute, Math.floor(atMilliseconds / MINUTE_MILLISECONDS));
    if (mark === undefined) continue;
    const { session } = mark;
    const before = sessions.get(session);
    const known = remaining(before, minute) ?? { ...noNumbers(), seen: minute };
    accountMark(known, mark, minute);
    // Put in anew, so that the oldest come first.
    sessions.delete(session);
    sessions.set(session, { ...known, seen: minute });
    kept += weightOf(known) - weightOf(before);
    if (kept <= KEPT) continue;
    prune();
    if (kept > KEPT) dropOldest();
  }
  prune();
  return [...sessions].map(toLine).join('\n');
};

/** How many numbers are missing of the writers of a log, for longer than events are on their way and for a day at most. */
export const lateNumbers = (writers: string, nowMilliseconds: number): number => {
  const minute = Math.floor(nowMilliseconds / MINUTE_MILLISECONDS);
  const late = [...sessionsIn(writers).values()]
    .flatMap(({ missing }) => missing)
    .filter(({ since }) => since <= minute - LATE_MINUTES && since > minute - REMEMBERED_MINUTES);
  return countMissing(late);
};

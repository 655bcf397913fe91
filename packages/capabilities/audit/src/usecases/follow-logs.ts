import { eventIdTime, type Clock } from '@temkin/kernel';
import { TILE_WIDTH } from '@temkin/tlog';
import {
  followWriters,
  lateNumbers,
  NEW_CURSOR,
  writerMark,
  type IndexCursor,
  type LogHead,
  type MadeMark,
} from '../domain/index.ts';
import type { LogFiles } from '../store/log-files.ts';
import type { LogHeadStore } from '../store/log-heads.ts';
import type { LogIndex } from '../store/log-index.ts';
import { eventOfLog } from '../store/logged-event.ts';

/** What a run of a follower did. */
export interface Followed {
  /** Entries that the index grew by. */
  readonly entries: number;
  /** Whether the logs had more to index when the run ended. */
  readonly more: boolean;
  /** Entries that are no events of their log, which nobody but an intruder can have put into the outbox. */
  readonly foreign: number;
  /** Numbers that writers gave to events for the logs that were read to their end, and that are missing there. */
  readonly missing: number;
}

/** The entry that opens a log speaks of the log itself: nobody is looked up by it. */
const OPENING = 0;

/**
 * Brings the index of a tenant's logs up to what is published, a bundle at a time. Rows are written before the cursor says
 * so, and are the same whoever writes them; the cursor is replaced by whoever began where it stands. So any number of
 * followers may run at once and be killed anywhere: what one has left, the next one does again. A run that has begun a
 * bundle ends it; none is begun after the deadline but the first.
 */
export const followLogs = (dependencies: {
  readonly heads: Pick<LogHeadStore, 'all'>;
  readonly files: Pick<LogFiles, 'bundle'>;
  readonly index: Pick<LogIndex, 'cursors' | 'advance' | 'putNamed' | 'putBundle'>;
  readonly clock: Clock;
}) => {
  const { heads, files, index, clock } = dependencies;

  /** Indexes what is new in the bundle that the cursor stands in. */
  const followBundle = async ({ log, publishedSize }: LogHead, cursor: IndexCursor) => {
    const { indexedThrough } = cursor;
    const bundle = Math.floor(indexedThrough / TILE_WIDTH);
    const start = bundle * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, publishedSize - start);
    const entries = await files.bundle(log, bundle, width);
    const events = entries.flatMap((entry, at) => {
      const event = start + at === OPENING ? undefined : eventOfLog(log, entry);
      return event === undefined ? [] : [{ event, index: start + at, entry }];
    });
    const added = events.filter((event) => event.index >= indexedThrough);
    await index.putNamed(log, added);

    const times = events.map(({ event }) => eventIdTime(event.eventId));
    const [earliest, latest] = [Math.min(...times), Math.max(...times)];
    const isFull = width === TILE_WIDTH && times.length > 0;
    if (isFull) await index.putBundle(log, { bundle, earliest, latest });

    // An id from the future must not keep a number that is missing from being late.
    const now = clock.now();
    const marks = added.map(({ event, entry }): MadeMark => ({
      mark: writerMark(entry),
      atMilliseconds: Math.min(eventIdTime(event.eventId), now),
    }));
    const next: IndexCursor = {
      indexedThrough: start + width,
      latest: Math.max(cursor.latest, latest),
      widest: isFull ? Math.max(cursor.widest, latest - earliest) : cursor.widest,
      writers: followWriters(cursor.writers, Math.min(cursor.latest, now), marks),
    };
    const grownBy = next.indexedThrough - indexedThrough;
    const openings = indexedThrough === OPENING ? 1 : 0;
    return { next, grownBy, foreign: grownBy - openings - added.length };
  };

  return async (tenant: string, untilMilliseconds: number): Promise<Followed> => {
    const logs = await heads.all(tenant);
    const cursors = await index.cursors(tenant);
    const done = { entries: 0, foreign: 0, missing: 0 };
    let isFirst = true;
    for (const head of logs) {
      let cursor = cursors.get(head.log.year) ?? NEW_CURSOR;
      while (cursor.indexedThrough < head.publishedSize) {
        if (!isFirst && clock.now() >= untilMilliseconds) return { ...done, more: true };
        isFirst = false;
        const { next, grownBy, foreign } = await followBundle(head, cursor);
        if ((await index.advance(head.log, cursor.indexedThrough, next)) === 'lost')
          return { ...done, more: true };
        done.entries += grownBy;
        done.foreign += foreign;
        cursor = next;
      }
      // What is missing of a log that has more may be in that.
      done.missing += lateNumbers(cursor.writers, clock.now());
    }
    return { ...done, more: false };
  };
};

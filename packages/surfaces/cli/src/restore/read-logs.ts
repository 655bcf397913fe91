import { logEntries, survivingLog } from '@temkin/audit';
import type { Surroundings } from '../command.ts';
import { logText, ofLog, type LogsAt } from '../logs-at.ts';
import type { LogToRead } from './logs-of-backup.ts';
import type { ReplayedEvents } from './replayed-events.ts';
import type { WaitingEvents } from './waiting-events.ts';

/** What was read of a log. */
export interface LogRead {
  readonly tenant: string;
  readonly year: string;
  /** Entries that came since the backup began, or that the backup knew nothing of. */
  readonly entries: number;
  /** Those among them that are no events: what they took back, if anything, cannot be known. */
  readonly noEvents: number;
}

/** The logs that outlived the loss, once their events are known. */
export interface ReadLogs {
  readonly logs: readonly LogRead[];
  /** Throws where one has gone on, and what it took back since may have come back. */
  readonly refuseGrown: () => Promise<void>;
}

const NOTHING_CHANGED = 'Nothing was changed.';

/** Gathers the events that came into logs since they were known. Throws where a log is not the one that was known. */
export const readLogs = async (
  logsAt: LogsAt,
  toRead: readonly LogToRead[],
  {
    surroundings: { progress },
    events,
    waiting,
  }: {
    readonly surroundings: Pick<Surroundings, 'progress'>;
    readonly events: ReplayedEvents;
    readonly waiting: WaitingEvents;
  },
): Promise<ReadLogs> => {
  const sizeOf = async ({ log }: LogToRead): Promise<number> => {
    const { tree, unpublished } = (await survivingLog(logsAt.survivors)(log)) ?? {};
    return (tree?.size ?? 0) + (unpublished?.length ?? 0);
  };
  const sizes = new Map<LogToRead, number>();

  const readLog = async ({ log, known }: LogToRead): Promise<LogRead> => {
    let [entries, noEvents] = [0, 0];
    for await (const { eventId, index, published, entry } of logEntries(logsAt.survivors)(log, known)) {
      entries += 1;
      progress.advance({ items: 1 });
      if (!events.addLogged(entry)) noEvents += 1;
      if (eventId !== undefined) waiting.meetInLog(eventId, log, { index, published });
    }
    return { ...log, entries, noEvents };
  };

  const logs: LogRead[] = [];
  for (const one of toRead) {
    progress.begin(`reading the log ${logText(one.log)}`);
    try {
      sizes.set(one, await sizeOf(one));
      const read = await readLog(one);
      if (read.entries > 0 || one.known !== undefined) logs.push(read);
    } catch (error) {
      throw ofLog(error, one.log, logsAt, NOTHING_CHANGED);
    }
    progress.end();
  }

  return {
    logs,
    refuseGrown: async () => {
      for (const [one, size] of sizes)
        if ((await sizeOf(one)) !== size)
          throw new Error(
            `The log ${logText(one.log)} in ${logsAt.place} has grown while it was read: stop what still works on ` +
              'that store, empty the one that was filled, and run the restore again.',
          );
    },
  };
};

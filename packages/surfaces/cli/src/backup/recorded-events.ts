import type { StoredItem } from '@temkin/storage';
import type { LogsAt } from '../logs-at.ts';
import type { OpenStore } from '../open-store.ts';
import { loggedSince, logsByNow, type KnownLog } from './known-logs.ts';

/**
 * All events that were waiting when the backup began or came since, be it that they wait still or have left for the logs:
 * each once, as it waited. The outbox is read before the logs, so that an event on its way is met in one of them.
 */
export const recordedEvents = (store: OpenStore, logsAt: LogsAt | undefined, known: readonly KnownLog[]) => {
  let logs = known;
  return {
    async *pages(): AsyncGenerator<readonly StoredItem[]> {
      /** Few, where events leave for the logs; none are remembered where there are no logs. */
      const waiting = new Set<string>();
      for await (const page of store.scan('outbox')) {
        if (logsAt !== undefined) for (const { key } of page) waiting.add(key.sort);
        yield page;
      }
      logs = await logsByNow(store, logsAt, known);
      if (logsAt === undefined) return;
      for (const log of logs) yield* loggedSince(logsAt, log, (eventId) => waiting.has(eventId));
    },

    /** The logs that there are, once all pages were read. */
    logs: (): readonly KnownLog[] => logs,
  };
};

import type { Table } from '@temkin/storage';
import type { EventSource } from '../domain/index.ts';
import { eventsNaming } from './events-naming.ts';
import { findEvent } from './find-event.ts';
import { iterateEvents } from './iterate-events.ts';
import { logBundles } from './log-bundles.ts';
import type { LogFiles } from './log-files.ts';
import { logHeads } from './log-heads.ts';
import { logIndex } from './log-index.ts';
import { outboxEvents } from './outbox-events.ts';
import { readableLogs } from './readable-logs.ts';

/** Events wherever they stand: waiting in the outbox, in a log that the index has not come to, or indexed. */
export const logEvents = (dependencies: {
  readonly table: Table;
  readonly files: Pick<LogFiles, 'bundle' | 'stage'>;
}): EventSource => {
  const { table, files } = dependencies;
  const waiting = outboxEvents(table);
  const logs = readableLogs({ heads: logHeads(table), files });
  const index = logIndex(table);
  const bundles = logBundles(files);
  return {
    byId: findEvent({ table, logs, index, bundles }),
    about: eventsNaming({ waiting, logs, index, bundles }),
    ...iterateEvents({ waiting, logs, index, bundles }),
  };
};

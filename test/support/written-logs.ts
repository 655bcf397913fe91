import { setTimeout as sleep } from 'node:timers/promises';
import { logFiles } from '@temkin/audit';
import { fromEntry, outboxKey } from '@temkin/audit-event';
import { fileBlobs } from '../../packages/runtimes/local/src/files/file-blobs.ts';
import { TILE_WIDTH } from '@temkin/tlog';
import type { StoredItem } from './stored-items.ts';

/** The newest checkpoint of a year's log, a signed note, as it lies below a directory. */
export interface WrittenCheckpoint {
  readonly tenant: string;
  readonly year: string;
  readonly checkpoint: string;
}

/** The log of a year, as its files lie below a directory. */
export interface WrittenLog extends WrittenCheckpoint {
  readonly entries: readonly Uint8Array[];
}

/** Longer than events gather before they go into a log. */
const QUIET_MILLISECONDS = 1_500;

const OF_CHECKPOINT = /^([^/]+)\/(\d{4})\/checkpoint$/;

/** The newest checkpoints of all logs that lie below a server's log directory. */
export const writtenCheckpoints = async (directory: string): Promise<readonly WrittenCheckpoint[]> => {
  const blobs = fileBlobs(directory);
  const files = logFiles(blobs);
  const checkpoints: WrittenCheckpoint[] = [];
  for await (const name of blobs.names('')) {
    const [, tenant, year] = OF_CHECKPOINT.exec(name) ?? [];
    if (tenant === undefined || year === undefined) continue;
    const checkpoint = new TextDecoder().decode(await files.newest({ tenant, year }));
    checkpoints.push({ tenant, year, checkpoint });
  }
  return checkpoints;
};

/** All logs that lie below a server's log directory, and all that lies there of them, published or not. */
export const writtenLogs = async (directory: string): Promise<readonly WrittenLog[]> => {
  const files = logFiles(fileBlobs(directory));
  const logs: WrittenLog[] = [];
  for (const log of await writtenCheckpoints(directory)) {
    const entries: Uint8Array[] = [];
    for (let index = 0, more = true; more; index++) {
      const bundle = await files.widestBundle(log, index);
      if (bundle !== undefined) entries.push(...(await files.bundle(log, index, bundle.width)));
      more = bundle?.width === TILE_WIDTH;
    }
    logs.push({ ...log, entries });
  }
  return logs;
};

/** The ids of all events that stand in the logs below a directory. */
export const loggedIds = async (directory: string): Promise<readonly string[]> =>
  (await writtenLogs(directory)).flatMap(({ entries }) =>
    entries.map((entry) => fromEntry(entry).metadata.uid),
  );

/**
 * Items of a store, and events that have left its outbox for the log, as the items that they were there. The first entry of
 * a log speaks of the log itself and was never in an outbox.
 */
export const withLogged = async (
  items: readonly StoredItem[],
  logDirectory: string,
): Promise<readonly StoredItem[]> => {
  const logged = (await writtenLogs(logDirectory)).flatMap(({ tenant, entries }) =>
    entries.slice(1).map((entry): StoredItem => ({
      ...outboxKey(tenant, fromEntry(entry).metadata.uid),
      item: { entry },
    })),
  );
  const known = new Set(logged.map(({ sort }) => sort));
  return [...items.filter(({ table, sort }) => table !== 'outbox' || !known.has(sort)), ...logged];
};

/** Waits until the logs below a directory have checkpoints that nobody replaces for a while. */
export const settledLogs = async (directory: string): Promise<void> => {
  const checkpoints = async () =>
    (await writtenCheckpoints(directory)).map(({ checkpoint }) => checkpoint).join();
  for (let before = ''; ;) {
    const now = await checkpoints();
    if (now !== '' && now === before) return;
    before = now;
    await sleep(QUIET_MILLISECONDS);
  }
};

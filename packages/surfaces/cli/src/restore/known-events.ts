import { countText } from '../amounts.ts';
import { storeName, type OpenStore } from '../open-store.ts';
import { storeLogs } from '../store-logs.ts';
import { refuseUnsaid, type ChosenLogs } from './chosen-logs.ts';
import { counted } from './counted.ts';
import { openLaterStore, readLaterOutbox, type LaterOutbox } from './later-outbox.ts';
import { logsOfBackup, type LogsOfBackup } from './logs-of-backup.ts';
import { readTable } from './read-backup.ts';
import { readLogs, type ReadLogs } from './read-logs.ts';
import { refuseOlderLogs } from './refuse-older-logs.ts';
import { replayedEvents, type ReplayedEvents } from './replayed-events.ts';
import type { Stores } from './stores.ts';
import { waitingEvents, type WaitingEvents } from './waiting-events.ts';
import type { Restore } from './write-back.ts';

/** What the events are that a restore replays, which of them wait, and of which logs they may be. */
export interface KnownEvents {
  readonly events: ReplayedEvents;
  readonly waiting: WaitingEvents;
  readonly ofBackup: LogsOfBackup;
}

/** Reads every chunk once, before anything is written, and the events of the outbox with it. */
export const verify = async ({ blobs, manifest, tables, surroundings }: Restore): Promise<KnownEvents> => {
  const [events, waiting, ofBackup] = [replayedEvents(), waitingEvents(), logsOfBackup()];
  for (const table of tables)
    for await (const page of counted(surroundings, `checking ${table}`, readTable(blobs, manifest, table)))
      for (const stored of page) {
        ofBackup.see(stored);
        if (table !== 'outbox') continue;
        events.add(stored, `backup ${manifest.id}`);
        waiting.expect(stored);
      }
  return { events, waiting, ofBackup };
};

const readLater = async (
  { into, outboxStore }: Stores,
  { manifest, surroundings }: Restore,
  { known, chosen, open }: { known: KnownEvents; chosen: ChosenLogs; open: OpenStore[] },
): Promise<LaterOutbox | undefined> => {
  if (outboxStore === undefined) return undefined;
  const store = await openLaterStore(outboxStore, into);
  open.push(store);
  const name = storeName(outboxStore);
  refuseUnsaid(chosen, await storeLogs(store), name);
  const later = await readLaterOutbox(store, name, { manifest, surroundings, ...known });
  if (chosen.at !== undefined) await refuseOlderLogs(store, name, chosen.at);
  return later;
};

/** Throws where a later outbox, with what has left it for the logs, is not the one that the backup knows. */
const refuseLacking = (
  { waiting }: KnownEvents,
  { outboxStore }: Stores,
  { manifest: { id } }: Restore,
  chosen: ChosenLogs,
): void => {
  if (outboxStore === undefined || chosen.areLost || waiting.lacking() === 0) return;
  const beside = chosen.at === undefined ? '' : `, with the logs in ${chosen.at.place},`;
  throw new Error(
    `The outbox in ${storeName(outboxStore)}${beside} lacks ${countText(waiting.lacking(), 'event')} that backup ` +
      `${id} has: it is not of this system, or it was cut, or events have left it for a log. Nothing was changed.`,
  );
};

/** What outlived the loss, as far as there is any. */
export interface Survived {
  readonly later?: LaterOutbox;
  readonly logs?: ReadLogs;
}

/**
 * Whether every event since the backup is known: no log is lost, all entries read were events, and the outbox that held the latest
 * outlived the loss, or is said to have held none.
 */
export const hasWholeLog = (
  { outboxStore }: Pick<Stores, 'outboxStore'>,
  { areLost }: Pick<ChosenLogs, 'areLost'>,
  { logs }: Survived,
): boolean =>
  !areLost && outboxStore !== undefined && (logs?.logs ?? []).every(({ noEvents }) => noEvents === 0);

/**
 * Gathers the events that outlived the loss: first those that wait in a later outbox, then those that came into the logs,
 * so that one on its way is met in one of them. What is opened is added to `open`.
 */
export const readSurvivors = async (
  stores: Stores,
  restore: Restore,
  { known, chosen, open }: { known: KnownEvents; chosen: ChosenLogs; open: OpenStore[] },
): Promise<Survived> => {
  const { manifest, surroundings } = restore;
  const later = await readLater(stores, restore, { known, chosen, open });
  const toRead = known.ofBackup.list(manifest, surroundings.clock.now());
  const logs = chosen.at && (await readLogs(chosen.at, toRead, { surroundings, ...known }));
  refuseLacking(known, stores, restore, chosen);
  return { ...(later !== undefined && { later }), ...(logs !== undefined && { logs }) };
};

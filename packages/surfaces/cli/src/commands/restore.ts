import { neededOption, textOption, type Command } from '../command.ts';
import { STORE_OPTIONS, storeName, type OpenStore } from '../open-store.ts';
import { bringBack, type BringBack } from '../restore/bring-back.ts';
import { chooseBackup } from '../restore/choose-backup.ts';
import { counted } from '../restore/counted.ts';
import { foreignItems } from '../restore/foreign-items.ts';
import { expectedEvents, openLog, readLog, type LaterLog } from '../restore/later-log.ts';
import { fittingKey, notEmpty, openTarget, type Target } from '../restore/open-target.ts';
import { readTable } from '../restore/read-backup.ts';
import { replayedEvents, type ReplayedEvents } from '../restore/replayed-events.ts';
import { restoreReport } from '../restore/restore-report.ts';
import { chooseStores, refuseUnreachable, type Stores } from '../restore/stores.ts';
import { broughtBack, writeBack, type Pages, type Restore } from '../restore/write-back.ts';
import { RESTORE_USAGE } from '../usage.ts';

/** What the events are that a restore replays, and which a later log must have. */
interface KnownEvents {
  readonly events: ReplayedEvents;
  readonly expected: ReturnType<typeof expectedEvents>;
}

/** Reads every chunk once, before anything is written, and the events of the outbox with it. */
const verify = async (
  { blobs, manifest, tables, surroundings }: Restore,
  { events, expected }: KnownEvents,
): Promise<void> => {
  for (const table of tables)
    for await (const page of counted(surroundings, `checking ${table}`, readTable(blobs, manifest, table)))
      for (const stored of table === 'outbox' ? page : []) {
        events.add(stored, `backup ${manifest.id}`);
        expected.expect(stored);
      }
};

/** Decides by all events what comes back, having been shown what must be known first. */
const studied = async (
  { blobs, manifest, tables, surroundings: { clock } }: Restore,
  { events }: KnownEvents,
): Promise<BringBack> => {
  const back = bringBack(events.inOrder(), { beganMilliseconds: Date.parse(manifest.began), clock });
  for (const table of tables.filter((name) => back.studies.has(name)))
    for await (const page of readTable(blobs, manifest, table)) page.forEach(back.study);
  return back;
};

/** Reads the later log, where there is one. */
const readLater = async (
  { into, logStore }: Stores,
  { manifest, surroundings }: Restore,
  { known, open }: { readonly known: KnownEvents; readonly open: OpenStore[] },
): Promise<LaterLog | undefined> => {
  if (logStore === undefined) return undefined;
  const log = await openLog(logStore, into);
  open.push(log);
  return readLog(log, storeName(logStore), { manifest, surroundings, ...known });
};

/** Throws where an event has come into the target's outbox that was not replayed: what it took back may be there again. */
const refuseUnreplayed = async (target: Target, name: string, { events }: KnownEvents): Promise<void> => {
  for await (const page of target.scan('outbox'))
    if (page.some((stored) => events.lacks(stored, name)))
      throw new Error(
        `Something was destroyed, revoked or suspended in ${name} while it was being restored, and may be there ` +
          'again. Stop what works on that store, empty it, and run the restore again.',
      );
};

/**
 * `temkin restore`. Before anything is written, every chunk has been checked, the root key fits, all events are known and
 * the store is known to be empty. What the log says was destroyed is never written, not even for a moment; so a restore
 * that was cut off only lacks something, and the next run of the same restore adds it.
 */
export const restore: Command = {
  usage: RESTORE_USAGE,
  options: {
    ...STORE_OPTIONS,
    from: { type: 'string' },
    backup: { type: 'string' },
    log: { type: 'string' },
    'no-later-log': { type: 'boolean' },
    without: { type: 'string', multiple: true },
  },
  run: async (values, surroundings) => {
    const { environment, clock, openPlace } = surroundings;
    const from = neededOption(values, 'from');
    const stores = await chooseStores(values, surroundings.environment);
    const { into, logStore } = stores;
    await refuseUnreachable(stores);
    const blobs = await openPlace(from, 'read');
    const chosen = await chooseBackup(blobs, {
      id: textOption(values, 'backup'),
      without: [values.without ?? []].flat().map(String),
      now: clock.now(),
    });
    const { manifest, tables } = chosen;
    const keyFingerprint = await fittingKey(into, manifest, environment);
    const underWay: Restore = { ...chosen, blobs, surroundings };
    const known: KnownEvents = { events: replayedEvents(), expected: expectedEvents() };
    await verify(underWay, known);

    const open: OpenStore[] = [];
    try {
      const log = await readLater(stores, underWay, { known, open });
      const options = JSON.stringify({ log: logStore === undefined ? '' : storeName(logStore), tables });
      const target = await openTarget(into, { restore: { backup: manifest.id, options }, keyFingerprint });
      open.push(target);
      // Tables may be emptied around an outbox that survived.
      for await (const page of target.scan('outbox'))
        for (const stored of page) known.events.add(stored, storeName(into));

      const back = await studied(underWay, known);
      async function* wouldBring(): Pages {
        for (const table of tables) yield* broughtBack(underWay, table, back);
      }
      await target.begin(async () => {
        const foreign = await foreignItems(target.scan, wouldBring, clock);
        if (foreign > 0) throw notEmpty(into, foreign);
      });
      const tallies = await writeBack(underWay, { target, log, back });
      await refuseUnreplayed(target, storeName(into), known);
      await target.complete();
      const eventsReplayed = known.events.inOrder().length;
      return restoreReport(manifest, storeName(into), { tallies, eventsReplayed });
    } finally {
      for (const store of open.toReversed()) await store.close();
    }
  },
};

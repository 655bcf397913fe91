import {
  neededOption,
  textOption,
  UsageError,
  type Command,
  type Surroundings,
  type Values,
} from '../command.ts';
import {
  chooseStore,
  openStore,
  STORE_OPTIONS,
  storeName,
  storeNamed,
  type OpenStore,
} from '../open-store.ts';
import { bringBack, type BringBack } from '../restore/bring-back.ts';
import { chooseBackup } from '../restore/choose-backup.ts';
import { foreignItems } from '../restore/foreign-items.ts';
import { fittingKey, notEmpty, openTarget } from '../restore/open-target.ts';
import { readTable } from '../restore/read-backup.ts';
import { replayedEvents } from '../restore/replayed-events.ts';
import { restoreReport } from '../restore/restore-report.ts';
import { broughtBack, writeBack, type Pages, type Restore } from '../restore/write-back.ts';
import { RESTORE_USAGE } from '../usage.ts';

type ReplayedEvents = ReturnType<typeof replayedEvents>;

/** The log that survived the loss, if any; a restore without one must be asked for in so many words. */
const laterLog = (values: Values): string | undefined => {
  const log = textOption(values, 'log');
  if ((log !== undefined) !== (values['no-later-log'] === true)) return log;
  throw new UsageError(
    'say where the log is that outlived the loss: --log <data directory | http://… | tables:<prefix>>. ' +
      'What was destroyed, revoked or suspended after the backup is known from it alone. ' +
      'If no log is left, say --no-later-log: all that was destroyed after the backup comes back',
  );
};

async function* counted({ progress }: Surroundings, step: string, pages: Pages): Pages {
  progress.begin(step);
  for await (const page of pages) {
    progress.advance({ items: page.length });
    yield page;
  }
  progress.end();
}

/** Reads every chunk once, before anything is written, and the events of the outbox with it. */
const verify = async (
  { blobs, manifest, tables, surroundings }: Restore,
  events: ReplayedEvents,
): Promise<void> => {
  for (const table of tables)
    for await (const page of counted(surroundings, `checking ${table}`, readTable(blobs, manifest, table)))
      if (table === 'outbox') page.forEach(events.add);
};

/** Decides by all events what comes back, having been shown what must be known first. */
const studied = async (
  { blobs, manifest, surroundings: { clock } }: Restore,
  events: ReplayedEvents,
): Promise<BringBack> => {
  const back = bringBack(events.inOrder(), { beganMilliseconds: Date.parse(manifest.began), clock });
  for (const table of back.studies)
    for await (const page of readTable(blobs, manifest, table)) page.forEach(back.study);
  return back;
};

const storeOptions = (values: Values, { environment }: Surroundings) => {
  const logName = laterLog(values);
  return {
    into: chooseStore(values, environment),
    logStore: logName === undefined ? undefined : storeNamed(logName),
  };
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
    const { into, logStore } = storeOptions(values, surroundings);
    const blobs = await openPlace(from);
    const chosen = await chooseBackup(blobs, {
      id: textOption(values, 'backup'),
      without: [values.without ?? []].flat().map(String),
      now: clock.now(),
    });
    const { manifest, tables } = chosen;
    const keyFingerprint = await fittingKey(into, manifest, environment);
    const underWay: Restore = { ...chosen, blobs, surroundings };
    const events = replayedEvents();
    await verify(underWay, events);

    const open: OpenStore[] = [];
    try {
      const log = logStore && (await openStore(logStore));
      if (log !== undefined) {
        open.push(log);
        for await (const page of counted(surroundings, 'reading the later log', log.scan('outbox')))
          page.forEach(events.add);
      }
      const target = await openTarget(into, { restoring: manifest.id, keyFingerprint });
      open.push(target);
      // Tables may be emptied around an outbox that survived.
      for await (const page of target.scan('outbox')) page.forEach(events.add);

      const back = await studied(underWay, events);
      async function* wouldBring(): Pages {
        for (const table of tables) yield* broughtBack(underWay, table, back);
      }
      const foreign = await foreignItems(target.scan, wouldBring, clock);
      if (foreign > 0) throw notEmpty(into, foreign);

      const tallies = await writeBack(underWay, { target, log, back });
      await target.complete();
      return restoreReport(manifest, storeName(into), { tallies, eventsReplayed: events.inOrder().length });
    } finally {
      for (const store of open.toReversed()) await store.close();
    }
  },
};

import { logTenants } from '@temkin/audit';
import { neededOption, textOption, UsageError, type Command } from '../command.ts';
import { refuseOtherImages, restoreImages } from '../backup/copied-images.ts';
import { IMAGES_OPTIONS, openImages } from '../images-at.ts';
import { LOGS_OPTIONS } from '../logs-at.ts';
import { STORE_OPTIONS, storeName, type OpenStore } from '../open-store.ts';
import { bringBack, type BringBack } from '../restore/bring-back.ts';
import { chooseBackup } from '../restore/choose-backup.ts';
import { chooseLogs, refuseUnsaid } from '../restore/chosen-logs.ts';
import { foreignItems } from '../restore/foreign-items.ts';
import { hasWholeLog, readSurvivors, verify, type KnownEvents } from '../restore/known-events.ts';
import { fittingKey, notEmpty, openTarget, type Target } from '../restore/open-target.ts';
import { readTable } from '../restore/read-backup.ts';
import { restoreReport } from '../restore/restore-report.ts';
import { settledLogs } from '../restore/settled-logs.ts';
import { chooseStores, refuseUnreachable } from '../restore/stores.ts';
import { broughtBack, writeBack, type Pages, type Restore } from '../restore/write-back.ts';
import { storeLogs } from '../store-logs.ts';
import { RESTORE_USAGE } from '../usage.ts';

/** Decides by all events what comes back, having been shown what must be known first. */
const studied = async (
  { blobs, manifest, tables, surroundings: { clock } }: Restore,
  { events }: Pick<KnownEvents, 'events'>,
  { logged, isLogWhole }: { readonly logged: ReadonlySet<string>; readonly isLogWhole: boolean },
): Promise<BringBack> => {
  const beganMilliseconds = Date.parse(manifest.began);
  const back = bringBack(events.inOrder(), { beganMilliseconds, clock, logged, isLogWhole });
  for (const table of tables.filter((name) => back.studies.has(name)))
    for await (const page of readTable(blobs, manifest, table)) page.forEach(back.study);
  return back;
};

/** Throws where an event has come into the target's outbox that was not replayed: what it took back may be there again. */
const refuseUnreplayed = async (
  target: Target,
  name: string,
  { events }: Pick<KnownEvents, 'events'>,
): Promise<void> => {
  for await (const page of target.scan('outbox'))
    if (page.some((stored) => events.lacks(stored, name)))
      throw new Error(
        `Something was destroyed, revoked or suspended in ${name} while it was being restored, and may be there ` +
          'again. Stop what works on that store, empty it, and run the restore again.',
      );
};

/**
 * `temkin restore`. Before anything is written, every chunk has been checked, the root key fits, all events are known and
 * the store is known to be empty. What outbox and logs say was destroyed is never written, not even for a moment; so a
 * restore that was cut off only lacks something, and the next run of the same restore adds it.
 */
export const restore: Command = {
  usage: RESTORE_USAGE,
  options: {
    ...STORE_OPTIONS,
    ...LOGS_OPTIONS,
    ...IMAGES_OPTIONS,
    'logs-lost': { type: 'boolean' },
    from: { type: 'string' },
    backup: { type: 'string' },
    outbox: { type: 'string' },
    'no-outbox': { type: 'boolean' },
    without: { type: 'string', multiple: true },
  },
  run: async (values, surroundings) => {
    const { environment, clock, openPlace } = surroundings;
    const from = neededOption(values, 'from');
    const stores = await chooseStores(values, surroundings.environment);
    const { into, outboxStore } = stores;
    const logs = await chooseLogs(values, surroundings);
    await refuseUnreachable(stores);
    const blobs = await openPlace(from, 'read');
    const chosen = await chooseBackup(blobs, {
      id: textOption(values, 'backup'),
      without: [values.without ?? []].flat().map(String),
      now: clock.now(),
    });
    const { manifest, tables } = chosen;
    refuseUnsaid(logs, manifest.logs, `Backup ${manifest.id}`);
    const { images: made = { count: 0, sha256: '' } } = manifest;
    const hasImages = made.count > 0 && tables.includes('subscriber-keys');
    if (hasImages) await refuseOtherImages(manifest.id, blobs, made, surroundings);
    const imagesAt = hasImages ? await openImages(values, surroundings, into, 'write') : undefined;
    if (hasImages && imagesAt === undefined)
      throw new UsageError(`backup ${manifest.id} has images: say by --images where they are to lie`);
    const keyFingerprint = await fittingKey(into, manifest, environment);
    const underWay: Restore = { ...chosen, blobs, surroundings };
    const known = await verify(underWay);

    const open: OpenStore[] = [];
    try {
      const survived = await readSurvivors(stores, underWay, { known, chosen: logs, open });
      const options = JSON.stringify({
        outbox: outboxStore === undefined ? '' : storeName(outboxStore),
        logs: logs.at?.place ?? '',
        tables,
      });
      const target = await openTarget(into, { restore: { backup: manifest.id, options }, keyFingerprint });
      open.push(target);
      refuseUnsaid(logs, await storeLogs(target), storeName(into));
      const settled = logs.at === undefined ? new Map<string, number>() : await settledLogs(target, logs.at);
      // Tables may be emptied around an outbox that survived.
      for await (const page of target.scan('outbox'))
        for (const stored of page) known.events.add(stored, storeName(into));

      const back = await studied(underWay, known, {
        logged: known.waiting.logged(settled),
        isLogWhole: hasWholeLog(stores, logs, survived),
      });
      async function* wouldBring(): Pages {
        for (const table of tables) yield* broughtBack(underWay, table, back);
      }
      await target.begin(async () => {
        const foreign = await foreignItems(target.scan, wouldBring, { clock, logsAreLost: logs.areLost });
        if (foreign > 0) throw notEmpty(into, foreign);
      });
      const images =
        imagesAt && (await restoreImages(manifest.id, { from: blobs, to: imagesAt }, surroundings));
      const tallies = await writeBack(underWay, { target, later: survived.later, back });
      // Nothing may ever wait for one of them, and yet a log has lost its head.
      for (const tenant of known.ofBackup.tenants()) await logTenants(target.table).add(tenant);
      await refuseUnreplayed(target, storeName(into), known);
      await survived.logs?.refuseGrown();
      await target.complete();
      const eventsReplayed = known.events.inOrder().length;
      const read = survived.logs?.logs ?? [];
      const notBrought = back.lost();
      return restoreReport(manifest, storeName(into), {
        tallies,
        eventsReplayed,
        logs,
        read,
        images,
        notBrought,
      });
    } finally {
      for (const store of open.toReversed()) await store.close();
    }
  },
};

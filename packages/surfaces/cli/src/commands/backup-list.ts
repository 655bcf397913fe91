import { rfc3339 } from '@temkin/kernel';
import { bytesText, countText } from '../amounts.ts';
import { neededOption, type Command } from '../command.ts';
import { pastTheirDate, readCatalogue, type BackupEntry } from '../format/catalogue.ts';
import { BACKUP_LIST_USAGE } from '../usage.ts';

const viewOf = (entry: BackupEntry, nowMilliseconds: number) => {
  const { id, beganMilliseconds, manifest, fault } = entry;
  const tables = Object.values(manifest?.tables ?? {});
  return {
    backup: id,
    began: manifest?.began ?? rfc3339(beganMilliseconds),
    complete: manifest !== undefined,
    ...(fault !== undefined && { fault }),
    ...(manifest !== undefined && {
      ended: manifest.ended,
      items: tables.reduce((sum, { items }) => sum + items, 0),
      bytes: tables.flatMap(({ chunks }) => chunks).reduce((sum, { bytes }) => sum + bytes, 0),
    }),
    pastTheirDate: pastTheirDate(entry, nowMilliseconds).map((table) => ({
      table,
      pruned: !entry.chunks.has(table),
    })),
  };
};

const lineOf = (view: ReturnType<typeof viewOf>): string => {
  const size =
    view.items === undefined || view.bytes === undefined
      ? (view.fault ?? 'cut off: no backup')
      : `${countText(view.items, 'item')}, ${bytesText(view.bytes)}`;
  const past = view.pastTheirDate.map(({ table, pruned }) => `${table}${pruned ? ' (pruned)' : ''}`);
  return [
    view.backup,
    view.began,
    size,
    ...(past.length > 0 ? [`past their date: ${past.join(', ')}`] : []),
  ].join('  ');
};

/** `temkin backup list` */
export const backupList: Command = {
  usage: BACKUP_LIST_USAGE,
  options: { in: { type: 'string' } },
  run: async (values, { openPlace, clock }) => {
    const blobs = await openPlace(neededOption(values, 'in'), 'read');
    const backups = (await readCatalogue(blobs)).map((entry) => viewOf(entry, clock.now()));
    return {
      text: backups.length === 0 ? 'There are no backups.' : backups.map(lineOf).join('\n'),
      data: { backups },
    };
  },
};

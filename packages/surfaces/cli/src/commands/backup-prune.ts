import { TABLE_NAMES, type TableName } from '@temkin/storage';
import { countText } from '../amounts.ts';
import { neededOption, type Command } from '../command.ts';
import { pastTheirDate, readCatalogue } from '../format/catalogue.ts';
import { manifestName } from '../format/manifest.ts';
import { BACKUP_PRUNE_USAGE } from '../usage.ts';

interface Pruned {
  readonly backup: string;
  readonly tables: readonly TableName[];
  readonly chunks: number;
}

const textOf = (pruned: readonly Pruned[]): string =>
  pruned.length === 0
    ? 'Nothing is past its date.'
    : pruned
        .map(
          ({ backup, tables, chunks }) =>
            `${backup}  destroyed ${countText(chunks, 'chunk')} of ${tables.join(', ')}`,
        )
        .join('\n');

/** `temkin backup prune` */
export const backupPrune: Command = {
  usage: BACKUP_PRUNE_USAGE,
  options: { in: { type: 'string' } },
  run: async (values, { openPlace, clock }) => {
    const blobs = await openPlace(neededOption(values, 'in'));
    const pruned: Pruned[] = [];
    for (const entry of await readCatalogue(blobs)) {
      const past = pastTheirDate(entry, clock.now());
      const tables = past.filter((table) => entry.chunks.has(table));
      const names = tables.flatMap((table) => entry.chunks.get(table) ?? []);
      for (const name of names) await blobs.delete(name);
      // Last, so that a prune that is cut off leaves no chunks behind that nobody knows.
      if (past.length === TABLE_NAMES.length) await blobs.delete(manifestName(entry.id));
      if (names.length > 0) pruned.push({ backup: entry.id, tables, chunks: names.length });
    }
    return { text: textOf(pruned), data: { pruned } };
  },
};

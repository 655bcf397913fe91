import { countText } from '../amounts.ts';
import { neededOption, type Command, type Place } from '../command.ts';
import { BACKED_UP, type BackedUpTable } from '../format/backup-order.ts';
import { pastTheirDate, readCatalogue } from '../format/catalogue.ts';
import { manifestName } from '../format/manifest.ts';
import { BACKUP_PRUNE_USAGE } from '../usage.ts';

interface Pruned {
  readonly backup: string;
  readonly tables: readonly BackedUpTable[];
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

/** Deletes a blob, and what writers who were killed left of it. */
const destroy = async (blobs: Place, name: string): Promise<void> => {
  await blobs.drafts?.delete(name);
  await blobs.delete(name);
};

/** `temkin backup prune` */
export const backupPrune: Command = {
  usage: BACKUP_PRUNE_USAGE,
  options: { in: { type: 'string' } },
  run: async (values, { openPlace, clock }) => {
    const place = neededOption(values, 'in');
    const blobs = await openPlace(place, 'read');
    const pruned: Pruned[] = [];
    const entries = await readCatalogue(blobs);
    if (entries.length === 0)
      throw new Error(`There are no backups in ${place}. Is the disk mounted that they are on?`);
    for (const entry of entries) {
      const past = pastTheirDate(entry, clock.now());
      const tables = past.filter((table) => entry.chunks.has(table));
      const names = tables.flatMap((table) => entry.chunks.get(table) ?? []);
      for (const name of names) await destroy(blobs, name);
      // Last, so that a prune that is cut off leaves no chunks behind that nobody knows.
      if (past.length === BACKED_UP.length) await destroy(blobs, manifestName(entry.id));
      if (names.length > 0) pruned.push({ backup: entry.id, tables, chunks: names.length });
    }
    return { text: textOf(pruned), data: { pruned } };
  },
};

import { UsageError, type Place } from '../command.ts';
import { pastTheirDate, readCatalogue, type BackupEntry } from '../format/catalogue.ts';
import { BACKED_UP, type BackedUpTable } from '../format/backup-order.ts';
import type { Manifest } from '../format/manifest.ts';

/** A backup that may be restored, and the tables that come back from it. */
export interface ChosenBackup {
  readonly manifest: Manifest;
  readonly tables: readonly BackedUpTable[];
}

/** One that came to its end, be it damaged since: no older one is taken in its stead unasked. */
const cameToItsEnd = ({ manifest, fault }: BackupEntry): boolean =>
  manifest !== undefined || fault !== undefined;

const entryOf = (entries: readonly BackupEntry[], id: string | undefined): BackupEntry => {
  const entry =
    id === undefined ? entries.findLast(cameToItsEnd) : entries.find((candidate) => candidate.id === id);
  if (entry === undefined)
    throw new Error(`There is no ${id === undefined ? 'complete backup' : `backup ${id}`} in this place.`);
  return entry;
};

const tableNames = (names: readonly string[]): readonly BackedUpTable[] =>
  names.map((name) => {
    const known = BACKED_UP.find((table) => table === name);
    if (known === undefined) throw new UsageError(`there is no table ${name} to restore without`);
    return known;
  });

/**
 * The backup of this id, or the newest. A table past its date must have been destroyed by `prune`, and is done without
 * only where the caller says so by its name; no other table is done without.
 */
export const chooseBackup = async (
  blobs: Place,
  options: { readonly id: string | undefined; readonly without: readonly string[]; readonly now: number },
): Promise<ChosenBackup> => {
  const without = tableNames(options.without);
  const entry = entryOf(await readCatalogue(blobs), options.id);
  const { id, manifest, fault, chunks } = entry;
  if (manifest === undefined)
    throw new Error(fault ?? `Backup ${id} was cut off before its end, so it is none: restore another.`);

  const past = pastTheirDate(entry, options.now).filter(
    (table) => (manifest.tables[table]?.chunks.length ?? 0) > 0,
  );
  const kept = past.filter((table) => chunks.has(table));
  if (kept.length > 0)
    throw new Error(
      `Backup ${id} still has ${kept.join(', ')}, past the date by which copies of deleted data must be gone. ` +
        'Run `temkin backup prune` on the place first.',
    );
  const unsaid = past.filter((table) => !without.includes(table));
  if (unsaid.length > 0)
    throw new Error(
      `Backup ${id} has no ${unsaid.join(', ')} any more: past their date. To restore what is left, say so: ` +
        unsaid.map((table) => `--without ${table}`).join(' '),
    );
  const alive = without.filter((table) => !past.includes(table));
  if (alive.length > 0)
    throw new Error(`Backup ${id} has ${alive.join(', ')}, which must come back: leave --without away.`);
  return { manifest, tables: BACKED_UP.filter((table) => !without.includes(table)) };
};

import type { StoredItem, TableName } from '@temkin/storage';
import type { Place, Surroundings } from '../command.ts';
import type { OpenStore } from '../open-store.ts';
import type { BringBack, Fate } from './bring-back.ts';
import type { ChosenBackup } from './choose-backup.ts';
import type { LaterLog } from './later-log.ts';
import { loadItems } from './load-items.ts';
import { readTable } from './read-backup.ts';

/** A restore under way. */
export interface Restore extends ChosenBackup {
  readonly blobs: Place;
  readonly surroundings: Surroundings;
}

/** Items as they come. */
export type Pages = AsyncGenerator<readonly StoredItem[]>;

/** How many items of a table met which fate, and how many the backup lacked and were added. */
export type Tally = Record<Fate['outcome'] | 'added', number>;

export type Tallies = Partial<Record<TableName, Tally>>;

/** The items of a table that come back, as they come back. */
export async function* broughtBack(
  { blobs, manifest }: Restore,
  table: TableName,
  { bring, missingFrom }: BringBack,
  tally?: Tally,
): Pages {
  for await (const page of readTable(blobs, manifest, table))
    yield page.flatMap(({ key, item }) => {
      const fate = bring({ key, item });
      if (tally !== undefined) tally[fate.outcome] += 1;
      return 'item' in fate ? [{ key, item: fate.item }] : [];
    });
  const added = missingFrom(table).flatMap(({ key, item }) => {
    const fate = bring({ key, item });
    return 'item' in fate ? [{ key, item: fate.item }] : [];
  });
  if (tally !== undefined) tally.added += added.length;
  yield added;
}

/** Writes the later log, where there is one, as it stands, then the backup's tables. Answers what became of their items. */
export const writeBack = async (
  restore: Restore,
  {
    target,
    log,
    back,
  }: {
    readonly target: Pick<OpenStore, 'table'>;
    readonly log: LaterLog | undefined;
    readonly back: BringBack;
  },
): Promise<Tallies> => {
  const { progress, random } = restore.surroundings;
  const write = async (step: string, pages: Pages): Promise<void> => {
    progress.begin(`writing ${step}`);
    await loadItems({ table: target.table, random }, pages, (items) => progress.advance({ items }));
    progress.end();
  };
  if (log !== undefined) await write('the later log', log.unchanged());
  const tallies: Tallies = {};
  for (const table of restore.tables) {
    const tally: Tally = { brought: 0, altered: 0, added: 0, destroyed: 0, incomplete: 0, expired: 0 };
    await write(table, broughtBack(restore, table, back, tally));
    tallies[table] = tally;
  }
  return tallies;
};

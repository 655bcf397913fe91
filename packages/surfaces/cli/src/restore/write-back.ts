import type { StoredItem } from '@temkin/storage';
import type { Place, Surroundings } from '../command.ts';
import type { BackedUpTable } from '../format/backup-order.ts';
import type { OpenStore } from '../open-store.ts';
import type { BringBack, Fate } from './bring-back.ts';
import type { ChosenBackup } from './choose-backup.ts';
import type { LaterOutbox } from './later-outbox.ts';
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

export type Tallies = Partial<Record<BackedUpTable, Tally>>;

/** The items of a table that come back, as they come back. */
export async function* broughtBack(
  { blobs, manifest }: Restore,
  table: BackedUpTable,
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

/**
 * Writes what waits in the later outbox, where there is one, then the backup's tables. Answers what became of their items.
 */
export const writeBack = async (
  restore: Restore,
  {
    target,
    later,
    back,
  }: {
    readonly target: Pick<OpenStore, 'table'>;
    readonly later: LaterOutbox | undefined;
    readonly back: BringBack;
  },
): Promise<Tallies> => {
  const { progress, random } = restore.surroundings;
  const write = async (step: string, pages: Pages): Promise<void> => {
    progress.begin(`writing ${step}`);
    await loadItems({ table: target.table, random }, pages, (items) => progress.advance({ items }));
    progress.end();
  };
  async function* waitingStill(outbox: LaterOutbox): Pages {
    for await (const page of outbox.unchanged()) yield page.filter((stored) => !back.isLogged(stored));
  }
  if (later !== undefined) await write('the later outbox', waitingStill(later));
  const tallies: Tallies = {};
  for (const table of restore.tables) {
    const tally: Tally = {
      brought: 0,
      altered: 0,
      added: 0,
      destroyed: 0,
      incomplete: 0,
      expired: 0,
      logged: 0,
    };
    await write(table, broughtBack(restore, table, back, tally));
    tallies[table] = tally;
  }
  return tallies;
};

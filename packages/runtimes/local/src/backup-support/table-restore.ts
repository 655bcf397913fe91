import { keyOf, partsOf, textOf, type Key, type Table } from '@temkin/storage';

/** A restore into tables: the same one has the same words. */
export interface TableRestore {
  /** The backup's id. */
  readonly backup: string;
  /** Everything else that decides what comes back. */
  readonly options: string;
}

/** Stands in tables from the first moment of a restore to its last. */
const MARKER = keyOf('tenant-keys', 'restoring', {});

/** Whether an item is the mark of a restore: it is no datum of the store, and belongs into no backup. */
export const isRestoreMark = (key: Key): boolean =>
  key.table === MARKER.table && partsOf('tenant-keys', 'restoring', key) !== undefined;

/** The restore that was begun on these tables and has not ended. */
export const restoreUnderWay = async (table: Table): Promise<TableRestore | undefined> => {
  const item = await table.get(MARKER);
  return item && { backup: textOf(item, 'backup'), options: textOf(item, 'options') };
};

/**
 * Throws where a restore was begun on tables and has not ended: what they hold is neither whole nor yet rid of what was
 * destroyed after the backup.
 */
export const refuseHalfRestoredTable = async (table: Table, place: string): Promise<void> => {
  const underWay = await restoreUnderWay(table);
  if (underWay !== undefined)
    throw new Error(
      `${place}: part of backup ${underWay.backup}, whose restore was cut off or is still under way. ` +
        'Run the same restore again, which completes it, or empty the store. Nothing was changed.',
    );
};

/**
 * Marks tables as ones that are being restored. Answers whether this very restore had done so before; throws where
 * another had.
 */
export const claimTable = async (
  table: Table,
  restore: TableRestore,
  place: string,
): Promise<'begun' | 'resumed'> => {
  const { backup, options } = restore;
  const claim = { kind: 'put', key: MARKER, item: { backup, options }, condition: 'absent' } as const;
  if ((await table.write(claim)).outcome === 'committed') return 'begun';
  const underWay = await restoreUnderWay(table);
  if (underWay?.backup === backup && underWay.options === options) return 'resumed';
  throw new Error(
    `${place}: part of ${underWay === undefined ? 'a backup' : `backup ${underWay.backup}`} by another restore, ` +
      'which was cut off or is still under way. Run that one again with the options that it had, or empty the store. ' +
      'Nothing was changed.',
  );
};

/** Takes the mark away: the tables are whole and may be served from. */
export const endTableRestore = async (table: Table): Promise<void> => {
  await table.write({ kind: 'delete', key: MARKER });
};

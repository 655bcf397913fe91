import { keyOf, partsOf, textOf, type Item, type Key, type Table, type Write } from '@temkin/storage';
import type { RowFault } from '../domain/index.ts';
import type { ImportName } from './imports.ts';

/** A row that did not come in, and why. */
export interface RejectedRow {
  /** As `FIRST_ROW` counts. */
  readonly row: number;
  readonly faults: readonly RowFault[];
}

const DIGITS = 12;

const rejectKey = ({ tenant, importId }: ImportName, row: number): Key =>
  keyOf('registry-bulk', 'importReject', { tenant, importId, row: String(row).padStart(DIGITS, '0') });

const faultsIn = ({ faults }: Item): readonly RowFault[] => {
  if (!Array.isArray(faults)) throw new Error('a rejected row has lost its faults');
  return (faults as readonly Item[]).map((fault) => ({
    code: textOf(fault, 'code') as RowFault['code'],
    pointer: textOf(fault, 'pointer'),
  }));
};

/** Rows that did not come in: by number, code and pointer, and nothing of what stood in them. */
export const importRejects = (table: Table) => ({
  putWrite: (name: ImportName, { row, faults }: RejectedRow, expiresAtSeconds: number): Write => ({
    kind: 'put',
    key: rejectKey(name, row),
    item: { faults: faults.map(({ code, pointer }) => ({ code, pointer })), expiresAtSeconds },
  }),

  /** Rejected rows behind a row, in order; `next` where there are more. */
  page: async (
    name: ImportName,
    limit: number,
    after?: number,
  ): Promise<{ readonly rejects: readonly RejectedRow[]; readonly next?: number }> => {
    const { partition } = rejectKey(name, 0);
    const page = await table.query({
      table: 'registry-bulk',
      partition,
      limit,
      ...(after !== undefined && { after: rejectKey(name, after).sort }),
    });
    const rejects = page.items.flatMap(({ sort, item }) => {
      const row = partsOf('registry-bulk', 'importReject', { partition, sort })?.row;
      return row === undefined ? [] : [{ row: Number(row), faults: faultsIn(item) }];
    });
    const last = rejects.at(-1)?.row;
    return { rejects, ...(page.next !== undefined && last !== undefined && { next: last }) };
  },
});

export type ImportRejects = ReturnType<typeof importRejects>;

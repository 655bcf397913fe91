import { keyOf, numberOf, partsOf, textOf, type Key, type Table, type Write } from '@temkin/storage';
import type { ExportedPart } from '../domain/index.ts';
import type { ExportName } from './exports.ts';

const DIGITS = 6;

const partKey = ({ tenant, exportId }: ExportName, part: number): Key =>
  keyOf('registry-bulk', 'exportPart', { tenant, exportId, part: String(part).padStart(DIGITS, '0') });

const PAGE_ITEMS = 1_000;

/** The parts of exports: how long each is, what its hash is, and how many rows it has. */
export const exportParts = (table: Table) => ({
  /** All of an export, in order. */
  all: async (name: ExportName): Promise<readonly ExportedPart[]> => {
    const { partition } = partKey(name, 0);
    const parts: ExportedPart[] = [];
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'registry-bulk',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of page.items) {
        const part = partsOf('registry-bulk', 'exportPart', { partition, sort })?.part;
        if (part === undefined) continue;
        parts.push({
          part: Number(part),
          bytes: numberOf(item, 'bytes'),
          sha256: textOf(item, 'sha256'),
          rows: numberOf(item, 'rows'),
          isLast: item.isLast === true,
        });
      }
      after = page.next;
    } while (after !== undefined);
    return parts;
  },

  /** Refused where the part is there. */
  putWrite: (name: ExportName, { part, ...written }: ExportedPart, expiresAtSeconds: number): Write => ({
    kind: 'put',
    key: partKey(name, part),
    item: { ...written, expiresAtSeconds },
    condition: 'absent',
  }),
});

export type ExportParts = ReturnType<typeof exportParts>;

import {
  keyOf,
  numberOf,
  partsOf,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { ExportedPart } from '../domain/index.ts';
import type { ExportName } from './exports.ts';

const DIGITS = 6;

const partKey = ({ tenant, exportId }: ExportName, part: number): Key =>
  keyOf('registry-bulk', 'exportPart', { tenant, exportId, part: String(part).padStart(DIGITS, '0') });

const toPart = (part: number, item: Item): ExportedPart => ({
  part,
  bytes: numberOf(item, 'bytes'),
  sha256: textOf(item, 'sha256'),
  rows: numberOf(item, 'rows'),
  isLast: item.isLast === true,
});

/** Some parts of an export, in order. */
export interface PartPage {
  readonly parts: readonly ExportedPart[];
  /** The last part that was looked at, where others may follow. */
  readonly next?: number;
}

const PAGE_ITEMS = 1_000;

/** The parts of exports: how long each is, what its hash is, and how many rows it has. */
export const exportParts = (table: Table) => {
  /** Those behind a part, so many at most. */
  const page = async (name: ExportName, limit: number, after = 0): Promise<PartPage> => {
    const { partition, sort } = partKey(name, after);
    const { items, next } = await table.query({ table: 'registry-bulk', partition, limit, after: sort });
    const parts = items.flatMap(({ sort: at, item }) => {
      const part = partsOf('registry-bulk', 'exportPart', { partition, sort: at })?.part;
      return part === undefined ? [] : [toPart(Number(part), item)];
    });
    const last = parts.at(-1);
    return { parts, ...(next !== undefined && last !== undefined && { next: last.part }) };
  };

  return {
    page,

    find: async (name: ExportName, part: number): Promise<ExportedPart | undefined> => {
      const item = await table.get(partKey(name, part));
      return item && toPart(part, item);
    },

    /** All of an export, in order. */
    all: async (name: ExportName): Promise<readonly ExportedPart[]> => {
      const parts: ExportedPart[] = [];
      let after: number | undefined = 0;
      do {
        const some: PartPage = await page(name, PAGE_ITEMS, after);
        parts.push(...some.parts);
        after = some.next;
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
  };
};

export type ExportParts = ReturnType<typeof exportParts>;

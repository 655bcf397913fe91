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
import type { AnnouncedPart, ImportPart, RowCounts } from '../domain/index.ts';
import type { ImportName } from './imports.ts';

const DIGITS = 6;

const partKey = ({ tenant, importId }: ImportName, part: number): Key =>
  keyOf('registry-bulk', 'importPart', { tenant, importId, part: String(part).padStart(DIGITS, '0') });

const countsIn = (item: Item, name: string): Readonly<Record<string, number>> => {
  const value = item[name];
  if (typeof value !== 'object' || value instanceof Uint8Array || Array.isArray(value))
    throw new Error('a part of an import has lost its counts');
  return value as Readonly<Record<string, number>>;
};

const toPart = (part: number, item: Item): ImportPart => ({
  part,
  bytes: numberOf(item, 'bytes'),
  sha256: textOf(item, 'sha256'),
  rows: numberOf(item, 'rows'),
  isLast: item.isLast === true,
  rowsDone: numberOf(item, 'rowsDone'),
  accepted: numberOf(item, 'accepted'),
  rejected: numberOf(item, 'rejected'),
  amended: numberOf(item, 'amended'),
  unchanged: numberOf(item, 'unchanged'),
  grades: countsIn(item, 'grades'),
  codes: countsIn(item, 'codes'),
  fields: countsIn(item, 'fields'),
  version: numberOf(item, 'version'),
});

const PAGE_ITEMS = 1_000;

/** The parts of imports: what was announced of them, and how far they are worked off. */
export const importParts = (table: Table) => ({
  find: async (name: ImportName, part: number): Promise<ImportPart | undefined> => {
    const item = await table.get(partKey(name, part));
    return item && toPart(part, item);
  },

  /** All of an import, in order. */
  all: async (name: ImportName): Promise<readonly ImportPart[]> => {
    const { partition } = partKey(name, 0);
    const parts: ImportPart[] = [];
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'registry-bulk',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of page.items) {
        const part = partsOf('registry-bulk', 'importPart', { partition, sort })?.part;
        if (part !== undefined) parts.push(toPart(Number(part), item));
      }
      after = page.next;
    } while (after !== undefined);
    return parts;
  },

  /** Announces a part, or announces it anew: nothing of it is done while parts are being sent. */
  announceWrite: (
    name: ImportName,
    { part, bytes, sha256, rows, isLast }: AnnouncedPart,
    expiresAtSeconds: number,
  ): Write => ({
    kind: 'put',
    key: partKey(name, part),
    item: {
      bytes,
      sha256,
      rows,
      isLast,
      rowsDone: 0,
      accepted: 0,
      rejected: 0,
      amended: 0,
      unchanged: 0,
      grades: {},
      codes: {},
      fields: {},
      version: 1,
      expiresAtSeconds,
    },
  }),

  /** Says how far a part is done. Refused where somebody else went on in it since. */
  advanceWrite: (
    name: ImportName,
    { part, version }: Pick<ImportPart, 'part' | 'version'>,
    {
      rowsDone,
      accepted,
      rejected,
      amended,
      unchanged,
      grades,
      codes,
      fields,
    }: RowCounts & { readonly rowsDone: number },
  ): Write => ({
    kind: 'update',
    key: partKey(name, part),
    set: {
      rowsDone,
      accepted,
      rejected,
      amended,
      unchanged,
      grades: { ...grades },
      codes: { ...codes },
      fields: { ...fields },
    },
    add: { version: 1 },
    condition: [{ attribute: 'version', is: 'equal', to: version }],
  }),
});

export type ImportParts = ReturnType<typeof importParts>;

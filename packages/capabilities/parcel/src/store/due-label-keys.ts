import { vietnamDay } from '@temkin/kernel';
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

/** A label key that dies at an instant, and the parcel it is of. */
export interface DueLabelKey {
  readonly tenant: string;
  /** 16 hexadecimal digits. */
  readonly labelId: string;
  readonly parcelId: string;
  /** The parcel's word in the log. */
  readonly pseudonym: string;
  /** Seconds since the epoch: from then on the key is dead. */
  readonly dueAtSeconds: number;
}

/** One shard of one day, a page at a time. `broken` are the sort keys of items that cannot be read; they stay. */
export interface DuePage {
  readonly due: readonly DueLabelKey[];
  readonly broken: readonly string[];
  /** Where the next page begins; present where more may follow. */
  readonly next?: string;
}

/** Partitions of a day. An item's is the last digit of its label id, which is random. */
export const DUE_SHARDS: readonly string[] = Array.from('0123456789abcdef');

const shardOf = (labelId: string): string => labelId.slice(-1);

/** Keys of one page: three transactions' worth. */
const PAGE_ITEMS = 90;

/** The item that says when a label key dies, under the day (Vietnam time) on which it is dead for the first time. */
export const dueKey = ({
  tenant,
  labelId,
  dueAtSeconds,
}: Pick<DueLabelKey, 'tenant' | 'labelId' | 'dueAtSeconds'>): Key =>
  keyOf('parcels', 'labelKeyDue', {
    day: vietnamDay(dueAtSeconds * 1_000),
    shard: shardOf(labelId),
    tenant,
    labelId,
  });

/** Notes when a label key dies: a write of the transaction that makes the key. */
export const duePut = (due: DueLabelKey): Extract<Write, { kind: 'put' }> => {
  const { parcelId, pseudonym, dueAtSeconds } = due;
  return { kind: 'put', key: dueKey(due), item: { parcelId, pseudonym, dueAtSeconds }, condition: 'absent' };
};

/** Writes that `shredWrites` makes of one key. */
export const WRITES_PER_KEY = 2;

/**
 * Destroys keys: of the key at position i, the write at 2i is refused where it is not dead yet by its own last instant,
 * the one at 2i + 1 where its due item is gone, and so the key has been seen to. A key that is gone already is fine.
 */
export const shredWrites = (keys: readonly DueLabelKey[], nowSeconds: number): readonly Write[] =>
  keys.flatMap((due): readonly Write[] => [
    {
      kind: 'delete',
      key: keyOf('parcel-keys', 'labelKey', due),
      condition: [{ attribute: 'expiresAtSeconds', is: 'absent-or-less', than: nowSeconds + 1 }],
    },
    { kind: 'delete', key: dueKey(due), condition: 'present' },
  ]);

const progressKey = keyOf('parcels', 'shredProgress', {});

/** What an item says; undefined where a field is lost, or where it lies elsewhere than such an item does. */
export const readDue = (key: Key, item: Item): DueLabelKey | undefined => {
  const parts = partsOf('parcels', 'labelKeyDue', key);
  if (parts === undefined) return undefined;
  try {
    const due = {
      tenant: parts.tenant,
      labelId: parts.labelId,
      parcelId: textOf(item, 'parcelId'),
      pseudonym: textOf(item, 'pseudonym'),
      dueAtSeconds: numberOf(item, 'dueAtSeconds'),
    };
    return dueKey(due).partition === key.partition ? due : undefined;
  } catch {
    return undefined;
  }
};

/** Which label keys die when, and how far their destruction has come. */
export const dueLabelKeyStore = (table: Table) => ({
  /** A page of one shard of a day, in order of tenant. */
  page: async (day: string, shard: string, after?: string): Promise<DuePage> => {
    const { partition } = keyOf('parcels', 'labelKeyDue', { day, shard, tenant: '', labelId: '' });
    const { items, next } = await table.query({
      table: 'parcels',
      partition,
      limit: PAGE_ITEMS,
      ...(after !== undefined && { after }),
    });
    const read = items.map(({ sort, item }) => ({
      sort,
      due: readDue({ table: 'parcels', partition, sort }, item),
    }));
    return {
      due: read.flatMap(({ due }) => due ?? []),
      broken: read.filter(({ due }) => due === undefined).map(({ sort }) => sort),
      ...(next !== undefined && { next }),
    };
  },

  /** The first day, `YYYY-MM-DD`, that is not known to be done. */
  firstDay: async (): Promise<string | undefined> => {
    const item = await table.get(progressKey);
    return item && textOf(item, 'day');
  },

  /** Says that all days before are done. Who is told an earlier day afterwards looks at done days again, and no harm. */
  setFirstDay: async (day: string): Promise<void> => {
    await table.write({ kind: 'put', key: progressKey, item: { day } });
  },

  shredWrites,
});

export type DueLabelKeyStore = ReturnType<typeof dueLabelKeyStore>;

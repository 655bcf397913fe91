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
  /** Whether another label has come in its place: its death says nothing of the parcel's. */
  readonly isSuperseded?: true;
  /** Seconds since the epoch: from then on the key is dead. */
  readonly dueAtSeconds: number;
}

/**
 * When to look what time does to a parcel: never later than its next clock, which only moves away from then on. What is to
 * be done, and when to look again, the parcel itself says.
 */
export interface DueParcel {
  readonly tenant: string;
  readonly parcelId: string;
  /** Seconds since the epoch. */
  readonly dueAtSeconds: number;
}

/** What is due: one item for each clock of a parcel. */
export type Due = DueLabelKey | DueParcel;

/** One shard of one day, a page at a time. `broken` are the sort keys of items that cannot be read; they stay. */
export interface DuePage {
  readonly due: readonly Due[];
  readonly broken: readonly string[];
  /** Where the next page begins; present where more may follow. */
  readonly next?: string;
}

/** Partitions of a day. An item's is the last digit of its id, which is random. */
export const DUE_SHARDS: readonly string[] = Array.from('0123456789abcdef');

/** Items of one page: three transactions' worth of label keys. */
const PAGE_ITEMS = 90;

/** Whether it is a label key, and no parcel. */
export const isLabelKey = <LabelKey extends { readonly labelId: string }>(
  due: LabelKey | Omit<DueParcel, 'dueAtSeconds'>,
): due is LabelKey => 'labelId' in due;

/** The item that says what dies when, under the day (Vietnam time) on which it is dead for the first time. */
export const dueKey = (due: DueParcel | Pick<DueLabelKey, 'tenant' | 'labelId' | 'dueAtSeconds'>): Key => {
  const [clock, id] = isLabelKey(due) ? ['label', due.labelId] : ['parcel', due.parcelId];
  return keyOf('parcels', 'due', {
    day: vietnamDay(due.dueAtSeconds * 1_000),
    shard: id.slice(-1),
    tenant: due.tenant,
    clock,
    id,
  });
};

const dueItem = (due: Due): Item => ({
  parcelId: due.parcelId,
  dueAtSeconds: due.dueAtSeconds,
  ...(isLabelKey(due) && {
    pseudonym: due.pseudonym,
    ...(due.isSuperseded === true && { superseded: true }),
  }),
});

/** Notes when something dies: a write of the transaction that makes it. */
export const duePut = (due: Due): Extract<Write, { kind: 'put' }> => ({
  kind: 'put',
  key: dueKey(due),
  item: dueItem(due),
  condition: 'absent',
});

/** Moves a note to another instant: its place is its day's, so it may stay where it is. */
export const dueMoveWrites = (due: Due, dueAtSeconds: number): readonly Write[] => {
  const moved: Due = { ...due, dueAtSeconds };
  const [from, to] = [dueKey(due), dueKey(moved)];
  const put = { kind: 'put', key: to, item: dueItem(moved) } as const;
  return from.partition === to.partition ? [put] : [{ kind: 'delete', key: from }, put];
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

const dueOf = ({ tenant, clock, id }: Record<'tenant' | 'clock' | 'id', string>, item: Item): Due => {
  const [parcelId, dueAtSeconds] = [textOf(item, 'parcelId'), numberOf(item, 'dueAtSeconds')];
  return clock === 'label'
    ? {
        tenant,
        labelId: id,
        parcelId,
        pseudonym: textOf(item, 'pseudonym'),
        ...(item.superseded === true && { isSuperseded: true }),
        dueAtSeconds,
      }
    : { tenant, parcelId, dueAtSeconds };
};

/** What an item says; undefined where a field is lost, or where it lies elsewhere than such an item does. */
export const readDue = (key: Key, item: Item): Due | undefined => {
  const parts = partsOf('parcels', 'due', key);
  if (parts === undefined) return undefined;
  try {
    const due = dueOf(parts, item);
    const { partition, sort } = dueKey(due);
    return partition === key.partition && sort === key.sort ? due : undefined;
  } catch {
    return undefined;
  }
};

/** What dies when, and how far its destruction has come. */
export const dueStore = (table: Table) => ({
  /** A page of one shard of a day, in order of tenant. */
  page: async (day: string, shard: string, after?: string): Promise<DuePage> => {
    const { partition } = keyOf('parcels', 'due', { day, shard, tenant: '', clock: '', id: '' });
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

  /** Takes a parcel's note away: nothing is due any more. */
  forget: async (due: DueParcel): Promise<void> => {
    await table.write({ kind: 'delete', key: dueKey(due) });
  },

  /** Moves a parcel's note to a later day. Cut off in between, the parcel is looked at once more than it need be. */
  postpone: async (due: DueParcel, dueAtSeconds: number): Promise<void> => {
    const later = { ...due, dueAtSeconds };
    await table.write({ kind: 'put', key: dueKey(later), item: dueItem(later) });
    await table.write({ kind: 'delete', key: dueKey(due) });
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

export type DueStore = ReturnType<typeof dueStore>;

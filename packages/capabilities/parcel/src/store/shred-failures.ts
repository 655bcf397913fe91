import { keyOf, numberOf, partsOf, type Key, type Table } from '@temkin/storage';
import { dueKey, readDue, type Due } from './due-keys.ts';

/** Where an item lies that says what dies when. */
export interface DuePlace {
  readonly day: string;
  readonly shard: string;
  /** The item's sort key, be it of whatever form. */
  readonly name: string;
}

/** A due item that could not be worked off. */
export interface ShredFailure {
  readonly place: DuePlace;
  /** Seconds since the epoch: when it last failed. */
  readonly notedAtSeconds: number;
}

/** Notes of one page. */
const PAGE_NOTES = 90;

const noteKey = (place: DuePlace): Key => keyOf('parcels', 'shredFailure', { ...place });

const { partition: NOTES } = noteKey({ day: '', shard: '', name: '' });

const itemKey = ({ day, shard, name }: DuePlace): Key => ({
  ...keyOf('parcels', 'due', { day, shard, tenant: '', clock: '', id: '' }),
  sort: name,
});

/** Where the item lies of what is due. */
export const duePlace = (due: Due): DuePlace => {
  const key = dueKey(due);
  const parts = partsOf('parcels', 'due', key);
  if (parts === undefined) throw new Error('a key of ours is none of its kind');
  return { day: parts.day, shard: parts.shard, name: key.sort };
};

/**
 * Due items that could not be worked off, noted aside, so that they are tried again without all days since theirs being
 * looked through. The items themselves stay where they are.
 */
export const shredFailureStore = (table: Table) => ({
  note: async (place: DuePlace, nowSeconds: number): Promise<void> => {
    await table.write({ kind: 'put', key: noteKey(place), item: { notedAtSeconds: nowSeconds } });
  },

  forget: async (place: DuePlace): Promise<void> => {
    await table.write({ kind: 'delete', key: noteKey(place) });
  },

  /** Notes in order of day. */
  page: async (
    after?: string,
  ): Promise<{ readonly notes: readonly ShredFailure[]; readonly next?: string }> => {
    const { items, next } = await table.query({
      table: 'parcels',
      partition: NOTES,
      limit: PAGE_NOTES,
      ...(after !== undefined && { after }),
    });
    const notes = items.flatMap(({ sort, item }): readonly ShredFailure[] => {
      const place = partsOf('parcels', 'shredFailure', { partition: NOTES, sort });
      return place === undefined ? [] : [{ place, notedAtSeconds: numberOf(item, 'notedAtSeconds') }];
    });
    return { notes, ...(next !== undefined && { next }) };
  },

  /** What is to be done: `gone` where somebody has seen to the item, `broken` where it cannot be read. */
  look: async (place: DuePlace): Promise<Due | 'gone' | 'broken'> => {
    const key = itemKey(place);
    const item = await table.get(key);
    return item === undefined ? 'gone' : (readDue(key, item) ?? 'broken');
  },
});

export type ShredFailureStore = ReturnType<typeof shredFailureStore>;

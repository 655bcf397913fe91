import { fromHex, toHex } from '@temkin/kernel';
import { bytesOf, keyOf, type Key, type Table } from '@temkin/storage';
import { SEGMENTS } from '../domain/index.ts';
import type { ImportName } from './imports.ts';
import { itemsBelow } from './items-below.ts';

/** Bytes of an id, a UUID. */
const ID_BYTES = 16;

/** Ids of an item, so that none is longer than a store takes: 160 kB. */
const ITEM_IDS = 10_000;

/** Deleted by one request. */
const DELETED_ITEMS = 100;

/** Forgotten at a time: nobody waits for what a whole registry left behind. */
const FORGOTTEN_ITEMS = 10_000;

const metKey = ({ tenant, importId }: ImportName, segment: string, lot: string): Key =>
  keyOf('registry-bulk', 'parityMet', { tenant, importId, segment, lot });

/** An id without its hyphens. */
const shortOf = (id: string): string => id.replaceAll('-', '');

const packed = (ids: readonly string[]): Uint8Array => {
  const bytes = new Uint8Array(ids.length * ID_BYTES);
  for (const [at, id] of ids.entries()) {
    const one = fromHex(shortOf(id));
    if (one?.length !== ID_BYTES) throw new Error('this is no id of a subscription');
    bytes.set(one, at * ID_BYTES);
  }
  return bytes;
};

/** Which subscriptions the rows of a parity report are about, by the segments that their holders lie in. */
export const metNumbers = (table: Table) => ({
  /** Remembers ids of a segment. Under the name of another lot they come beside those that are there. */
  put: async (
    name: ImportName,
    segment: string,
    lot: string,
    ids: readonly string[],
    expiresAtSeconds: number,
  ): Promise<void> => {
    for (let at = 0; at < ids.length; at += ITEM_IDS)
      await table.write({
        kind: 'put',
        key: metKey(name, segment, `${lot}-${at}`),
        item: { ids: packed(ids.slice(at, at + ITEM_IDS)), expiresAtSeconds },
      });
  },

  /** All of a segment. */
  read: async (name: ImportName, segment: string): Promise<(subscriptionId: string) => boolean> => {
    const met = new Set<string>();
    for await (const { item } of itemsBelow(table, metKey(name, segment, ''))) {
      const ids = bytesOf(item, 'ids');
      for (let at = 0; at < ids.length; at += ID_BYTES) met.add(toHex(ids.subarray(at, at + ID_BYTES)));
    }
    return (subscriptionId) => met.has(shortOf(subscriptionId));
  },

  /** Forgets some of those of these segments, and answers whether none is left. */
  forgetSome: async (name: ImportName, segments: readonly string[] = SEGMENTS): Promise<boolean> => {
    let left = FORGOTTEN_ITEMS;
    for (const segment of segments) {
      const { partition } = metKey(name, segment, '');
      for (let hasMore = true; hasMore;) {
        if (left <= 0) return false;
        const { items, next } = await table.query({
          table: 'registry-bulk',
          partition,
          limit: DELETED_ITEMS,
        });
        if (items.length > 0)
          await table.deleteMany(items.map(({ sort }) => ({ table: 'registry-bulk', partition, sort })));
        left -= items.length;
        hasMore = next !== undefined;
      }
    }
    return true;
  },
});

export type MetNumbers = ReturnType<typeof metNumbers>;

import type { KeyWrap, WrappedKey } from '@temkin/crypto';
import { bytesOf, keyOf, textOf, type Item, type Key, type Table, type Write } from '@temkin/storage';
import { segmentOf } from '../domain/index.ts';

const personKeyKey = (tenant: string, personId: string): Key =>
  keyOf('subscriber-keys', 'personKey', { tenant, segment: segmentOf(personId), personId });

const toWrapped = (item: Item): WrappedKey => ({
  keyId: textOf(item, 'keyId'),
  nonce: bytesOf(item, 'nonce'),
  wrapped: bytesOf(item, 'wrapped'),
});

const PAGE_ITEMS = 1_000;

/** People that were counted in a share of a segment, which is 1 of the whole. */
export interface CountedKeys {
  readonly people: number;
  readonly share: number;
}

/** Digits of an id, behind those of its segment, that tell where in the segment it is. */
const PLACE_DIGITS = 6;

/** Which share of its segment comes up to an id. */
const shareBefore = (personId: string): number => {
  const { length } = segmentOf(personId);
  const place = Number.parseInt(personId.slice(length, length + PLACE_DIGITS), 16);
  return (place + 1) / 16 ** PLACE_DIGITS;
};

/** People of a segment whose ids follow each other: the first, the last, and how many. */
export interface IdRange {
  readonly from: string;
  readonly to: string;
  readonly people: number;
}

/**
 * Keys of people: 32 random bytes of each, wrapped by a tenant key of purpose `registry` and bound to the person. They lie in the
 * order of the people, so a segment of both is read side by side. With the key every field of the person is gone.
 */
export const personKeys = ({ table, wrap }: { readonly table: Table; readonly wrap: KeyWrap }) => {
  const unwrap = async (tenant: string, personId: string, item: Item): Promise<Uint8Array> => {
    const key = await wrap.unwrap(tenant, toWrapped(item), personId);
    if (key === undefined) throw new Error('the key of a person does not open');
    return key;
  };

  return {
    /** Refused where the person has a key. */
    putWrite: async (tenant: string, personId: string, key: Uint8Array): Promise<Write> => ({
      kind: 'put',
      key: personKeyKey(tenant, personId),
      item: { ...(await wrap.wrap(tenant, key, personId)) },
      condition: 'absent',
    }),

    /** Fails a transaction where the person's key was destroyed meanwhile. */
    aliveCheck: (tenant: string, personId: string): Write => ({
      kind: 'check',
      key: personKeyKey(tenant, personId),
      condition: 'present',
    }),

    /** Destroys a person's key; of one that is gone, no fault. */
    destroyWrite: (tenant: string, personId: string): Write => ({
      kind: 'delete',
      key: personKeyKey(tenant, personId),
    }),

    /** Whether a person's key is there, which is not unwrapped for it; false of who is erased. */
    isThere: async (tenant: string, personId: string): Promise<boolean> =>
      (await table.get(personKeyKey(tenant, personId))) !== undefined,

    /** Undefined of who is erased. */
    find: async (tenant: string, personId: string): Promise<Uint8Array | undefined> => {
      const item = await table.get(personKeyKey(tenant, personId));
      return item && unwrap(tenant, personId, item);
    },

    /** Up to a hundred in one read, in the order asked; undefined of who is erased. */
    findMany: async (
      tenant: string,
      personIds: readonly string[],
    ): Promise<readonly (Uint8Array | undefined)[]> => {
      const items = await table.getMany(personIds.map((personId) => personKeyKey(tenant, personId)));
      return Promise.all(
        personIds.map(async (personId, i) => {
          const item = items[i];
          return item && unwrap(tenant, personId, item);
        }),
      );
    },

    /** The keys of people that lie side by side, by their ids; who is erased has none. One read, where nobody was registered in between. */
    range: async (
      tenant: string,
      { from, to, people }: IdRange,
    ): Promise<ReadonlyMap<string, Uint8Array>> => {
      const { partition } = personKeyKey(tenant, from);
      const keys = new Map<string, Uint8Array>();
      // Ids are of one length, so what an id begins with comes before it.
      let after: string | undefined = from.slice(0, -1);
      while (after !== undefined) {
        const page = await table.query({ table: 'subscriber-keys', partition, limit: people, after });
        for (const { sort, item } of page.items)
          if (from <= sort && sort <= to) keys.set(sort, await unwrap(tenant, sort, item));
        const last = page.items.at(-1)?.sort;
        after = last !== undefined && last < to ? page.next : undefined;
      }
      return keys;
    },

    /**
     * How many people of a segment have a key; where there are more than so many, how many in which share of it, from 0 to 1: ids are
     * random, so all of it has as many for each such share.
     */
    count: async (tenant: string, segment: string, enough: number): Promise<CountedKeys> => {
      const { partition } = keyOf('subscriber-keys', 'personKey', { tenant, segment, personId: '' });
      let people = 0;
      let after: string | undefined;
      do {
        const page = await table.query({
          table: 'subscriber-keys',
          partition,
          limit: PAGE_ITEMS,
          ...(after !== undefined && { after }),
        });
        people += page.items.length;
        after = page.next;
        const last = page.items.at(-1)?.sort;
        if (after !== undefined && last !== undefined && people >= enough)
          return { people, share: shareBefore(last) };
      } while (after !== undefined);
      return { people, share: 1 };
    },
  };
};

export type PersonKeys = ReturnType<typeof personKeys>;

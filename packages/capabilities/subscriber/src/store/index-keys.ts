import { singleFlight, type KeyWrap } from '@temkin/crypto';
import type { Clock } from '@temkin/kernel';
import { bytesOf, keyOf, textOf, type Table, type Write } from '@temkin/storage';
import type { Generation, IndexName } from '../domain/index.ts';

/** How long a key is kept in memory: as long as the key ring keeps the one that wraps it. */
const KEEP_MILLISECONDS = 15 * 60_000;

/** A bound for a process that serves many tenants. */
const CACHE_ENTRIES = 1_000;

const keyFor = (tenant: string, index: IndexName, generation: Generation['number']) =>
  keyOf('subscriber-index', 'indexKey', { tenant, index, generation: String(generation) });

const boundTo = (index: IndexName, generation: Generation['number']): string =>
  JSON.stringify([index, generation]);

/**
 * Hash keys of indexes: 32 random bytes for each generation, wrapped by a tenant key of purpose `registry-index`, whose root key is
 * another than that of people's keys. With the key what is left of a generation means nothing any more.
 */
export const indexKeys = ({
  table,
  wrap,
  clock,
}: {
  readonly table: Table;
  readonly wrap: KeyWrap;
  readonly clock: Clock;
}) => {
  const cached = singleFlight<Uint8Array | undefined>({
    clock,
    keepMilliseconds: KEEP_MILLISECONDS,
    maxEntries: CACHE_ENTRIES,
  });

  const load = async (
    tenant: string,
    index: IndexName,
    generation: Generation['number'],
  ): Promise<Uint8Array | undefined> => {
    const item = await table.get(keyFor(tenant, index, generation));
    if (item === undefined) return undefined;
    const wrapped = {
      keyId: textOf(item, 'keyId'),
      nonce: bytesOf(item, 'nonce'),
      wrapped: bytesOf(item, 'wrapped'),
    };
    const key = await wrap.unwrap(tenant, wrapped, boundTo(index, generation));
    if (key === undefined) throw new Error('the key of an index does not open');
    return key;
  };

  return {
    /** Undefined where it is gone, and with it the generation. */
    find: (
      tenant: string,
      index: IndexName,
      generation: Generation['number'],
    ): Promise<Uint8Array | undefined> =>
      cached(JSON.stringify([tenant, index, generation]), () => load(tenant, index, generation)),

    /** Refused where the generation has a key. */
    putWrite: async (
      tenant: string,
      index: IndexName,
      generation: Generation['number'],
      key: Uint8Array,
    ): Promise<Write> => ({
      kind: 'put',
      key: keyFor(tenant, index, generation),
      item: { ...(await wrap.wrap(tenant, key, boundTo(index, generation))) },
      condition: 'absent',
    }),

    destroyWrite: (tenant: string, index: IndexName, generation: Generation['number']): Write => ({
      kind: 'delete',
      key: keyFor(tenant, index, generation),
    }),
  };
};

export type IndexKeys = ReturnType<typeof indexKeys>;

import { BatchWriteItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item, Key, Table } from '@temkin/storage';
import { subscriberRegistry } from '@temkin/subscriber';
import { toStoredItem } from '../../../../packages/runtimes/dynamodb/src/stored-item.ts';
import { REGISTRAR, type BenchRegistry } from './bench-registry.ts';
import { registeredPeople } from './registered-people.ts';

type Attributes = Record<string, AttributeValue>;

interface Gathered {
  readonly table: string;
  readonly item: Attributes;
}

/** Items of one request (DynamoDB, `BatchWriteItem`). */
const BATCH = 25;

/** Requests under way together. */
const IN_FLIGHT = 4;

/** Tables of which nothing is there that a registration would come upon, but what the registry itself has put there. */
const EMPTY: ReadonlySet<string> = new Set(['subscribers', 'subscriber-keys']);

/**
 * A table in which nobody is registered and every registration succeeds: what it would have written, events apart, is handed on. What the
 * registry knows of its indexes and keys it asks for once.
 */
const gathering = (table: Table, gather: (key: Key, item: Item) => void): Table => {
  const known = new Map<string, Promise<Item | undefined>>();
  return {
    ...table,
    get: (key) => {
      if (EMPTY.has(key.table)) return Promise.resolve(undefined);
      const name = JSON.stringify([key.table, key.partition, key.sort]);
      const found = known.get(name) ?? table.get(key);
      known.set(name, found);
      return found;
    },
    transact: (writes) => {
      for (const write of writes)
        if (write.kind === 'put' && write.key.table !== 'outbox') gather(write.key, write.item);
      return Promise.resolve({ outcome: 'committed' });
    },
  };
};

const writeBatch = async ({ bareClient }: BenchRegistry, items: readonly Gathered[]): Promise<void> => {
  const requests: Record<string, { PutRequest: { Item: Attributes } }[]> = {};
  for (const { table, item } of items) (requests[table] ??= []).push({ PutRequest: { Item: item } });
  const { UnprocessedItems = {} } = await bareClient.send(
    new BatchWriteItemCommand({ RequestItems: requests }),
  );
  if (Object.keys(UnprocessedItems).length > 0) throw new Error('the store left items unwritten');
};

/**
 * Puts so many people into the store, as the registry itself would have, one event apart: the very items, sealed and indexed, and so
 * fast that there can be a hundred thousand of them.
 */
export const loadPeople = async (system: BenchRegistry, from: number, count: number): Promise<void> => {
  let gathered: Gathered[] = [];
  const registry = subscriberRegistry(
    system.dependencies(
      gathering(system.table, (key, item) =>
        gathered.push({ table: system.prefix + key.table, item: toStoredItem(key, item) }),
      ),
    ),
  );
  const underWay = new Set<Promise<void>>();
  const send = async (least: number): Promise<void> => {
    while (gathered.length >= least && gathered.length > 0) {
      const batch = gathered.slice(0, BATCH);
      gathered = gathered.slice(BATCH);
      if (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
      const sent: Promise<void> = writeBatch(system, batch).finally(() => underWay.delete(sent));
      underWay.add(sent);
    }
  };
  for (const { person, seed } of registeredPeople(from, count)) {
    await registry.newPerson(REGISTRAR, person, seed);
    await send(BATCH);
  }
  await send(1);
  await Promise.all(underWay);
};

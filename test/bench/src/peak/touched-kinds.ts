import type {
  BatchGetItemCommandInput,
  DynamoDBClient,
  GetItemCommandInput,
  QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { tables, type ItemKind } from '@temkin/storage';
import { touchedBy } from '../cost/touched-items.ts';

/** What is asked of a kind of item, in capacity units of items that are no larger than one unit. */
export interface Touches {
  readonly reads: number;
  readonly writes: number;
}

interface Touch extends Touches {
  readonly kind: string;
}

const patternOf = (template: string): RegExp => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^#]+')}$`);

const PATTERNS = Object.entries(tables).flatMap(([table, { items }]) =>
  Object.entries<ItemKind>(items).map(([name, { partition, sort }]) => ({
    table,
    name: `${table}.${name}`,
    partition: patternOf(partition),
    sort: patternOf(sort),
  })),
);

/** The kind of the schema that a key belongs to; of a query, which names no sort key, one that lies in its partition. */
const kindOf = (tableName: string, partition: string, sort: string | undefined): string => {
  const kind = PATTERNS.find(
    (pattern) =>
      tableName.endsWith(`-${pattern.table}`) &&
      pattern.partition.test(partition) &&
      (sort === undefined || pattern.sort.test(sort)),
  );
  if (kind === undefined) throw new Error(`no kind of ${tableName} has such a key`);
  return kind.name;
};

/** Units of a write in a transaction, of an item of up to 1 KB (cost/capacity-units.ts). */
const TRANSACTED = 2;

const read = (tableName: string, partition = '', sort?: string): Touch => ({
  kind: kindOf(tableName, partition, sort),
  reads: 1,
  writes: 0,
});

const readsOf = (command: string | undefined, input: object): readonly Touch[] => {
  // The name says which input it is; the SDK's types do not tie the two together.
  switch (command) {
    case 'GetItemCommand': {
      const { TableName = '', Key } = input as GetItemCommandInput;
      return [read(TableName, Key?.pk?.S, Key?.sk?.S)];
    }
    case 'BatchGetItemCommand': {
      const { RequestItems = {} } = input as BatchGetItemCommandInput;
      return Object.entries(RequestItems).flatMap(([tableName, { Keys = [] }]) =>
        Keys.map(({ pk, sk }) => read(tableName, pk?.S, sk?.S)),
      );
    }
    case 'QueryCommand': {
      const { TableName = '', ExpressionAttributeValues = {} } = input as QueryCommandInput;
      return [read(TableName, Object.values(ExpressionAttributeValues)[0]?.S)];
    }
    default:
      return [];
  }
};

const touchesOf = (command: string | undefined, input: object): readonly Touch[] => [
  ...readsOf(command, input),
  ...touchedBy(command, input).map(({ tableName, key, way }) => ({
    kind: kindOf(tableName, key.pk?.S ?? '', key.sk?.S),
    reads: 0,
    writes: way === 'transaction' ? TRANSACTED : 1,
  })),
];

/** Counts by kind of item what a client asks of the store while something runs. */
export const countTouches = async (
  client: DynamoDBClient,
  work: () => Promise<unknown>,
): Promise<ReadonlyMap<string, Touches>> => {
  const kinds = new Map<string, Touches>();
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        for (const { kind, reads, writes } of touchesOf(commandName, args.input)) {
          const sum = kinds.get(kind) ?? { reads: 0, writes: 0 };
          kinds.set(kind, { reads: sum.reads + reads, writes: sum.writes + writes });
        }
        return next(args);
      },
    { name: 'count-touches', step: 'initialize' },
  );
  try {
    await work();
  } finally {
    client.middlewareStack.remove('count-touches');
  }
  return kinds;
};

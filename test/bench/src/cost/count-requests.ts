import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  DynamoDBClient,
  GetItemCommandOutput,
  QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { TABLE_NAMES, tables } from '@temkin/storage';
import { readUnits, writeUnits } from './capacity-units.ts';
import { itemBytes } from './item-size.ts';
import { ABSENT, byteMonths, lookUp, type MonthsKept, type StoredItem } from './stored-items.ts';
import { NOTHING, sumOf, type Tally } from './tally.ts';
import { touchedBy, type Touched } from './touched-items.ts';

/** Read request units; undefined where it is no read. */
const readBy = (command: string | undefined, input: object, output: object): number | undefined => {
  switch (command) {
    case 'GetItemCommand':
      return readUnits([itemBytes((output as GetItemCommandOutput).Item ?? {})], 'item by item');
    case 'BatchGetItemCommand': {
      const { RequestItems = {} } = input as BatchGetItemCommandInput;
      const { Responses = {} } = output as BatchGetItemCommandOutput;
      const asked = Object.values(RequestItems).flatMap(({ Keys = [] }) => Keys).length;
      const found = Object.values(Responses).flat().map(itemBytes);
      return readUnits([...found, ...Array.from({ length: asked - found.length }, () => 0)], 'item by item');
    }
    case 'QueryCommand':
      return readUnits(((output as QueryCommandOutput).Items ?? []).map(itemBytes), 'together');
    default:
      return undefined;
  }
};

const isEvent = ({ tableName }: Touched): boolean => tableName.endsWith('outbox');

/** Whether the store can be asked for the item as it was. */
const isRecovered = ({ tableName }: Touched): boolean =>
  TABLE_NAMES.every((name) => tables[name].recoveryDays > 0 || !tableName.endsWith(name));

const writeTally = (item: Touched, before: StoredItem, after: StoredItem, monthsKept: MonthsKept): Tally => {
  const units = writeUnits({ before: before.bytes, after: after.bytes }, item.way);
  // Events leave the outbox within seconds.
  const grown = isEvent(item) ? 0 : byteMonths(after, monthsKept) - byteMonths(before, monthsKept);
  return {
    ...NOTHING,
    writeUnits: units,
    checkUnits: item.isCheck ? units : 0,
    eventUnits: isEvent(item) ? units : 0,
    events: isEvent(item) && before.bytes === 0 && after.bytes > 0 ? 1 : 0,
    byteMonths: grown,
    unrecoveredByteMonths: isRecovered(item) ? 0 : grown,
  };
};

/** Whose requests are counted, and how. */
export interface Counting {
  readonly client: DynamoDBClient;
  /** Asks what an item is before and after it is written; nobody counts it. */
  readonly reader: DynamoDBClient;
  readonly monthsKept: MonthsKept;
}

/** Sends a request, and says what it cost beside what it answered. */
const counted = async <Answer extends { readonly output: object }>(
  { reader, monthsKept }: Counting,
  command: string | undefined,
  input: object,
  send: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly tally: Tally }> => {
  const touched = touchedBy(command, input);
  const before = await lookUp(reader, touched);
  const answer = await send();
  const read = readBy(command, input, answer.output);
  if (read === undefined && touched.length === 0) throw new Error(`nobody knows what ${command} costs`);
  const after = await lookUp(reader, touched);
  const writes = touched.map((item, i) =>
    writeTally(item, before[i] ?? ABSENT, after[i] ?? ABSENT, monthsKept),
  );
  return { answer, tally: { ...sumOf(writes), requests: 1, readUnits: read ?? 0 } };
};

/**
 * Counts what a client asks of the store while something runs. Throws where the store refused something, be it seen to or
 * not: that is no part of a journey.
 */
export const countRequests = async (counting: Counting, work: () => Promise<unknown>): Promise<Tally> => {
  const { middlewareStack } = counting.client;
  const tallies: Tally[] = [];
  const refused: unknown[] = [];
  middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        try {
          const { answer, tally } = await counted(counting, commandName, args.input, () => next(args));
          tallies.push(tally);
          return answer;
        } catch (error) {
          refused.push(error);
          throw error;
        }
      },
    { name: 'count-requests', step: 'initialize' },
  );
  try {
    await work();
  } finally {
    middlewareStack.remove('count-requests');
  }
  if (refused.length > 0) throw new Error('the store refused a request', { cause: refused[0] });
  return sumOf(tallies);
};

import type {
  BatchWriteItemCommandInput,
  DeleteItemCommandInput,
  PutItemCommandInput,
  TransactWriteItemsCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Attributes } from './item-size.ts';

/** An item that a request writes or checks. */
export interface Touched {
  readonly tableName: string;
  readonly key: Attributes;
  readonly way: 'single' | 'transaction';
  readonly isCheck: boolean;
}

/** How an update, a delete and a check name their item. */
type ItemName = Partial<Pick<UpdateItemCommandInput | DeleteItemCommandInput, 'TableName' | 'Key'>>;

/** The key of a stored item. */
export const keyOf = ({ pk, sk }: Attributes): Attributes => {
  if (pk === undefined || sk === undefined) throw new Error('a write names its item by pk and sk');
  return { pk, sk };
};

const put = ({ TableName = '', Item = {} }: Pick<PutItemCommandInput, 'TableName' | 'Item'>) => ({
  tableName: TableName,
  key: keyOf(Item),
  isCheck: false,
});

const change = ({ TableName = '', Key = {} }: ItemName) => ({
  tableName: TableName,
  key: keyOf(Key),
  isCheck: false,
});

const transacted = ({ TransactItems = [] }: TransactWriteItemsCommandInput): readonly Touched[] =>
  TransactItems.map(({ Put, Update, Delete, ConditionCheck }) => {
    if (Put !== undefined) return { ...put(Put), way: 'transaction' };
    if (ConditionCheck !== undefined) return { ...change(ConditionCheck), way: 'transaction', isCheck: true };
    return { ...change(Update ?? Delete ?? {}), way: 'transaction' };
  });

const batched = ({ RequestItems = {} }: BatchWriteItemCommandInput): readonly Touched[] =>
  Object.entries(RequestItems).flatMap(([TableName, requests]) =>
    requests.map(({ PutRequest, DeleteRequest }) => ({
      ...(PutRequest === undefined
        ? change({ TableName, Key: DeleteRequest?.Key })
        : put({ TableName, Item: PutRequest.Item })),
      way: 'single' as const,
    })),
  );

/** The items that a request writes or checks; none where it only reads. */
export const touchedBy = (command: string | undefined, input: object): readonly Touched[] => {
  // The name says which input it is; the SDK's types do not tie the two together.
  switch (command) {
    case 'PutItemCommand':
      return [{ ...put(input as PutItemCommandInput), way: 'single' }];
    case 'UpdateItemCommand':
    case 'DeleteItemCommand':
      return [{ ...change(input), way: 'single' }];
    case 'BatchWriteItemCommand':
      return batched(input as BatchWriteItemCommandInput);
    case 'TransactWriteItemsCommand':
      return transacted(input as TransactWriteItemsCommandInput);
    default:
      return [];
  }
};

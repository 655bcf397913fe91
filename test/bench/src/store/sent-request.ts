import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type BatchGetItemCommandInput,
  type DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  type TransactWriteItemsCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

/** A request that the application sent to the store, as the SDK took it. */
export type SentRequest = {
  /** Requests of one wave were under way together; the next wave began when all of them had been answered. */
  readonly wave: number;
} & (
  | { readonly command: 'GetItemCommand'; readonly input: GetItemCommandInput }
  | { readonly command: 'BatchGetItemCommand'; readonly input: BatchGetItemCommandInput }
  | { readonly command: 'QueryCommand'; readonly input: QueryCommandInput }
  | { readonly command: 'PutItemCommand'; readonly input: PutItemCommandInput }
  | { readonly command: 'UpdateItemCommand'; readonly input: UpdateItemCommandInput }
  | { readonly command: 'TransactWriteItemsCommand'; readonly input: TransactWriteItemsCommandInput }
);

/** Notes every request that a client sends while something runs, in the order of sending. */
export const recordRequests = async (
  client: DynamoDBClient,
  work: () => Promise<unknown>,
): Promise<readonly SentRequest[]> => {
  const sent: SentRequest[] = [];
  let underWay = 0;
  let wave = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (underWay === 0) wave += 1;
      // The name says which input it is; the SDK's types do not tie the two together.
      sent.push({ wave, command: context.commandName, input: args.input } as SentRequest);
      underWay += 1;
      try {
        return await next(args);
      } finally {
        underWay -= 1;
      }
    },
    { name: 'record-requests', step: 'initialize' },
  );
  try {
    await work();
  } finally {
    client.middlewareStack.remove('record-requests');
  }
  return sent;
};

/**
 * The same transaction again as if for another parcel or event: what it puts gets a key of its own, what it checks and
 * updates stays. `mark` must be new for each time.
 */
export const freshTransaction = (
  input: TransactWriteItemsCommandInput,
  mark: string,
): TransactWriteItemsCommandInput => ({
  ...input,
  ClientRequestToken: `${input.ClientRequestToken?.slice(0, 35 - mark.length) ?? ''}~${mark}`,
  TransactItems: input.TransactItems?.map((item) =>
    item.Put?.Item === undefined
      ? item
      : {
          Put: { ...item.Put, Item: { ...item.Put.Item, pk: { S: `${item.Put.Item.pk?.S ?? ''}~${mark}` } } },
        },
  ),
});

/** The same requests again, their transactions as if for another parcel, person or event. */
export const freshRequests = (requests: readonly SentRequest[], mark: string): readonly SentRequest[] =>
  requests.map((request) =>
    request.command === 'TransactWriteItemsCommand'
      ? { ...request, input: freshTransaction(request.input, mark) }
      : request,
  );

/** `4 reads in 2 waves, transaction of 6`. */
export const requestsText = (requests: readonly SentRequest[]): string => {
  const reads = requests.filter(({ command }) => command !== 'TransactWriteItemsCommand');
  const waves = new Set(reads.map(({ wave }) => wave)).size;
  const transactions = requests.flatMap((request) =>
    request.command === 'TransactWriteItemsCommand' ? [request.input.TransactItems?.length ?? 0] : [],
  );
  return `${reads.length} reads in ${waves} waves, transaction of ${transactions.join(' and ')}`;
};

const send = (client: DynamoDBClient, request: SentRequest): Promise<unknown> => {
  switch (request.command) {
    case 'GetItemCommand':
      return client.send(new GetItemCommand(request.input));
    case 'BatchGetItemCommand':
      return client.send(new BatchGetItemCommand(request.input));
    case 'QueryCommand':
      return client.send(new QueryCommand(request.input));
    case 'PutItemCommand':
      return client.send(new PutItemCommand(request.input));
    case 'UpdateItemCommand':
      return client.send(new UpdateItemCommand(request.input));
    case 'TransactWriteItemsCommand':
      return client.send(new TransactWriteItemsCommand(request.input));
  }
};

/** Sends recorded requests again, bare: wave by wave, with nothing but the SDK around them. */
export const replay = async (client: DynamoDBClient, requests: readonly SentRequest[]): Promise<void> => {
  for (let wave = 1; ; wave += 1) {
    const together = requests.filter((request) => request.wave === wave);
    if (together.length === 0) return;
    await Promise.all(together.map((request) => send(client, request)));
  }
};

import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Statement } from '../../cdk/policies.ts';
import { loopbackServer, type LoopbackServer } from './loopback-server.ts';

/** One right that a request needs. */
interface Need {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  /** Names of what a request writes (`dynamodb:Attributes`). */
  readonly attributes?: readonly string[];
  /** Partitions that a request puts into, or deletes from (`dynamodb:LeadingKeys`). */
  readonly partitions?: readonly string[];
}

/** Stands between a function and an AWS service, and lets pass what the function's policy allows. */
export interface PolicyGate extends LoopbackServer {
  /** Rights that were made use of, as `action resource`. */
  readonly used: ReadonlySet<string>;
  /** Rights that were wanted and not granted. */
  readonly denied: ReadonlySet<string>;
}

type Body = Readonly<Record<string, unknown>>;

interface BatchedWrite {
  readonly PutRequest?: { readonly Item: object };
  readonly DeleteRequest?: { readonly Key: object };
}

const attributesOf = (writes: readonly BatchedWrite[]): readonly string[] =>
  writes.flatMap(({ PutRequest, DeleteRequest }) =>
    Object.keys(PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
  );

/** A write by itself or in a transaction. */
interface WriteRequest {
  readonly TableName?: unknown;
  readonly Item?: { readonly pk?: { readonly S: string } };
  readonly Key?: { readonly pk?: { readonly S: string } };
}

const partitionsOf = ({ Item, Key }: WriteRequest): readonly string[] => {
  const { pk } = Item ?? Key ?? {};
  return pk === undefined ? [] : [pk.S];
};

const WRITES: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/** What DynamoDB and KMS check of a request (Service Authorization Reference). */
const needsOf = (operation: string, body: Body): readonly Need[] => {
  const need = (action: string, resource: unknown, context: unknown = {}): Need => ({
    action,
    resource: String(resource),
    context: context as Need['context'],
  });
  switch (operation) {
    case 'GenerateDataKey':
    case 'Decrypt':
      return [need(`kms:${operation}`, body.KeyId, body.EncryptionContext)];
    case 'Sign':
      return [need('kms:Sign', body.KeyId, { SigningAlgorithm: body.SigningAlgorithm })];
    case 'GetPublicKey':
      return [need('kms:GetPublicKey', body.KeyId)];
    case 'BatchWriteItem':
      return Object.entries(body.RequestItems as Readonly<Record<string, readonly BatchedWrite[]>>).map(
        ([table, writes]) => ({
          ...need('dynamodb:BatchWriteItem', table),
          attributes: attributesOf(writes),
        }),
      );
    case 'BatchGetItem':
      return Object.keys(body.RequestItems as object).map((table) => need(`dynamodb:${operation}`, table));
    case 'TransactWriteItems':
      return (body.TransactItems as readonly Readonly<Record<string, WriteRequest>>[]).flatMap((item) =>
        Object.entries(item).map(([kind, write]) => ({
          ...need(`dynamodb:${WRITES[kind] ?? kind}`, write.TableName),
          partitions: partitionsOf(write),
        })),
      );
    default:
      return [{ ...need(`dynamodb:${operation}`, body.TableName), partitions: partitionsOf(body) }];
  }
};

/** The operators that our policies use; any other is a mistake of this gate, and said so. */
const holds = (
  condition: NonNullable<Statement['Condition']>,
  { context, attributes = [], partitions = [] }: Need,
): boolean =>
  Object.entries(condition).every(([operator, comparisons]) =>
    Object.entries(comparisons).every(([key, expected]) => {
      const values = new Set([expected].flat());
      if (operator === 'ForAllValues:StringEquals' && key === 'kms:EncryptionContextKeys')
        return Object.keys(context).every((name) => values.has(name));
      if (operator === 'ForAllValues:StringEquals' && key === 'dynamodb:Attributes')
        return attributes.every((name) => values.has(name));
      if (operator === 'ForAllValues:StringLike' && key === 'dynamodb:LeadingKeys')
        return partitions.every((name) => [...values].some((like) => name.startsWith(like.slice(0, -1))));
      const [, name = ''] = /^kms:EncryptionContext:(\w+)$/.exec(key) ?? [];
      if (operator === 'StringEquals' && name !== '') return values.has(context[name] ?? '');
      if (operator === 'Null' && name !== '') return values.has(String(!(name in context)));
      if (operator === 'StringEquals' && key === 'kms:SigningAlgorithm')
        return values.has(context.SigningAlgorithm ?? '');
      // Whoever asks KMS itself does not ask by way of a table.
      if (key === 'kms:ViaService') return false;
      throw new Error(`the gate does not know ${operator} of ${key}`);
    }),
  );

const isAllowed = (statements: readonly Statement[], need: Need): boolean =>
  statements.some(
    ({ Action, Resource, Condition }) =>
      Action.includes(need.action) &&
      Resource.includes(need.resource) &&
      (Condition === undefined || holds(Condition, need)),
  );

/** Starts a gate before a service. Statements that deny are none of a function's: key policies have those. */
export const policyGate = async (target: string, statements: readonly Statement[]): Promise<PolicyGate> => {
  const [used, denied] = [new Set<string>(), new Set<string>()];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const needs = needsOf(operation, JSON.parse(body) as Body);
    const refused = needs.filter((need) => !isAllowed(statements, need));
    for (const { action, resource } of needs) used.add(`${action} ${resource}`);
    for (const { action, resource } of refused) denied.add(`${action} ${resource}`);
    const type = String(request.headers['content-type']);
    if (refused.length > 0) {
      const error = JSON.stringify({ __type: 'AccessDeniedException', message: 'no policy allows it' });
      response.writeHead(400, { 'content-type': type }).end(error);
      return;
    }
    const kept = Object.entries(request.headers).filter(
      ([name]) => name === 'authorization' || name.startsWith('x-amz-'),
    );
    const headers = {
      ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      'content-type': type,
    };
    const answer = await fetch(target, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
  };

  return { ...(await loopbackServer(serve)), used, denied };
};

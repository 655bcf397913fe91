import { tables, type TableName } from '@temkin/storage';
import {
  REGISTRY_FOLDERS,
  type BucketName,
  type BucketVerbs,
  type Grant,
  type KeyOperation,
  type RegistryVerb,
  type RootKeyName,
  type SigningKind,
  type StateMachineName,
  type Verb,
} from './grant.ts';

/** A statement of an IAM policy, as JSON has it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** In policies of resources alone. */
  readonly Principal?: '*' | Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** Operator, then key, then what it is compared with. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The names of what is granted. */
export interface Arns {
  readonly table: (name: TableName) => string;
  readonly stream: (name: TableName) => string;
  /** The key that encrypts the tables of an owner at rest. */
  readonly tableKey: (owner: string) => string;
  readonly rootKey: (name: RootKeyName) => string;
  /** The key of a kind that is in use, and after it the next, where there is one. */
  readonly signingKeys: (kind: SigningKind) => readonly string[];
  readonly bucket: (name: BucketName) => string;
  readonly bucketName: (name: BucketName) => string;
  /** The key that encrypts a bucket at rest. */
  readonly bucketKey: (name: BucketName) => string;
  readonly logGroup: string;
  readonly failures: string;
  readonly stateMachine: (name: StateMachineName) => string;
  /** `dynamodb.<region>.amazonaws.com`: a table's key is used through the table alone. */
  readonly tableService: string;
  /** `s3.<region>.amazonaws.com` */
  readonly bucketService: string;
}

/**
 * A transaction needs the right to each of its writes; it has none of its own (DynamoDB, "Using IAM with transactions").
 */
const TABLE_ACTIONS: Readonly<Record<Exclude<Verb, 'stream' | 'delete-many'>, readonly string[]>> = {
  get: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  query: ['dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  update: ['dynamodb:UpdateItem'],
  delete: ['dynamodb:DeleteItem'],
  check: ['dynamodb:ConditionCheckItem'],
};

/**
 * BatchWriteItem puts as well as it deletes, and by one right. A request of its that names no attribute but the key's can
 * put nothing that any reader of ours would take for something (DynamoDB, "Using IAM policy conditions for fine-grained
 * access control").
 */
const BATCH_DELETION = ['dynamodb:BatchWriteItem'];
const KEYS_ALONE = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk'] } } as const;

/** AWS Lambda, "Tutorial: Using AWS Lambda with Amazon DynamoDB streams". */
const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (action) => `dynamodb:${action}`,
);

/**
 * Where stages of logs lie, and partial tiles and bundles, in any company's log of any year: the only objects that anybody
 * deletes.
 */
export const SWEPT_OF_LOGS = ['*/staging/*', '*/tile/*.p/*'] as const;

/** An action of S3, and with which parts of a bucket. */
interface BucketRight {
  readonly action: string;
  readonly parts: readonly string[];
}

/** What a verb lets do. To whom may not list, S3 calls a missing object forbidden. */
const BUCKET_RIGHTS: { readonly [Name in BucketName]: Readonly<Record<BucketVerbs[Name], BucketRight>> } = {
  log: {
    get: { action: 's3:GetObject', parts: ['/*'] },
    list: { action: 's3:ListBucket', parts: [''] },
    put: { action: 's3:PutObject', parts: ['/*'] },
    lock: { action: 's3:PutObjectRetention', parts: ['/*'] },
    sweep: { action: 's3:DeleteObject', parts: SWEPT_OF_LOGS.map((names) => `/${names}`) },
  },
  registry: {
    list: { action: 's3:ListBucket', parts: [''] },
    ...(Object.fromEntries(
      REGISTRY_FOLDERS.flatMap((folder) => [
        [`get ${folder}`, { action: 's3:GetObject', parts: [`/${folder}/*`] }],
        [`put ${folder}`, { action: 's3:PutObject', parts: [`/${folder}/*`] }],
        [`delete ${folder}`, { action: 's3:DeleteObject', parts: [`/${folder}/*`] }],
      ]),
    ) as Partial<Record<RegistryVerb, BucketRight>> as Record<Exclude<RegistryVerb, 'list'>, BucketRight>),
  },
};

/** Amazon S3, "Permissions to use SSE-KMS": what a download needs, and what an upload. */
const BUCKET_KEY_READ = ['kms:Decrypt'];
const BUCKET_KEY_WRITE = [...BUCKET_KEY_READ, 'kms:GenerateDataKey'];

/** DynamoDB encryption at rest, "Authorizing use of your customer managed key": what a read needs, and what a write. */
const TABLE_KEY_READ = ['kms:Decrypt', 'kms:DescribeKey'];
const TABLE_KEY_WRITE = [
  ...TABLE_KEY_READ,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

const WRITING: ReadonlySet<Verb> = new Set(['put', 'update', 'delete', 'delete-many']);

/** What an operation of the port RootKey is called at KMS. */
export const ROOT_KEY_ACTIONS: Readonly<Record<KeyOperation, string>> = {
  generate: 'kms:GenerateDataKey',
  unwrap: 'kms:Decrypt',
};

/**
 * The one algorithm that keys of a kind sign with (AWS KMS, "Key spec reference"): Ed25519 over the message itself, and of calls, whose
 * verifiers know no other, ECDSA of P-256 with SHA-256.
 */
const SIGNING_ALGORITHMS: Readonly<Record<SigningKind, string>> = {
  bundle: 'ED25519_SHA_512',
  log: 'ED25519_SHA_512',
  call: 'ECDSA_SHA_256',
};

/** In which a key of a kind may sign. */
export const signingCondition = (kind: SigningKind) => ({
  StringEquals: { 'kms:SigningAlgorithm': SIGNING_ALGORITHMS[kind] },
});

/** The encryption context must have exactly these three, so that no wrapped key opens without its tenant and its name. */
export const CONTEXT_CONDITION = {
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['tenant', 'purpose', 'keyId'] },
  Null: { 'kms:EncryptionContext:tenant': 'false', 'kms:EncryptionContext:keyId': 'false' },
} as const;

const entriesOf = <Name extends string, Value>(
  record: Readonly<Partial<Record<Name, Value>>>,
): readonly (readonly [Name, Value])[] =>
  Object.entries<Value>(record as Record<Name, Value>) as [Name, Value][];

const allow = (
  Action: readonly string[],
  resource: string,
  Condition?: Statement['Condition'],
): Statement => ({
  Effect: 'Allow',
  Action,
  Resource: [resource],
  ...(Condition !== undefined && { Condition }),
});

/** Items whose partitions begin so (DynamoDB, "Using IAM policy conditions for fine-grained access control"). */
const partitions = (beginnings: readonly string[]): Statement['Condition'] => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': beginnings.map((beginning) => `${beginning}*`) },
});

const tableStatements = (
  { tables: granted, putsInto = {}, deletesFrom = {} }: Pick<Grant, 'tables' | 'putsInto' | 'deletesFrom'>,
  arns: Arns,
): readonly Statement[] =>
  entriesOf(granted).flatMap(([name, verbs]) => {
    const within = { put: putsInto[name], delete: deletesFrom[name] };
    const actions = verbs.flatMap((verb) =>
      verb === 'stream' ||
      verb === 'delete-many' ||
      ((verb === 'put' || verb === 'delete') && within[verb] !== undefined)
        ? []
        : TABLE_ACTIONS[verb],
    );
    return [
      ...(actions.length > 0 ? [allow(actions, arns.table(name))] : []),
      ...(['put', 'delete'] as const).flatMap((verb) => {
        const beginnings = within[verb];
        return beginnings === undefined
          ? []
          : [allow(TABLE_ACTIONS[verb], arns.table(name), partitions(beginnings))];
      }),
      ...(verbs.includes('delete-many') ? [allow(BATCH_DELETION, arns.table(name), KEYS_ALONE)] : []),
      ...(verbs.includes('stream') ? [allow(STREAM_ACTIONS, arns.stream(name))] : []),
    ];
  });

const tableKeyStatements = (granted: Grant['tables'], arns: Arns): readonly Statement[] => {
  const used = entriesOf(granted);
  const owners = [...new Set(used.map(([name]) => tables[name].owner))];
  return owners.map((owner) => {
    const writes = used.some(
      ([name, verbs]) => tables[name].owner === owner && verbs.some((verb) => WRITING.has(verb)),
    );
    return allow(writes ? TABLE_KEY_WRITE : TABLE_KEY_READ, arns.tableKey(owner), {
      StringEquals: { 'kms:ViaService': arns.tableService },
    });
  });
};

const rootKeyStatements = (granted: Grant['rootKeys'], arns: Arns): readonly Statement[] =>
  entriesOf(granted).flatMap(([name, operations]) =>
    entriesOf(operations).map(([operation, purposes]) =>
      allow([ROOT_KEY_ACTIONS[operation]], arns.rootKey(name), {
        StringEquals: { 'kms:EncryptionContext:purpose': purposes },
        ...CONTEXT_CONDITION,
      }),
    ),
  );

const signingKeyStatements = (
  { signs = [], verifies = [] }: Grant,
  { signingKeys }: Arns,
): readonly Statement[] => {
  const signed = signs.flatMap(signingKeys);
  const told = verifies.flatMap((kind) => signingKeys(kind).slice(0, 1));
  return [
    ...signs.flatMap((kind) =>
      signingKeys(kind).map((key) => allow(['kms:Sign'], key, signingCondition(kind))),
    ),
    ...[...signed, ...told].map((key) => allow(['kms:GetPublicKey'], key)),
  ];
};

const bucketStatements = ({ buckets = {} }: Grant, arns: Arns): readonly Statement[] =>
  entriesOf(buckets as Readonly<Record<BucketName, readonly string[]>>).flatMap(([name, verbs]) => {
    const rights: Readonly<Record<string, BucketRight>> = BUCKET_RIGHTS[name];
    const granted = verbs.flatMap((verb) => rights[verb] ?? []);
    const puts = granted.some(({ action }) => action === 's3:PutObject');
    return [
      ...granted.flatMap(({ action, parts }) =>
        parts.map((part) => allow([action], arns.bucket(name) + part)),
      ),
      allow(puts ? BUCKET_KEY_WRITE : BUCKET_KEY_READ, arns.bucketKey(name), {
        StringEquals: { 'kms:ViaService': arns.bucketService },
      }),
    ];
  });

/**
 * What a role is denied on root and signing keys wherever the call does not come from the one function that it is for: somebody who
 * gives the role to a function of their own opens nothing. Only policies of roles can say so (AWS Lambda, "Using source
 * function ARN to control function access behavior"); a key's cannot.
 */
export const fromItsFunctionAlone = (
  grant: Grant,
  { rootKey, signingKeys, lambda }: Pick<Arns, 'rootKey' | 'signingKeys'> & { readonly lambda: string },
): readonly Statement[] => {
  const denied = (Action: readonly string[], resource: string): Statement => ({
    Effect: 'Deny',
    Action,
    Resource: [resource],
    Condition: { ArnNotEquals: { 'lambda:SourceFunctionArn': lambda } },
  });
  const { rootKeys, signs = [] } = grant;
  return [
    ...entriesOf(rootKeys).map(([name]) => denied(Object.values(ROOT_KEY_ACTIONS), rootKey(name))),
    ...signs.flatMap(signingKeys).map((key) => denied(['kms:Sign'], key)),
  ];
};

/** The policy of a function's role: its grant, and its own log. */
export const functionPolicy = (grant: Grant, arns: Arns): readonly Statement[] => [
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], arns.logGroup),
  ...tableStatements(grant, arns),
  ...tableKeyStatements(grant.tables, arns),
  ...rootKeyStatements(grant.rootKeys, arns),
  ...signingKeyStatements(grant, arns),
  ...bucketStatements(grant, arns),
  ...(grant.starts ?? []).map((name) => allow(['states:StartExecution'], arns.stateMachine(name))),
  ...(grant.queuesFailures === true ? [allow(['sqs:SendMessage'], arns.failures)] : []),
];

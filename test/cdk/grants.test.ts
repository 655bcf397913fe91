import { tables, TABLE_NAMES, type TableName } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../cdk/functions.ts';
import { STATE_MACHINES, type LogVerb, type RegistryVerb, type Verb } from '../../cdk/grant.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { pascal } from '../../cdk/pascal.ts';
import { listOf, type PolicyStatement } from './iam-evaluator.ts';
import { ACCOUNT, REGION, resourcesOf } from './resolved-templates.ts';
import { STACK_NAMES, templatesOf } from './synthesized.ts';

/** What each verb must come to, in IAM's words: written down here a second time, and not derived. */
const VERBS: Readonly<Record<Verb, readonly string[]>> = {
  get: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  query: ['dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  update: ['dynamodb:UpdateItem'],
  delete: ['dynamodb:DeleteItem'],
  'delete-many': ['dynamodb:BatchWriteItem'],
  check: ['dynamodb:ConditionCheckItem'],
  stream: [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ],
};

/** The same of buckets: an action, and on which parts. */
const LOG_VERBS: Readonly<Record<LogVerb, readonly string[]>> = {
  get: ['s3:GetObject bucket log/*'],
  list: ['s3:ListBucket bucket log'],
  put: ['s3:PutObject bucket log/*'],
  lock: ['s3:PutObjectRetention bucket log/*'],
  sweep: ['s3:DeleteObject bucket log/*/staging/*', 's3:DeleteObject bucket log/*/tile/*.p/*'],
};

const REGISTRY_VERBS: Readonly<Record<RegistryVerb, string>> = {
  list: 's3:ListBucket bucket registry',
  'get images': 's3:GetObject bucket registry/images/*',
  'put images': 's3:PutObject bucket registry/images/*',
  'delete images': 's3:DeleteObject bucket registry/images/*',
  'get uploads': 's3:GetObject bucket registry/uploads/*',
  'put uploads': 's3:PutObject bucket registry/uploads/*',
  'delete uploads': 's3:DeleteObject bucket registry/uploads/*',
  'get exports': 's3:GetObject bucket registry/exports/*',
  'put exports': 's3:PutObject bucket registry/exports/*',
  'delete exports': 's3:DeleteObject bucket registry/exports/*',
  'get sweeps': 's3:GetObject bucket registry/sweeps/*',
  'put sweeps': 's3:PutObject bucket registry/sweeps/*',
  'delete sweeps': 's3:DeleteObject bucket registry/sweeps/*',
};

const KEY_READS = ['kms:Decrypt', 'kms:DescribeKey'];
const KEY_WRITES = [
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

describe.each(STAGES)('the roles of %s', (stage) => {
  const templates = templatesOf(stage);
  const roles = Object.values(resourcesOf(templates, 'Api', 'AWS::IAM::Role'));
  const prefix = `temkin-${stage}-`;

  /** `table parcels` for an ARN: the names of what is granted, in the schema's words. */
  const nameOf = (arn: string): string => {
    const [, , service, , , ...rest] = arn.split(':');
    const resource = rest.join(':');
    if (service === 's3')
      return resource.replace(
        /^(\w+?)Bucket[0-9A-F]{8}/,
        (_, name: string) => `bucket ${name.toLowerCase()}`,
      );
    if (service === 'kms')
      return resource.replace(
        /^key\/(.*?)(Root|Table|Signing|Bucket)Key[0-9A-F]{8}$/,
        (_whole, name: string, kind: string) => `${kind.toLowerCase()} key ${name.toLowerCase()}`,
      );
    return resource.replace(prefix, '').replace('/temkin/', '').replace('table/', 'table ');
  };

  const statementsOf = (name: FunctionName): readonly PolicyStatement[] => {
    const role = roles.find(({ Properties }) => Properties.RoleName === prefix + name);
    const policies = role?.Properties.Policies as readonly {
      readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] };
    }[];
    expect(policies.length, name).toBe(1);
    return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  };
  const allowedTo = (name: FunctionName): readonly PolicyStatement[] =>
    statementsOf(name).filter(({ Effect }) => Effect === 'Allow');

  /** Every right that a grant means: an action on a thing, with its purpose where it has one. */
  const grantedTo = (name: FunctionName): readonly string[] => {
    const {
      tables: granted,
      rootKeys,
      signs = [],
      verifies = [],
      buckets = {},
      starts = [],
      queuesFailures,
    } = GRANTS[name];
    const used = TABLE_NAMES.filter((table) => granted[table] !== undefined);
    const verbsOf = (table: TableName): readonly Verb[] => granted[table] ?? [];
    const owners = [...new Set<string>(used.map((table) => tables[table].owner))];
    return [
      ...['logs:CreateLogStream', 'logs:PutLogEvents'].map(
        (action) => `${action} log-group:${stage}/${name}:*`,
      ),
      ...used.flatMap((table) =>
        verbsOf(table).flatMap((verb) =>
          VERBS[verb].map((action) =>
            verb === 'stream'
              ? `${action} table ${table}/stream/2026-01-01T00:00:00.000`
              : `${action} table ${table}`,
          ),
        ),
      ),
      ...owners.flatMap((owner) => {
        const writes = used.some(
          (table) =>
            tables[table].owner === owner &&
            verbsOf(table).some((verb) => ['put', 'update', 'delete', 'delete-many'].includes(verb)),
        );
        // Of an owner of two words the key has them in one.
        const key = owner.replaceAll('-', '');
        return [...KEY_READS, ...(writes ? KEY_WRITES : [])].map((action) => `${action} table key ${key}`);
      }),
      ...Object.entries(rootKeys).flatMap(([root, operations]) => [
        ...(operations.generate ?? []).map(
          (purpose) => `kms:GenerateDataKey root key ${root.replaceAll('-', '')} for ${purpose}`,
        ),
        ...(operations.unwrap ?? []).map(
          (purpose) => `kms:Decrypt root key ${root.replaceAll('-', '')} for ${purpose}`,
        ),
      ]),
      ...signs.flatMap((key) => [
        `kms:Sign signing key ${key} by ${key === 'call' ? 'ECDSA_SHA_256' : 'ED25519_SHA_512'}`,
        `kms:GetPublicKey signing key ${key}`,
      ]),
      ...verifies.map((key) => `kms:GetPublicKey signing key ${key}`),
      ...(buckets.log ?? []).flatMap((verb) => LOG_VERBS[verb]),
      ...(buckets.registry ?? []).map((verb) => REGISTRY_VERBS[verb]),
      ...Object.entries<readonly string[]>(buckets).flatMap(([bucket, verbs]) =>
        ['kms:Decrypt', ...(verbs.some((verb) => verb.startsWith('put')) ? ['kms:GenerateDataKey'] : [])].map(
          (action) => `${action} bucket key ${bucket}`,
        ),
      ),
      ...starts.map((machine) => `states:StartExecution stateMachine:${machine}`),
      ...(queuesFailures === true ? ['sqs:SendMessage reconciler-failures'] : []),
    ].toSorted();
  };

  const synthesizedFor = (name: FunctionName): readonly string[] =>
    allowedTo(name)
      .flatMap(({ Action, Resource, Condition }) => {
        const purposes = listOf(Condition?.StringEquals?.['kms:EncryptionContext:purpose']);
        const algorithms = listOf(Condition?.StringEquals?.['kms:SigningAlgorithm']);
        return listOf(Action).flatMap((action) =>
          listOf(Resource).flatMap((resource) => {
            const by = algorithms.map((algorithm) => ` by ${algorithm}`).join('');
            const right = `${action} ${nameOf(resource)}${by}`;
            return purposes.length === 0 ? [right] : purposes.map((purpose) => `${right} for ${purpose}`);
          }),
        );
      })
      .toSorted();

  it.each(FUNCTION_NAMES)('gives %s every right of its grant and no other', (name) => {
    expect(synthesizedFor(name)).toEqual(grantedTo(name));
    expect(synthesizedFor(name).length).toBeGreaterThan(1);
  });

  it('denies nothing but root and signing keys, and these wherever a call is not from the function itself', () => {
    for (const name of FUNCTION_NAMES)
      expect(
        statementsOf(name).filter(({ Effect }) => Effect === 'Deny'),
        name,
      ).toEqual(
        [
          ...Object.keys(GRANTS[name].rootKeys).map((root) => [
            `${pascal(root)}RootKey`,
            ['kms:GenerateDataKey', 'kms:Decrypt'],
          ]),
          ...(GRANTS[name].signs ?? []).map((key) => [`${key}SigningKey`, 'kms:Sign']),
        ].map(([key, Action]) => ({
          Effect: 'Deny',
          Action,
          Resource: expect.stringMatching(new RegExp(`key/${String(key)}`, 'i')),
          Condition: {
            ArnNotEquals: {
              'lambda:SourceFunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${prefix}${name}`,
            },
          },
        })),
      );
  });

  it('has a role of a fixed name for each function, and no policy that is attached to it elsewhere', () => {
    const named = roles.filter(({ Properties }) => Properties.RoleName !== undefined);
    expect(named.map(({ Properties }) => String(Properties.RoleName)).toSorted()).toEqual(
      [...FUNCTION_NAMES, ...STATE_MACHINES].map((name) => prefix + name).toSorted(),
    );
    for (const { Properties } of named) expect(Properties.ManagedPolicyArns).toBeUndefined();
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])
      for (const stack of STACK_NAMES)
        expect(resourcesOf(templates, stack, type), `${type} in ${stack}`).toEqual({});
  });

  it('lets functions use keys of tables through DynamoDB alone', () => {
    const onTableKeys = FUNCTION_NAMES.flatMap(allowedTo).filter(({ Resource }) =>
      listOf(Resource).some((arn) => nameOf(arn).startsWith('table key')),
    );
    expect(onTableKeys.length).toBeGreaterThan(FUNCTION_NAMES.length);
    for (const { Condition } of onTableKeys)
      expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com` } });
  });

  it('lets functions use the keys of buckets through S3 alone', () => {
    const onBucketKeys = FUNCTION_NAMES.flatMap(allowedTo).filter(({ Resource }) =>
      listOf(Resource).some((arn) => nameOf(arn).startsWith('bucket key')),
    );
    expect(onBucketKeys).toHaveLength(
      FUNCTION_NAMES.flatMap((name) => Object.keys(GRANTS[name].buckets ?? {})).length,
    );
    expect(onBucketKeys.length).toBeGreaterThan(1);
    for (const { Condition } of onBucketKeys)
      expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } });
  });

  it('lets nobody put by a request that deletes many items: it may name no attribute but the key’s', () => {
    const batches = FUNCTION_NAMES.flatMap(allowedTo).filter(({ Action }) =>
      listOf(Action).includes('dynamodb:BatchWriteItem'),
    );
    expect(batches).toEqual(
      // What opens a registry, what makes its indexes, what forgets what a parity report remembered, what moves events into the log.
      ['subscriber-index', 'subscriber-index', 'registry-bulk', 'outbox'].map((table) => ({
        Effect: 'Allow',
        Action: 'dynamodb:BatchWriteItem',
        Resource: expect.stringContaining(`table/${prefix}${table}`),
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk'] } },
      })),
    );
  });

  it('lets what answers citizens put reports among calls, and no call, number or account', () => {
    const puts = allowedTo('caller-check-api').filter(
      ({ Action, Resource }) =>
        listOf(Action).includes('dynamodb:PutItem') &&
        listOf(Resource).some((arn) => nameOf(arn) === 'table calls'),
    );
    const { callReport, dueReport } = tables.calls.items;
    const beginnings = [callReport, dueReport].map(({ partition }) => partition.replace(/\{.*$/, '*'));
    expect(puts.map(({ Condition }) => Condition)).toEqual([
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': beginnings } },
    ]);
    for (const [kind, { partition }] of Object.entries(tables.calls.items))
      expect([kind, beginnings.some((beginning) => partition.startsWith(beginning.slice(0, -1)))]).toEqual([
        kind,
        ['callReport', 'dueReport'].includes(kind),
      ]);
  });

  it('lets what imports people delete what waits of images, and nobody’s key, person or deadline', () => {
    const { pendingImage, personKey } = tables['subscriber-keys'].items;
    const { person, subscription } = tables.subscribers.items;
    for (const [table, begins, others] of [
      ['subscriber-keys', pendingImage.partition.replace(/\{.*$/, '*'), [personKey]],
      ['subscribers', 'DUE#image#*', [person, subscription]],
    ] as const) {
      const deletes = allowedTo('subscriber-import').filter(
        ({ Action, Resource }) =>
          listOf(Action).includes('dynamodb:DeleteItem') &&
          listOf(Resource).some((arn) => nameOf(arn) === `table ${table}`),
      );
      expect(deletes.map(({ Condition }) => Condition)).toEqual([
        { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [begins] } },
      ]);
      for (const { partition } of others) expect(partition.startsWith(begins.slice(0, -1))).toBe(false);
    }
  });

  it('lets the machine of sweeps ask its worker and have executions of itself, and one function begin it', () => {
    const machine = roles.find(({ Properties }) => Properties.RoleName === `${prefix}registry-sweep`);
    const of = (what: string) => arnOf('states', `${what}:${prefix}registry-sweep`);
    expect(machine?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Principal: { Service: 'states.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': of('stateMachine') } },
        },
      ],
    });
    const policies = machine?.Properties.Policies as readonly {
      readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] };
    }[];
    expect(policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual([
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: arnOf('lambda', `function:${prefix}subscriber-sweep`),
      },
      {
        Effect: 'Allow',
        Action: 'states:StartExecution',
        Resource: of('stateMachine'),
      },
      {
        Effect: 'Allow',
        Action: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
        Resource: [':*', '/Segments:*', '/Buckets:*'].map((those) => of('execution') + those),
      },
    ]);
    expect(FUNCTION_NAMES.filter((name) => GRANTS[name].starts !== undefined)).toEqual(['registry-api']);
  });

  it('lets only Lambda take on the role of a function', () => {
    for (const { Properties } of roles.filter(
      (role) => role.Properties.RoleName !== `${prefix}registry-sweep`,
    ))
      expect(Properties.AssumeRolePolicyDocument).toMatchObject({
        Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      });
  });

  it('names what is granted in this account alone', () => {
    for (const arn of FUNCTION_NAMES.flatMap(statementsOf).flatMap(({ Resource }) => listOf(Resource)))
      // The name of a bucket is one in the world, and ours is the stack's own.
      expect(
        /^arn:aws:s3:::(?:Log|Registry)Bucket[0-9A-F]{8}(?:\/|$)/.test(arn) ||
          arn.includes(`:${REGION}:${ACCOUNT}:`),
        arn,
      ).toBe(true);
  });
});

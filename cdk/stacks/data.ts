import { TABLE_NAMES, tables, type TableName } from '@temkin/storage';
import { Stack, type App } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Configuration } from '../configuration.ts';
import { capabilityTable } from '../constructs/capability-table.ts';
import { logBucket } from '../constructs/log-bucket.ts';
import { outputs } from '../constructs/outputs.ts';
import { registryBucket } from '../constructs/registry-bucket.ts';
import { rootKey } from '../constructs/root-key.ts';
import type { SealedBucket } from '../constructs/sealed-bucket.ts';
import { serviceKey } from '../constructs/service-key.ts';
import { signingKeys, type SigningKeys } from '../constructs/signing-keys.ts';
import { ROOT_KEY_NAMES, type BucketName, type RootKeyName } from '../grant.ts';
import { prefixOf } from '../names.ts';
import { pascal } from '../pascal.ts';

/** What outlives every deployment of code. */
export interface Data {
  readonly stack: Stack;
  readonly tables: Readonly<Record<TableName, TableV2>>;
  /** By owner: a capability or a room of the foundation. */
  readonly tableKeys: Readonly<Record<string, IKey>>;
  readonly rootKeys: Readonly<Record<RootKeyName, IKey>>;
  readonly signingKeys: SigningKeys;
  readonly buckets: Readonly<Record<BucketName, SealedBucket>>;
}

const fromEntries = <Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Readonly<Record<Name, Value>> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;

/** Tables with a key for each owner, the root keys, the keys that sign, the buckets of the logs and of the registry. */
export const dataStack = (app: App, configuration: Configuration): Data => {
  const { stage, account, region, protectsData: isProtected } = configuration;
  const stack = new Stack(app, 'Data', {
    stackName: `${prefixOf(stage)}data`,
    description: `Temkin ${stage}: tables, logs and keys`,
    env: { account, region },
    terminationProtection: isProtected,
  });
  const owners: readonly string[] = [...new Set(TABLE_NAMES.map((name) => tables[name].owner))];
  const tableKeys = fromEntries(owners, (owner) =>
    serviceKey(stack, `${pascal(owner)}TableKey`, {
      description: `tables of "${owner}" at rest`,
      stage,
      isProtected,
      services: ['dynamodb'],
    }),
  );
  const keyOf = (owner: string): IKey => {
    const key = tableKeys[owner];
    if (key === undefined) throw new Error(`no key for the tables of ${owner}`);
    return key;
  };
  const rootKeys = fromEntries(ROOT_KEY_NAMES, (name) =>
    rootKey(stack, `${pascal(name)}RootKey`, { name, stage, isProtected }),
  );
  const log = logBucket(stack, 'LogBucket', { stage, isProtected });
  const registry = registryBucket(stack, 'RegistryBucket', { stage, isProtected });
  // KMS disables a key by its ARN and by no alias: whoever must, finds it here.
  outputs(stack, {
    ...Object.fromEntries(ROOT_KEY_NAMES.map((name) => [`${pascal(name)}RootKeyArn`, rootKeys[name].keyArn])),
    LogBucketName: log.bucket.bucketName,
    LogBucketKeyArn: log.key.keyArn,
    RegistryBucketName: registry.bucket.bucketName,
    RegistryBucketKeyArn: registry.key.keyArn,
  });
  return {
    stack,
    tableKeys,
    rootKeys,
    signingKeys: signingKeys(stack, configuration),
    buckets: { log, registry },
    tables: fromEntries(TABLE_NAMES, (name) =>
      capabilityTable(stack, `${pascal(name)}Table`, {
        name,
        stage,
        key: keyOf(tables[name].owner),
        isProtected,
      }),
    ),
  };
};

import { classifications, TABLE_NAMES, tables, type TableName } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { PARTITION, SORT } from '../../packages/runtimes/dynamodb/src/stored-item.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf, type Resource } from './synthesized.ts';

/** Tables whose items must not vanish without a word, and leave no copy in a stream. */
const KEY_TABLES: ReadonlySet<TableName> = new Set(['parcel-keys', 'parcel-escrow']);

/** Tables of which nothing can be brought back: some are made again, and with a key of the others dies what was called, or brought. */
const UNRECOVERABLE: ReadonlySet<TableName> = new Set<TableName>([
  'log-index',
  'call-keys',
  'registry-bulk',
  'registry-sweeps',
]);

describe.each(STAGES)('the tables of %s', (stage) => {
  const templates = templatesOf(stage);
  const found = Object.values(resourcesOf(templates, 'Data', 'AWS::DynamoDB::GlobalTable'));
  const tableOf = (name: TableName): Resource => {
    const table = found.find(({ Properties }) => Properties.TableName === `temkin-${stage}-${name}`);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  };
  const replicasOf = (name: TableName): readonly Readonly<Record<string, unknown>>[] =>
    tableOf(name).Properties.Replicas as readonly Readonly<Record<string, unknown>>[];
  const keyOf = (name: TableName): string => {
    const [{ SSESpecification } = {}] = replicasOf(name);
    return (SSESpecification as { readonly KMSMasterKeyId: string }).KMSMasterKeyId;
  };
  const isProtected = stage === 'prod';

  it('are those of the schema', () => {
    expect(found.map(({ Properties }) => String(Properties.TableName)).toSorted()).toEqual(
      TABLE_NAMES.map((name) => `temkin-${stage}-${name}`).toSorted(),
    );
  });

  it.each(TABLE_NAMES)(
    'keep %s in one region, recoverable for as long as the schema promises and no longer',
    (name) => {
      expect(replicasOf(name)).toHaveLength(1);
      expect(replicasOf(name)[0]).toMatchObject({
        Region: 'ap-southeast-1',
        PointInTimeRecoverySpecification: UNRECOVERABLE.has(name)
          ? { PointInTimeRecoveryEnabled: false }
          : { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: tables[name].recoveryDays },
      });
    },
  );

  it.each(TABLE_NAMES)('have the keys of %s that the store writes, and are paid by request', (name) => {
    expect(tableOf(name).Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: PARTITION, KeyType: 'HASH' },
        { AttributeName: SORT, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: PARTITION, AttributeType: 'S' },
        { AttributeName: SORT, AttributeType: 'S' },
      ],
    });
  });

  it('are encrypted with a key that they share with tables of the same owner alone', () => {
    const owners = new Map<string, Set<string>>();
    for (const name of TABLE_NAMES) {
      expect(tableOf(name).Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      const { owner } = tables[name];
      owners.set(keyOf(name), (owners.get(keyOf(name)) ?? new Set()).add(owner));
    }
    expect([...owners.values()].map(({ size }) => size)).toEqual([...owners.keys()].map(() => 1));
    expect(owners.size).toBe(new Set(TABLE_NAMES.map((name) => tables[name].owner)).size);
  });

  it('let items die by their time to live where the schema has one, but for what is destroyed on record', () => {
    for (const name of TABLE_NAMES) {
      const expires = Object.values(classifications[name]).some((fields) => 'expiresAtSeconds' in fields);
      expect(tableOf(name).Properties.TimeToLiveSpecification, name).toEqual(
        expires && !KEY_TABLES.has(name) ? { AttributeName: 'expiresAtSeconds', Enabled: true } : undefined,
      );
    }
  });

  it('stream parcels, as they were and as they are, the keys of events that wait, heads of logs, and nothing else', () => {
    const views: Readonly<Record<string, string>> = {
      parcels: 'NEW_AND_OLD_IMAGES',
      outbox: 'KEYS_ONLY',
      'log-heads': 'NEW_IMAGE',
    };
    for (const name of TABLE_NAMES)
      expect(tableOf(name).Properties.StreamSpecification, name).toEqual(
        name in views ? { StreamViewType: views[name] } : undefined,
      );
  });

  it('outlive their stack and refuse to be deleted where data is protected, and go with it elsewhere', () => {
    for (const name of TABLE_NAMES) {
      expect(tableOf(name).DeletionPolicy).toBe(isProtected ? 'Retain' : 'Delete');
      expect(replicasOf(name)[0]).toMatchObject({ DeletionProtectionEnabled: isProtected });
    }
  });

  it('count nothing by key: contributor insights would write down ids', () => {
    for (const name of TABLE_NAMES)
      expect(replicasOf(name)[0], name).not.toHaveProperty('ContributorInsightsSpecification');
  });
});

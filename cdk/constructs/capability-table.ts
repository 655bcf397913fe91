import { classifications, tables, type TableName, type TableSchema } from '@temkin/storage';
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import { prefixOf } from '../names.ts';

/** From this instant on an item is dead to its readers (storage/schema.ts). */
const TIME_TO_LIVE = 'expiresAtSeconds';

/** Tables whose items go on record, by the shredder: a time-to-live of the store would destroy them without a word. */
const DESTROYED_ON_RECORD: ReadonlySet<TableName> = new Set(['parcel-keys', 'parcel-escrow']);

/**
 * The reconciler compares each parcel with what it was before; the sequencer wants to know for whom an event waits, and
 * nothing of it; the indexer, whose log has grown. A stream keeps what was deleted for a day, so keys have none.
 */
const STREAMED: Readonly<Partial<Record<TableName, StreamViewType>>> = {
  parcels: StreamViewType.NEW_AND_OLD_IMAGES,
  outbox: StreamViewType.KEYS_ONLY,
  'log-heads': StreamViewType.NEW_IMAGE,
};

const expires = (name: TableName): boolean =>
  Object.values(classifications[name]).some((fields) => TIME_TO_LIVE in fields);

/** A table of the storage schema, encrypted with a key of its owner. */
export const capabilityTable = (
  scope: Construct,
  id: string,
  {
    name,
    stage,
    key,
    isProtected,
  }: { readonly name: TableName; readonly stage: Stage; readonly key: IKey; readonly isProtected: boolean },
): TableV2 => {
  const schema: TableSchema = tables[name];
  const streamed = STREAMED[name];
  return new TableV2(scope, id, {
    tableName: `${prefixOf(stage)}${name}`,
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification:
      schema.recoveryDays === 0
        ? { pointInTimeRecoveryEnabled: false }
        : { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: schema.recoveryDays },
    ...(expires(name) && !DESTROYED_ON_RECORD.has(name) && { timeToLiveAttribute: TIME_TO_LIVE }),
    ...(streamed !== undefined && { dynamoStream: streamed }),
    deletionProtection: isProtected,
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
};

import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
  type Function,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Leads changes of parcels, by their sort key, from the stream to the reconciler. A batch that fails is halved until what
 * is at fault stands alone; that goes into the queue of failures, and the others go on. A mapping grants nothing.
 */
export const parcelStream = (
  scope: Construct,
  id: string,
  {
    table,
    target,
    failures,
  }: { readonly table: TableV2; readonly target: Function; readonly failures: Queue },
): EventSourceMapping => {
  const { tableStreamArn } = table;
  if (tableStreamArn === undefined) throw new Error('the table has no stream');
  return new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.isEqual('parcel') } } } })],
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(5),
    parallelizationFactor: 1,
    bisectBatchOnError: true,
    retryAttempts: 5,
    maxRecordAge: Duration.hours(24),
    onFailure: { bind: () => ({ destination: failures.queueArn }) },
  });
};

import { Duration } from 'aws-cdk-lib';
import { FilterRule, type EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { tableStream, type TableStream } from './table-stream.ts';

/**
 * Leads changes of parcels, by their sort key, from the stream to the reconciler. A batch that fails is halved until what
 * is at fault stands alone; that goes into the queue of failures, and the others go on.
 */
export const parcelStream = (
  scope: Construct,
  id: string,
  { failures, ...stream }: TableStream & { readonly failures: Queue },
): EventSourceMapping =>
  tableStream(scope, id, {
    ...stream,
    filters: [{ dynamodb: { Keys: { sk: { S: FilterRule.isEqual('parcel') } } } }],
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(5),
    bisectBatchOnError: true,
    retryAttempts: 5,
    onFailure: { bind: () => ({ destination: failures.queueArn }) },
  });

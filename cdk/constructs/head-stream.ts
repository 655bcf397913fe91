import { Duration } from 'aws-cdk-lib';
import { FilterRule, type EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { tableStream, type TableStream } from './table-stream.ts';

/**
 * Rings for the indexer where a log has grown: where its head says that what it had committed to is laid out and published
 * (`stage` is gone). The bucket could ring as well, and worse: its checkpoint is put before the head says so, every object of
 * a log would be an event to pay for, and the bucket would have to know the function. What the index lacks the readers find
 * in the log itself, so that half a minute is soon enough, and many batches share a run.
 */
export const headStream = (scope: Construct, id: string, stream: TableStream): EventSourceMapping =>
  tableStream(scope, id, {
    ...stream,
    filters: [
      {
        eventName: FilterRule.isEqual('MODIFY'),
        dynamodb: {
          Keys: { pk: { S: FilterRule.beginsWith('L#') } },
          NewImage: { stage: { S: FilterRule.notExists() } },
        },
      },
    ],
    batchSize: 1_000,
    maxBatchingWindow: Duration.seconds(30),
  });

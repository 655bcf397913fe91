import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
  type Function,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/**
 * Rings for the indexer where a log has grown: where its head says that what it had committed to is laid out and published
 * (`stage` is gone). The bucket could ring as well, and worse: its checkpoint is put before the head says so, every object of
 * a log would be an event to pay for, and the bucket would have to know the function. What the index lacks the readers find
 * in the log itself, so that half a minute is soon enough, and many batches share a run. A mapping grants nothing.
 */
export const headStream = (
  scope: Construct,
  id: string,
  { table, target }: { readonly table: TableV2; readonly target: Function },
): EventSourceMapping => {
  const { tableStreamArn } = table;
  if (tableStreamArn === undefined) throw new Error('the table has no stream');
  return new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('MODIFY'),
        dynamodb: {
          Keys: { pk: { S: FilterRule.beginsWith('L#') } },
          NewImage: { stage: { S: FilterRule.notExists() } },
        },
      }),
    ],
    batchSize: 1_000,
    maxBatchingWindow: Duration.seconds(30),
    parallelizationFactor: 1,
    maxRecordAge: Duration.hours(24),
  });
};

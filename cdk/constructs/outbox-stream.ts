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
 * Rings for the sequencer where an event waits for its log. A ring that could not be heard is tried again for as long as
 * the stream lasts, one day; what is removed from the outbox rings for nobody. A mapping grants nothing.
 */
export const outboxStream = (
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
    filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
    batchSize: 1_000,
    // What comes within a second goes into the log together.
    maxBatchingWindow: Duration.seconds(1),
    parallelizationFactor: 1,
    maxRecordAge: Duration.hours(24),
  });
};

import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  StartingPosition,
  type EventSourceMappingOptions,
  type Function,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** What changes in a table, and who is told. */
export interface TableStream {
  readonly table: TableV2;
  readonly target: Function;
}

/**
 * Leads what a table's stream says, from its beginning on, to a function: as far as one of the filters fits, tried again for as
 * long as the stream lasts, one day. A mapping grants nothing.
 */
export const tableStream = (
  scope: Construct,
  id: string,
  {
    table,
    target,
    filters,
    ...own
  }: TableStream & {
    /** As `FilterCriteria.filter` takes them. */
    readonly filters: readonly Parameters<typeof FilterCriteria.filter>[0][];
    readonly batchSize: number;
    readonly maxBatchingWindow: Duration;
  } & Pick<EventSourceMappingOptions, 'bisectBatchOnError' | 'retryAttempts' | 'onFailure'>,
): EventSourceMapping => {
  const { tableStreamArn } = table;
  if (tableStreamArn === undefined) throw new Error('the table has no stream');
  return new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: filters.map((filter) => FilterCriteria.filter(filter)),
    parallelizationFactor: 1,
    maxRecordAge: Duration.hours(24),
    ...own,
  });
};

import { Duration } from 'aws-cdk-lib';
import { FilterRule, type EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { tableStream, type TableStream } from './table-stream.ts';

/**
 * Rings for the sequencer where an event waits for its log, and where one was changed, which nothing of ours does; what is
 * removed from the outbox rings for nobody.
 */
export const outboxStream = (scope: Construct, id: string, stream: TableStream): EventSourceMapping =>
  tableStream(scope, id, {
    ...stream,
    filters: [{ eventName: FilterRule.or('INSERT', 'MODIFY') }],
    batchSize: 1_000,
    // What comes within a second goes into the log together.
    maxBatchingWindow: Duration.seconds(1),
  });

import { logLine } from '@temkin/composition';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { reporting } from '../reporting.ts';
import { unrecordedChanges } from './dependencies.ts';
import { storedChange } from './stored-change.ts';

/** One line per finding, which an alarm counts; the sequence number leads to the change for as long as the stream lasts. */
const report = (sequence: string, pseudonym?: string): void =>
  logLine({ level: 'warn', finding: 'change-without-event', sequence, pseudonym });

/** Stream of the table `parcels`: finds changes that no event accounts for. A store that does not answer fails the batch. */
export const handler = reporting<DynamoDBStreamEvent>('audit-reconciler', async ({ Records: records }) => {
  const changes = records.map(storedChange);
  for (const change of changes) if (change.names === 'no event') report(change.sequence);
  const unrecorded = await unrecordedChanges(
    changes.flatMap((change) => (change.names === 'an event' ? [change] : [])),
  );
  for (const { sequence, pseudonym } of unrecorded) report(sequence, pseudonym);
});

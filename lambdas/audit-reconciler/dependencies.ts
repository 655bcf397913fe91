import { findUnrecordedChanges, outboxEvents } from '@temkin/audit';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, storeVariables } from '../environment.ts';

export const unrecordedChanges = findUnrecordedChanges({
  events: outboxEvents(awsTable(readEnvironment(storeVariables))),
});

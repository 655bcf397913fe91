import { findUnrecordedChanges, logEvents } from '@temkin/audit';
import { awsLogFiles, logVariables } from '../aws-log-files.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, storeVariables } from '../environment.ts';

const environment = readEnvironment({ ...storeVariables, ...logVariables });

export const unrecordedChanges = findUnrecordedChanges({
  events: logEvents({ table: awsTable(environment), files: awsLogFiles(environment) }),
});

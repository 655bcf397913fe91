import { followLogs, followTenants, logFiles, logHeads, logIndex, logTenants } from '@temkin/audit';
import { s3Blobs, s3Client } from '@temkin/aws';
import { systemClock as clock } from '@temkin/kernel';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, storeVariables, text } from '../environment.ts';

const environment = readEnvironment({ ...storeVariables, TEMKIN_LOG_BUCKET: text });
const table = awsTable(environment);

export const follow = followTenants({
  follow: followLogs({
    heads: logHeads(table),
    files: logFiles(s3Blobs({ client: s3Client(), bucket: environment.TEMKIN_LOG_BUCKET })),
    index: logIndex(table),
    clock,
  }),
  tenants: logTenants(table),
  clock,
});

import { logFiles, type LogFiles } from '@temkin/audit';
import { s3Blobs, s3Client } from '@temkin/aws';
import { text } from './environment.ts';

/** What the stack tells every function that reads logs. */
export const logVariables = { TEMKIN_LOG_BUCKET: text };

/** The files of the deployment's logs, for those that only read them. */
export const awsLogFiles = ({ TEMKIN_LOG_BUCKET }: { readonly TEMKIN_LOG_BUCKET: string }): LogFiles =>
  logFiles(s3Blobs({ client: s3Client(), bucket: TEMKIN_LOG_BUCKET }));

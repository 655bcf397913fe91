import { auditCapability, logEvents, logKeys } from '@temkin/audit';
import { sha256 } from '@temkin/composition';
import { parcelSubjects } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsGround, awsSigner } from '../aws-ground.ts';
import { awsLogFiles, logVariables } from '../aws-log-files.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  ...logVariables,
  /** Of which this function asks the public half alone. */
  TEMKIN_LOG_SIGNING_KEY: text,
  /** Host and path below which logs are served. */
  TEMKIN_LOG_PREFIX: text,
});

export const ground = awsGround(environment);

const files = awsLogFiles(environment);

/** Who a parcel is in the log, the parcel capability's table tells. */
export const audit = auditCapability({
  ...ground,
  events: logEvents({ table: ground.table, files }),
  files,
  parcels: parcelSubjects(ground),
  logKey: logKeys({
    signer: awsSigner(environment.TEMKIN_LOG_SIGNING_KEY),
    sha256,
    prefix: environment.TEMKIN_LOG_PREFIX,
  }),
  sha256,
});

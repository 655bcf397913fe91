import { drainMarks, isForGood, logTenants, markDrained, sequenceTenants } from '@temkin/audit';
import { s3Blobs, s3Client } from '@temkin/aws';
import { logSequencer, logWitnesses, reportWitnessing, witnessAddresses } from '@temkin/composition';
import { systemClock, systemRandom } from '@temkin/kernel';
import * as z from 'zod';
import { awsSigner } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, storeVariables, text } from '../environment.ts';

const environment = readEnvironment({
  ...storeVariables,
  TEMKIN_LOG_BUCKET: text,
  TEMKIN_LOG_SIGNING_KEY: text,
  /** While keys change: the ARN of the one that is to sign next. */
  TEMKIN_LOG_NEXT_SIGNING_KEY: text.optional(),
  /** Host and path below which logs are served. */
  TEMKIN_LOG_PREFIX: text,
  /** How long nobody can delete what a log is made of, in days; nothing is locked where absent. */
  TEMKIN_LOG_LOCK_DAYS: z.coerce.number().int().min(1).optional(),
  /** Who cosigns checkpoints; nobody where absent. */
  TEMKIN_LOG_WITNESSES: witnessAddresses(/^https$/).optional(),
});

const {
  TEMKIN_LOG_LOCK_DAYS: lockDays,
  TEMKIN_LOG_NEXT_SIGNING_KEY: nextSigningKey,
  TEMKIN_LOG_WITNESSES: witnesses,
} = environment;
const table = awsTable(environment);
const marks = drainMarks(table);

const logs = logSequencer({
  table,
  blobs: s3Blobs({
    client: s3Client(),
    bucket: environment.TEMKIN_LOG_BUCKET,
    ...(lockDays !== undefined && {
      lockedUntil: (name) => (isForGood(name) ? new Date(Date.now() + lockDays * 86_400_000) : undefined),
    }),
  }),
  signer: awsSigner(environment.TEMKIN_LOG_SIGNING_KEY),
  ...(nextSigningKey !== undefined && { nextSigner: awsSigner(nextSigningKey) }),
  ...(witnesses !== undefined && {
    witnesses: await logWitnesses(witnesses),
    onWitnessing: reportWitnessing,
  }),
  clock: systemClock,
  random: systemRandom,
  prefix: environment.TEMKIN_LOG_PREFIX,
});

export const sequence = sequenceTenants({
  // A mark that nobody renews denies access after an hour: only who looks after every company each minute may set any.
  sequence: markDrained({ sequence: logs.sequence, marks, clock: systemClock }),
  witness: logs.witness,
  tenants: logTenants(table),
  marks,
  clock: systemClock,
});

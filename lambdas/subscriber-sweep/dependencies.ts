import { s3Blobs, s3Client } from '@temkin/aws';
import { groundwork, ownKeyRing } from '@temkin/composition';
import { registrySweeper } from '@temkin/subscriber';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { keyVariables, readEnvironment, text } from '../environment.ts';

const environment = readEnvironment({
  ...keyVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_BUCKET: text,
});

const table = awsTable(environment);

/** Works off sweeps of the registry, part by part. */
export const sweeper = registrySweeper({
  ...groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY)),
  keyRing: ownKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  registryBlobs: s3Blobs({ client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET }),
});

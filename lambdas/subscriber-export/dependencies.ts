import { s3Blobs, s3Client } from '@temkin/aws';
import { groundwork, sha256, sharedKeyRing } from '@temkin/composition';
import { registryExporter } from '@temkin/subscriber';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { keyVariables, readEnvironment, text } from '../environment.ts';

const environment = readEnvironment({
  ...keyVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_BUCKET: text,
});

const table = awsTable(environment);

/** Writes exports of the registry, of all companies. */
export const workExports = registryExporter({
  ...groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY)),
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  blobs: s3Blobs({ client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET }),
  sha256,
});

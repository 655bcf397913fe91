import { s3Blobs, s3Client } from '@temkin/aws';
import { groundwork, sha256, sharedKeyRing } from '@temkin/composition';
import { registryComparisons, registryImages } from '@temkin/subscriber';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_BUCKET: text,
});

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

export const images = registryImages({
  ...ground,
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  blobs: s3Blobs({ client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET }),
  sha256,
});

export const comparisons = registryComparisons({ table });

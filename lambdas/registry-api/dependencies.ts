import { s3Blobs, s3Client, s3Transfers } from '@temkin/aws';
import { groundwork, sharedKeyRing } from '@temkin/composition';
import { registryImports } from '@temkin/subscriber';
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

const s3 = { client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET };

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

export const imports = registryImports({
  ...ground,
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  blobs: s3Blobs(s3),
  door: s3Transfers({ ...s3, clock: ground.clock }),
});

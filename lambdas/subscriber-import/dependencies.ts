import { s3Blobs, s3Client } from '@temkin/aws';
import { groundwork, sharedKeyRing } from '@temkin/composition';
import { registryImporter } from '@temkin/subscriber';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { keyVariables, readEnvironment, text } from '../environment.ts';

const environment = readEnvironment({
  ...keyVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_INDEX_ROOT_KEY: text,
  TEMKIN_REGISTRY_BUCKET: text,
});

const table = awsTable(environment);

/** Works off imports of the registry, of all companies. */
export const workImports = registryImporter({
  ...groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY)),
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  indexKeyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_INDEX_ROOT_KEY)),
  blobs: s3Blobs({ client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET }),
});

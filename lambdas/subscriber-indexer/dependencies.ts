import { sharedKeyRing } from '@temkin/composition';
import { registryIndexer } from '@temkin/subscriber';
import { awsGround, awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { keyVariables, readEnvironment, text } from '../environment.ts';

const environment = readEnvironment({
  ...keyVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_INDEX_ROOT_KEY: text,
});

const table = awsTable(environment);

/** Makes indexes of the registry that were begun, and deletes what they were before. */
export const workIndexes = registryIndexer({
  ...awsGround(environment),
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  indexKeyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_INDEX_ROOT_KEY)),
});

import { consoleFindings, groundwork, sharedKeyRing } from '@temkin/composition';
import { subscriberCapability } from '@temkin/subscriber';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_INDEX_ROOT_KEY: text,
});

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

export const subscribers = subscriberCapability({
  ...ground,
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  indexKeyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_INDEX_ROOT_KEY)),
  findings: consoleFindings,
});

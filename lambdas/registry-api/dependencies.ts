import { approvalStore, principalStore, twoPersonRule } from '@temkin/access';
import { s3Blobs, s3Client, s3Transfers, startExecution } from '@temkin/aws';
import { groundwork, sha256, sharedKeyRing } from '@temkin/composition';
import { registryExports, registryImports, sweepCapability } from '@temkin/subscriber';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_BUCKET: text,
  TEMKIN_REGISTRY_SWEEP_MACHINE: text,
  /** Where Step Functions listen, if elsewhere than in the cloud: as the clients of the SDK are told. */
  AWS_ENDPOINT_URL_SFN: text.optional(),
});

const table = awsTable(environment);

const s3 = { client: s3Client(), bucket: environment.TEMKIN_REGISTRY_BUCKET };

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

const keyRing = sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY));

const door = s3Transfers({ ...s3, clock: ground.clock });

export const imports = registryImports({ ...ground, keyRing, blobs: s3Blobs(s3), door });

/** Approvals are the access capability's: here they are asked for and spent, and given elsewhere. */
export const exported = registryExports({
  ...ground,
  keyRing,
  blobs: s3Blobs(s3),
  door,
  approvals: twoPersonRule({
    ...ground,
    approvals: approvalStore(table),
    principals: principalStore({ table }),
  }),
  sha256,
});

const begin = startExecution({
  client: s3.client,
  machine: environment.TEMKIN_REGISTRY_SWEEP_MACHINE,
  clock: ground.clock,
  ...(environment.AWS_ENDPOINT_URL_SFN !== undefined && { endpoint: environment.AWS_ENDPOINT_URL_SFN }),
});

export const sweeps = sweepCapability({
  ...ground,
  keyRing,
  registryBlobs: s3Blobs(s3),
  // Under the id of the sweep: who asks again begins no second one.
  start: ({ tenant, sweepId }) => begin(sweepId, { tenant, sweepId }),
});

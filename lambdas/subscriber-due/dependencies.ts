import { sharedKeyRing } from '@temkin/composition';
import { isGatewayUrl } from '@temkin/kernel';
import { httpNotice } from '@temkin/notice';
import { httpProvisioning, httpReconciledSystems, systemAccounts } from '@temkin/provisioning';
import { registryDue } from '@temkin/subscriber';
import * as z from 'zod';
import { awsGround, awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { keyVariables, readEnvironment, text } from '../environment.ts';

const environment = readEnvironment({
  ...keyVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_INDEX_ROOT_KEY: text,
  TEMKIN_NOTICE_URL: z.string().refine(isGatewayUrl),
  TEMKIN_NOTICE_SECRET: z.string().min(32),
  /** Networks, billing and points of sale of companies: of a company without them nobody is told, and nothing compared. */
  TEMKIN_REGISTRY_SYSTEMS: systemAccounts,
});

const ground = awsGround(environment);

const table = awsTable(environment);

const accounts = environment.TEMKIN_REGISTRY_SYSTEMS;

/** Works off what is due of numbers and of who holds them, and compares the systems of companies with the registry. */
export const due = registryDue({
  ...ground,
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  indexKeyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_INDEX_ROOT_KEY)),
  notices: httpNotice({
    url: environment.TEMKIN_NOTICE_URL,
    secret: environment.TEMKIN_NOTICE_SECRET,
    clock: ground.clock,
  }),
  network: httpProvisioning({ accountOf: (tenant) => accounts.get(tenant)?.network }),
  systems: httpReconciledSystems({ accounts }),
});

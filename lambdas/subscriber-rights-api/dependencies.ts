import { approvalStore, principalStore, tenantStore, twoPersonRule } from '@temkin/access';
import { consoleFindings, groundwork, sha256, sharedKeyRing } from '@temkin/composition';
import { isGatewayUrl, systemWait } from '@temkin/kernel';
import { httpNotice } from '@temkin/notice';
import { rightsCapability } from '@temkin/subscriber';
import * as z from 'zod';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_REGISTRY_ROOT_KEY: text,
  TEMKIN_REGISTRY_INDEX_ROOT_KEY: text,
  TEMKIN_NOTICE_URL: z.string().refine(isGatewayUrl),
  TEMKIN_NOTICE_SECRET: z.string().min(32),
});

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

const tenants = tenantStore({ table });

/** Companies and approvals are the access capability's: here they are asked for and spent, and given elsewhere. */
export const rights = rightsCapability({
  ...ground,
  codeKeyRing: ground.keyRing,
  keyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_ROOT_KEY)),
  indexKeyRing: sharedKeyRing(awsSurroundings(table, environment.TEMKIN_REGISTRY_INDEX_ROOT_KEY)),
  approvals: twoPersonRule({
    ...ground,
    approvals: approvalStore(table),
    principals: principalStore({ table }),
  }),
  companies: { exists: async (company) => (await tenants.find(company)) !== undefined },
  notify: httpNotice({
    url: environment.TEMKIN_NOTICE_URL,
    secret: environment.TEMKIN_NOTICE_SECRET,
    clock: ground.clock,
  }),
  findings: consoleFindings,
  sha256,
  wait: systemWait,
});

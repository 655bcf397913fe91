import { approvalStore, principalStore, twoPersonRule } from '@temkin/access';
import { callerIdCapability, callReports, networkLines } from '@temkin/caller-id';
import { groundwork, ownKeyRing } from '@temkin/composition';
import { httpCallNetwork, operatorAccounts } from '@temkin/operator';
import { callContacts } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_ESCROW_ROOT_KEY: text,
  TEMKIN_CALL_NETWORKS: operatorAccounts,
});

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

const staffNumbers = { numberOf: () => Promise.resolve(undefined) };

const network = httpCallNetwork({
  accountOf: (tenant) => environment.TEMKIN_CALL_NETWORKS.get(tenant),
  clock: ground.clock,
});

export const reports = callReports(ground);

export const callerId = callerIdCapability({
  ...ground,
  approvals: twoPersonRule({
    ...ground,
    approvals: approvalStore(table),
    principals: principalStore({ table }),
  }),
  contacts: callContacts({
    ...ground,
    escrowRing: ownKeyRing(awsSurroundings(table, environment.TEMKIN_ESCROW_ROOT_KEY)),
  }),
  lines: networkLines({ ...ground, network, staffNumbers }),
  staffNumbers,
});

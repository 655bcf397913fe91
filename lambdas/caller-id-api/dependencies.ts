import { approvalStore, directory, principalStore, twoPersonRule } from '@temkin/access';
import {
  callerIdCapability,
  callReports,
  networkLines,
  registerCapability,
  shipperLines,
} from '@temkin/caller-id';
import { groundwork, ownKeyRing } from '@temkin/composition';
import { httpCallNetwork, httpSimVerification, operatorAccounts } from '@temkin/operator';
import { callContacts, parcelShifts } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_ESCROW_ROOT_KEY: text,
  /** Accounts with operators: a company without one has no staff number registered, and calls without a network. */
  TEMKIN_CALL_NETWORKS: operatorAccounts,
});

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

const approvals = twoPersonRule({
  ...ground,
  approvals: approvalStore(table),
  principals: principalStore({ table }),
});

const staffNumbers = shipperLines(ground);

const network = httpCallNetwork({
  accountOf: (tenant) => environment.TEMKIN_CALL_NETWORKS.get(tenant),
  clock: ground.clock,
});

/** What networks report of calls. */
export const reports = callReports(ground);

export const callerId = callerIdCapability({
  ...ground,
  approvals,
  contacts: callContacts({
    ...ground,
    escrowRing: ownKeyRing(awsSurroundings(table, environment.TEMKIN_ESCROW_ROOT_KEY)),
  }),
  lines: networkLines({ ...ground, network, staffNumbers }),
  staffNumbers,
});

/** Telephones of shippers, accounts for cash on delivery, badges. */
export const registers = registerCapability({
  ...ground,
  approvals,
  directory: directory({ table }),
  shifts: parcelShifts(ground),
  sims: httpSimVerification({ accountOf: (tenant) => environment.TEMKIN_CALL_NETWORKS.get(tenant) }),
});

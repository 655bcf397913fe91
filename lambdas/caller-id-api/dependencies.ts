import { approvalStore, directory, principalStore, twoPersonRule } from '@temkin/access';
import { callerIdCapability, noLines, registerCapability, shipperLines } from '@temkin/caller-id';
import { groundwork, ownKeyRing } from '@temkin/composition';
import { httpSimVerification, operatorAccounts } from '@temkin/operator';
import { callContacts, parcelShifts } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({
  ...apiVariables,
  TEMKIN_ESCROW_ROOT_KEY: text,
  /** Accounts with operators; where absent, none tells whose a number is, and no staff number is registered. */
  TEMKIN_CALL_NETWORKS: operatorAccounts.optional(),
});

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

const approvals = twoPersonRule({
  ...ground,
  approvals: approvalStore(table),
  principals: principalStore({ table }),
});

export const callerId = callerIdCapability({
  ...ground,
  approvals,
  contacts: callContacts({
    ...ground,
    escrowRing: ownKeyRing(awsSurroundings(table, environment.TEMKIN_ESCROW_ROOT_KEY)),
  }),
  lines: noLines,
  staffNumbers: shipperLines(ground),
});

/** Telephones of shippers, accounts for cash on delivery, badges. */
export const registers = registerCapability({
  ...ground,
  approvals,
  directory: directory({ table }),
  shifts: parcelShifts(ground),
  sims: httpSimVerification({ accountOf: (tenant) => environment.TEMKIN_CALL_NETWORKS?.get(tenant) }),
});

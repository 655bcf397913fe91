import { approvalStore, principalStore, twoPersonRule } from '@temkin/access';
import { callerIdCapability, noLines } from '@temkin/caller-id';
import { groundwork, ownKeyRing } from '@temkin/composition';
import { callContacts } from '@temkin/parcel';
import { apiVariables } from '../api-environment.ts';
import { awsSurroundings } from '../aws-ground.ts';
import { awsTable } from '../aws-table.ts';
import { readEnvironment, text } from '../environment.ts';

export const environment = readEnvironment({ ...apiVariables, TEMKIN_ESCROW_ROOT_KEY: text });

const table = awsTable(environment);

export const ground = groundwork(awsSurroundings(table, environment.TEMKIN_MAIN_ROOT_KEY));

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
  lines: noLines,
  staffNumbers: { numberOf: () => Promise.resolve(undefined) },
});

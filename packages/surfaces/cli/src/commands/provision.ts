import {
  addFacility,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import { Refusal } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { readFile } from 'node:fs/promises';
import { countText } from '../amounts.ts';
import { neededOption, type Command } from '../command.ts';
import { chooseStore, openStore, STORE_OPTIONS, storeName } from '../open-store.ts';
import { parseProvisionFile, type ProvisionFile } from '../provision-file.ts';
import { PROVISION_USAGE } from '../usage.ts';

/** What is there already, and stays as it is. */
const KEPT = new Set(['ACCESS.TENANT_EXISTS', 'ACCESS.FACILITY_EXISTS', 'ACCESS.PRINCIPAL_EXISTS']);

/** Everything the file asks for, in an order in which nothing lacks what it refers to. */
const stepsOf = (table: Table, { tenants }: ProvisionFile): readonly (() => Promise<void>)[] => {
  const create = createTenant({ tenants: tenantStore({ table }) });
  const add = addFacility({ facilities: facilityStore({ table }) });
  const enrol = enrolPrincipal({ principals: principalStore({ table }) });
  return tenants.flatMap(({ tenant, displayName, issuers, facilities, principals }) => [
    () => create({ tenant, displayName, issuers }),
    ...facilities.map((facility) => () => add({ tenant, ...facility })),
    ...principals.map((principal) => () => enrol({ tenant, ...principal })),
  ]);
};

/** `temkin provision` */
export const provision: Command = {
  usage: PROVISION_USAGE,
  options: { ...STORE_OPTIONS, file: { type: 'string' } },
  run: async (values, { environment, progress }) => {
    const file = parseProvisionFile(await readFile(neededOption(values, 'file'), 'utf8'));
    const choice = chooseStore(values, environment);
    const store = await openStore(choice);
    let [created, kept] = [0, 0];
    try {
      progress.begin('provisioning');
      for (const step of stepsOf(store.table, file)) {
        try {
          await step();
          created += 1;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          if (!KEPT.has(error.code))
            throw new Error(`${error.code}: ${error.details.detail ?? 'refused'}`, { cause: error });
          kept += 1;
        }
        progress.advance({ items: 1, bytes: 0 });
      }
      progress.end();
    } finally {
      await store.close();
    }
    return {
      text: `${countText(created, 'record')} made in ${storeName(choice)}, ${kept} there already and left as they are.`,
      data: { created, kept },
    };
  },
};

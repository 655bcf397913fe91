import {
  addFacility,
  changeSettings,
  createTenant,
  enrolPrincipal,
  facilityStore,
  principalStore,
  tenantStore,
} from '@temkin/access';
import type { NewPrincipal } from '@temkin/access/domain';
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

/** What became of a record that the file asks for. */
type Provisioned = 'created' | 'changed' | 'kept' | { readonly differing: string };

/** Makes what is not there yet. */
const made = async (making: Promise<void>): Promise<Provisioned> => {
  try {
    await making;
    return 'created';
  } catch (error) {
    if (error instanceof Refusal && KEPT.has(error.code)) return 'kept';
    throw error;
  }
};

/** Whether somebody of that id stands as the file says: account, kind, roles and facility. */
const standsSo = (
  found: Omit<NewPrincipal, 'tenant'> | undefined,
  { issuer, subject, kind, roles, facility }: Omit<NewPrincipal, 'tenant'>,
): boolean =>
  found?.issuer === issuer &&
  found.subject === subject &&
  found.kind === kind &&
  found.facility === facility &&
  found.roles.toSorted().join(' ') === roles.toSorted().join(' ');

/** Everything the file asks for, in an order in which nothing lacks what it refers to. */
const stepsOf = (
  table: Table,
  { tenants: asked }: ProvisionFile,
): readonly (() => Promise<Provisioned>)[] => {
  const tenants = tenantStore({ table });
  const create = createTenant({ tenants });
  const change = changeSettings({ tenants });
  const add = addFacility({ facilities: facilityStore({ table }) });
  const people = principalStore({ table });
  const enrol = enrolPrincipal({ principals: people });
  return asked.flatMap(({ facilities, principals, ...company }) => {
    const { tenant } = company;
    return [
      async () => {
        if ((await made(create(company))) === 'created') return 'created';
        return (await change(tenant, company)) === 'changed' ? 'changed' : 'kept';
      },
      ...facilities.map((facility) => () => made(add({ tenant, ...facility }))),
      ...principals.map((principal) => async () => {
        const { id } = principal;
        const becomes = await made(enrol({ tenant, ...principal }));
        return becomes === 'created' || standsSo(await people.find(tenant, id), principal)
          ? becomes
          : { differing: `${tenant}/${id}` };
      }),
    ];
  });
};

/** `temkin provision` */
export const provision: Command = {
  usage: PROVISION_USAGE,
  options: { ...STORE_OPTIONS, file: { type: 'string' } },
  run: async (values, { environment, progress }) => {
    const file = parseProvisionFile(await readFile(neededOption(values, 'file'), 'utf8'));
    const choice = chooseStore(values, environment);
    const store = await openStore(choice);
    const counts = { created: 0, changed: 0, kept: 0 };
    const differing: string[] = [];
    try {
      progress.begin('provisioning');
      for (const step of stepsOf(store.table, file)) {
        try {
          const became = await step();
          if (typeof became === 'string') counts[became] += 1;
          else differing.push(became.differing);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          throw new Error(`${error.code}: ${error.details.detail ?? 'refused'}`, { cause: error });
        }
        progress.advance({ items: 1, bytes: 0 });
      }
      progress.end();
    } finally {
      await store.close();
    }
    const { created, changed, kept } = counts;
    return {
      text:
        `${countText(created, 'record')} made in ${storeName(choice)}, ${countText(changed, 'tenant')} given other ` +
        `settings, ${kept} there already and left as they are.` +
        (differing.length === 0
          ? ''
          : `\nLeft as they are too, and not what the file says: ${differing.join(', ')}.`),
      data: { ...counts, differing },
    };
  },
};

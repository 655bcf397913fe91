import { directory, principalStore, tenantStore } from '@temkin/access';
import type { Table } from '@temkin/storage';

/** What citizens' checks of calls ask of other capabilities: whether there is a company, and who may call for it now. */
export const callerCheckPorts = ({ table }: { readonly table: Table }) => {
  const tenants = tenantStore({ table });
  const people = directory({ table });
  const principals = principalStore({ table, tenants: { find: async () => undefined } });
  return {
    companies: { exists: async (company: string) => (await tenants.find(company)) !== undefined },
    shippers: {
      /** Of somebody who is nobody there are as many reads as of a staff member: whether a call was found shows in neither. */
      mayCall: async (tenant: string, id: string): Promise<boolean> => {
        const found = await people.staff(tenant, id);
        if (found === undefined) await principals.membership({ tenant, issuer: '-', subject: id });
        return found?.active === true && found.roles.includes('shipper');
      },
    },
  };
};

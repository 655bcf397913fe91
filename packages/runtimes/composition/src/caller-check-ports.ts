import { directory, tenantStore } from '@temkin/access';
import { keyOf, type Table } from '@temkin/storage';

/** What citizens' checks of calls ask of other capabilities: whether there is a company, and who may call for it now. */
export const callerCheckPorts = ({ table }: { readonly table: Table }) => {
  const tenants = tenantStore({ table });
  const known = directory({ table });
  return {
    companies: { exists: async (company: string) => (await tenants.find(company)) !== undefined },
    shippers: {
      /** Two reads, whether there is such a person or not. */
      mayCall: async (tenant: string, id: string): Promise<boolean> => {
        const found = await known.staff(tenant, id);
        // Of somebody who is there, the record was read after what leads to it.
        if (found === undefined)
          await table.get(keyOf('access', 'principal', { tenant, issuer: '-', subject: id }));
        return found?.active === true && found.roles.includes('shipper');
      },
    },
  };
};

import { directory, tenantStore } from '@temkin/access';
import type { Table } from '@temkin/storage';

/** What citizens' checks of calls ask of other capabilities: whether there is a company, and who may call for it now. */
export const callerCheckPorts = ({ table }: { readonly table: Table }) => {
  const tenants = tenantStore({ table });
  const { staff } = directory({ table });
  return {
    companies: { exists: async (company: string) => (await tenants.find(company)) !== undefined },
    shippers: {
      mayCall: async (tenant: string, id: string): Promise<boolean> => {
        const found = await staff(tenant, id);
        return found?.active === true && found.roles.includes('shipper');
      },
    },
  };
};

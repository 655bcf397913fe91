import { rememberedTenants, tenantStore } from '@temkin/access';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';

/** Each company's table of routes, read once a second by a process, however many parcels are issued meanwhile. */
export const rememberedRoutes = ({ table, clock }: { readonly table: Table; readonly clock: Clock }) => {
  const tenants = rememberedTenants(tenantStore({ table }), clock);
  return async (tenant: string): Promise<Readonly<Record<string, string>>> =>
    (await tenants.find(tenant))?.settings.routes ?? {};
};

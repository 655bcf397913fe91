import { principalStore } from '@temkin/access';
import type { PrincipalStatus } from '@temkin/access/domain';
import type { Table } from '@temkin/storage';

/** Gives a principal a status around the API and its record: something that has happened meanwhile. */
export const staffStatus =
  (table: Table) =>
  async (tenant: string, id: string, status: PrincipalStatus): Promise<void> => {
    const principals = principalStore({ table });
    const principal = await principals.find(tenant, id);
    if (principal === undefined) throw new Error(`nobody is called ${id}`);
    await table.write(principals.statusWrite(principal, status));
  };

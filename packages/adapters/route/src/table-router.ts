import { communeByCode } from '@temkin/administrative-units';
import type { Router } from '@temkin/parcel/domain';

/** Sort codes by the official code of a commune (five digits) or, for all others of it, of a province (two digits). */
export type RouteTable = Readonly<Record<string, string>>;

/** Sorts by a company's own table: to its commune where the table has that, else to its province. Streets are not looked at. */
export const tableRouter = (tableOf: (tenant: string) => Promise<RouteTable>): Router => ({
  sortCode: async (tenant, { communeCode }, signal) => {
    signal.throwIfAborted();
    const table = await tableOf(tenant);
    const provinceCode = communeByCode(communeCode)?.provinceCode;
    return table[communeCode] ?? (provinceCode === undefined ? undefined : table[provinceCode]);
  },
});

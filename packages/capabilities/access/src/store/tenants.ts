import { keyOf, numberOf, relyOn, textOf, textsOf, type Item, type Table } from '@temkin/storage';
import type { Stored, TenantRecord } from '../domain/index.ts';

export const tenantKey = (tenant: string) => keyOf('access', 'tenant', { tenant });

/** Throws where the stored item is not a tenant's. */
export const toTenant = (item: Item): Stored<TenantRecord> => {
  const tenant = textOf(item, 'tenant');
  return {
    tenant,
    displayName: textOf(item, 'displayName'),
    issuers: textsOf(item, 'issuers'),
    reliedOn: relyOn(tenantKey(tenant), numberOf(item, 'version')),
  };
};

export interface TenantStore {
  find(tenant: string): Promise<Stored<TenantRecord> | undefined>;
  /** Answers false where a tenant of that name exists. */
  create(record: TenantRecord): Promise<boolean>;
}

/** Tenants in the `access` table. */
export const tenantStore = ({ table }: { readonly table: Table }): TenantStore => ({
  find: async (tenant) => {
    const item = await table.get(tenantKey(tenant));
    return item && toTenant(item);
  },
  create: async (record) => {
    const item = { ...record, version: 1 };
    const verdict = await table.write({
      kind: 'put',
      key: tenantKey(record.tenant),
      item,
      condition: 'absent',
    });
    return verdict.outcome === 'committed';
  },
});

import { keyOf, numberOf, relyOn, textOf, textsOf, type Item, type Table } from '@temkin/storage';
import {
  DEFAULT_SETTINGS,
  settingsWith,
  type GivenSettings,
  type Stored,
  type TenantRecord,
  type TenantSettings,
} from '../domain/index.ts';

export const tenantKey = (tenant: string) => keyOf('access', 'tenant', { tenant });

/** Throws where the stored item is not a tenant's. */
export const toTenant = (item: Item): Stored<TenantRecord> => {
  const tenant = textOf(item, 'tenant');
  return {
    tenant,
    displayName: textOf(item, 'displayName'),
    issuers: textsOf(item, 'issuers'),
    // A tenant that was made before there was a setting has the default one.
    settings: settingsWith(DEFAULT_SETTINGS, (item.settings ?? {}) as GivenSettings),
    reliedOn: relyOn(tenantKey(tenant), numberOf(item, 'version')),
  };
};

export interface TenantStore {
  find(tenant: string): Promise<Stored<TenantRecord> | undefined>;
  /** Answers false where a tenant of that name exists. */
  create(record: TenantRecord): Promise<boolean>;
  /** Answers false where the tenant is no longer as it was read. */
  changeSettings(found: Stored<TenantRecord>, settings: TenantSettings): Promise<boolean>;
}

/** Tenants in the `access` table. */
export const tenantStore = ({ table }: { readonly table: Table }): TenantStore => ({
  find: async (tenant) => {
    const item = await table.get(tenantKey(tenant));
    return item && toTenant(item);
  },
  create: async (record) => {
    const { tenant, settings } = record;
    const verdict = await table.write({
      kind: 'put',
      key: tenantKey(tenant),
      item: { ...record, settings: { ...settings }, version: 1 },
      condition: 'absent',
    });
    return verdict.outcome === 'committed';
  },
  changeSettings: async ({ tenant, reliedOn }, settings) => {
    const verdict = await table.write({
      kind: 'update',
      key: tenantKey(tenant),
      set: { settings: { ...settings } },
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    });
    return verdict.outcome === 'committed';
  },
});

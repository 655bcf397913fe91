import { keyOf, numberOf, optional, relyOn, textOf, textsOf, type Item, type Table } from '@temkin/storage';
import { DEFAULT_SETTINGS, type Stored, type TenantRecord, type TenantSettings } from '../domain/index.ts';

export const tenantKey = (tenant: string) => keyOf('access', 'tenant', { tenant });

const settingFields = ({ labels, keeping }: TenantSettings): Item => ({
  labelProfile: labels.profile,
  codOnLabel: labels.codOnLabel,
  keeping,
});

/** A tenant that was made before there were settings has the default ones. */
const settingsIn = (item: Item): TenantSettings => {
  const { labels, keeping } = DEFAULT_SETTINGS;
  return {
    labels: {
      profile: (optional(textOf, item, 'labelProfile') ?? labels.profile) as typeof labels.profile,
      codOnLabel: item.codOnLabel === true,
    },
    keeping: (optional(textOf, item, 'keeping') ?? keeping) as typeof keeping,
  };
};

/** Throws where the stored item is not a tenant's. */
export const toTenant = (item: Item): Stored<TenantRecord> => {
  const tenant = textOf(item, 'tenant');
  return {
    tenant,
    displayName: textOf(item, 'displayName'),
    issuers: textsOf(item, 'issuers'),
    ...settingsIn(item),
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
  create: async ({ tenant, displayName, issuers, ...settings }) => {
    const verdict = await table.write({
      kind: 'put',
      key: tenantKey(tenant),
      item: { tenant, displayName, issuers, ...settingFields(settings), version: 1 },
      condition: 'absent',
    });
    return verdict.outcome === 'committed';
  },
  changeSettings: async ({ tenant, reliedOn }, settings) => {
    const verdict = await table.write({
      kind: 'update',
      key: tenantKey(tenant),
      set: settingFields(settings),
      add: { version: 1 },
      condition: [{ attribute: 'version', is: 'equal', to: reliedOn.version }],
    });
    return verdict.outcome === 'committed';
  },
});

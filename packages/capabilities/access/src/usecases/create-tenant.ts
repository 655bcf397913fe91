import { Refusal } from '@temkin/kernel';
import { DEFAULT_SETTINGS, settingsWith, TENANT_ID, type NewTenant } from '../domain/index.ts';
import type { TenantStore } from '../store/tenants.ts';

/** Creates a tenant. Throws the refusals `ACCESS.RECORD_MALFORMED` and `ACCESS.TENANT_EXISTS`. */
export const createTenant =
  ({ tenants }: { readonly tenants: Pick<TenantStore, 'create'> }) =>
  async ({ tenant, displayName, issuers, ...given }: NewTenant): Promise<void> => {
    if (!TENANT_ID.test(tenant))
      throw new Refusal('ACCESS.RECORD_MALFORMED', {
        detail: 'A tenant is 1 to 40 lower-case letters, digits and hyphens.',
      });
    const record = { tenant, displayName, issuers, settings: settingsWith(DEFAULT_SETTINGS, given) };
    if (!(await tenants.create(record))) throw new Refusal('ACCESS.TENANT_EXISTS');
  };

import { Refusal } from '@temkin/kernel';
import { areSameSettings, settingsWith, type GivenSettings } from '../domain/index.ts';
import type { TenantStore } from '../store/tenants.ts';

/**
 * Gives a tenant settings; what is not given stays as it is. They concern parcels and labels made from then on: a parcel
 * that was issued with a sealed copy keeps it to its last day, and one that was issued without never gets one. Throws the
 * refusals `ACCESS.TENANT_UNKNOWN`, and `ACCESS.CHANGED` where somebody else gave some meanwhile.
 */
export const changeSettings =
  ({ tenants }: { readonly tenants: Pick<TenantStore, 'find' | 'changeSettings'> }) =>
  async (tenant: string, given: GivenSettings): Promise<'changed' | 'same'> => {
    const found = await tenants.find(tenant);
    if (found === undefined) throw new Refusal('ACCESS.TENANT_UNKNOWN');
    const settings = settingsWith(found.settings, given);
    if (areSameSettings(found.settings, settings)) return 'same';
    if (!(await tenants.changeSettings(found, settings))) throw new Refusal('ACCESS.CHANGED');
    return 'changed';
  };

import type { AgreementKey } from '@temkin/crypto';
import type { ReliedOn, Role } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { mayAct, type TenantSettings } from '../domain/index.ts';
import { deviceStore } from './devices.ts';
import { facilityStore } from './facilities.ts';
import { principalStore } from './principals.ts';
import { tenantStore } from './tenants.ts';

/** A staff member, as other capabilities see one. */
export interface StaffMember {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly facility?: string;
  readonly active: boolean;
  readonly reliedOn: ReliedOn;
}

/** A facility, as other capabilities see one. */
export interface Facility {
  readonly id: string;
  readonly displayName: string;
  readonly communeCode: string;
  readonly reliedOn: ReliedOn;
}

/** A device, as other capabilities see one. */
export interface Device {
  readonly deviceId: string;
  /** What is sealed to the device is sealed to this one. */
  readonly bundleKey: AgreementKey;
  readonly facility?: string;
  readonly active: boolean;
  readonly reliedOn: ReliedOn;
}

/** What other capabilities may ask about a tenant, its people, places and devices; read consistently, never cached. */
export interface Directory {
  /** Throws where there is no such tenant: whoever asks has a caller of it. */
  settings(tenant: string): Promise<TenantSettings>;
  staff(tenant: string, id: string): Promise<StaffMember | undefined>;
  facility(tenant: string, id: string): Promise<Facility | undefined>;
  device(tenant: string, deviceId: string): Promise<Device | undefined>;
}

/** The directory over the `access` table. Systems are not staff, and are not in it. */
export const directory = ({ table }: { readonly table: Table }): Directory => {
  const tenants = tenantStore({ table });
  const principals = principalStore({ table });
  const facilities = facilityStore({ table });
  const devices = deviceStore({ table });
  return {
    settings: async (tenant) => {
      const found = await tenants.find(tenant);
      if (found === undefined) throw new Error('a caller has no tenant');
      return found.settings;
    },
    staff: async (tenant, id) => {
      const found = await principals.find(tenant, id);
      if (found?.kind !== 'staff') return undefined;
      const { roles, facility, reliedOn } = found;
      return { id, roles, ...(facility !== undefined && { facility }), active: mayAct(found), reliedOn };
    },
    facility: async (tenant, id) => {
      const found = await facilities.find(tenant, id);
      if (found === undefined) return undefined;
      const { displayName, communeCode, reliedOn } = found;
      return { id, displayName, communeCode, reliedOn };
    },
    device: async (tenant, deviceId) => {
      const found = await devices.find(tenant, deviceId);
      if (found === undefined) return undefined;
      const { bundleKey, facility, status, reliedOn } = found;
      const active = status === 'active';
      return { deviceId, bundleKey, ...(facility !== undefined && { facility }), active, reliedOn };
    },
  };
};

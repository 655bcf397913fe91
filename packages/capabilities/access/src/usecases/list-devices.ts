import type { Caller } from '@temkin/kernel';
import type { DeviceRecord } from '../domain/index.ts';
import type { DeviceStore } from '../store/devices.ts';

/** Devices of the caller's tenant, revoked ones too, in order of id; `next` as in `listStaff`. */
export const listDevices =
  ({ devices }: { readonly devices: Pick<DeviceStore, 'page'> }) =>
  async (
    { principal: { tenant } }: Caller,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly devices: readonly DeviceRecord[]; readonly next?: string }> =>
    devices.page(tenant, range);

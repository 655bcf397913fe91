import { route, type PrincipalRoute } from '@temkin/http';
import type { DeviceRecord } from '../domain/index.ts';
import type { enrolDevice } from '../usecases/enrol-device.ts';
import type { listDevices } from '../usecases/list-devices.ts';
import type { revokeDevice } from '../usecases/revoke-device.ts';
import { enrolDeviceSpec, listDevicesSpec, revokeDeviceSpec } from './device-specs.ts';
import { rangeOf } from './words.ts';

export interface DeviceUsecases {
  readonly enrolDevice: ReturnType<typeof enrolDevice>;
  readonly revokeDevice: ReturnType<typeof revokeDevice>;
  readonly listDevices: ReturnType<typeof listDevices>;
}

const deviceView = ({
  deviceId,
  displayName,
  facility,
  signingKey,
  bundleKey,
  enrolledBy,
  status,
}: DeviceRecord) => ({
  deviceId,
  displayName,
  ...(facility !== undefined && { facility }),
  signingKey,
  bundleKey,
  enrolledBy,
  status,
});

/** The routes of devices. */
export const deviceRoutes = (usecases: DeviceUsecases): readonly PrincipalRoute[] => [
  route(enrolDeviceSpec, async ({ caller, body }) => {
    const { device, receipt } = await usecases.enrolDevice(caller, body);
    return { body: deviceView(device), receipt };
  }),

  route(revokeDeviceSpec, async ({ caller, params }) => {
    const { receipt, ...body } = await usecases.revokeDevice(caller, params.deviceId);
    return { body, ...(receipt !== undefined && { receipt }) };
  }),

  route(listDevicesSpec, async ({ caller, query }) => {
    const { devices, next } = await usecases.listDevices(caller, rangeOf(query));
    return { body: { devices: devices.map(deviceView), ...(next !== undefined && { cursor: next }) } };
  }),
];

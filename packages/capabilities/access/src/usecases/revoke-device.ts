import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Receipt } from '@temkin/kernel';
import type { DeviceStatus } from '../domain/index.ts';
import type { DeviceStore } from '../store/devices.ts';

/** A device's status, and the receipt of the change that made it just now. */
export interface RevokedDevice {
  readonly deviceId: string;
  readonly status: DeviceStatus;
  readonly receipt?: Receipt;
}

/**
 * Revokes a device of the caller's tenant for good, on record: from the next request on, and for every transaction of a
 * request that it signed before. A revoked one is answered as it is. Refuses `ACCESS.DEVICE_UNKNOWN` and, where somebody
 * else changed the record meanwhile, `ACCESS.DEVICE_CHANGED`.
 */
export const revokeDevice =
  ({
    devices,
    recorder,
  }: {
    readonly devices: Pick<DeviceStore, 'find' | 'revokeWrite'>;
    readonly recorder: Recorder;
  }) =>
  async (caller: Caller, deviceId: string): Promise<RevokedDevice> => {
    const device = await devices.find(caller.principal.tenant, deviceId);
    if (device === undefined) throw new Refusal('ACCESS.DEVICE_UNKNOWN');
    if (device.status === 'revoked') return { deviceId, status: 'revoked' };

    const recorded = await recorder.commit(
      caller,
      {
        action: 'device.revoke',
        outcome: 'allowed',
        resources: [{ type: 'device', pseudonym: deviceId }],
      },
      { writes: () => [devices.revokeWrite(device)] },
    );
    if (recorded.outcome !== 'committed') throw new Refusal('ACCESS.DEVICE_CHANGED');
    return { deviceId, status: 'revoked', receipt: recorded.receipt };
  };

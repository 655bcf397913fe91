import type { Recorder } from '@temkin/audit-event';
import { isAgreementKey, isSigningKey } from '@temkin/crypto';
import { Refusal, type Caller, type FieldError, type Receipt } from '@temkin/kernel';
import { calculateJwkThumbprint } from 'jose';
import type { DeviceRecord, NewDevice } from '../domain/index.ts';
import type { DeviceStore } from '../store/devices.ts';
import type { FacilityStore } from '../store/facilities.ts';

export interface EnrolmentDependencies {
  readonly devices: Pick<DeviceStore, 'find' | 'enrolWrites'>;
  readonly facilities: Pick<FacilityStore, 'find'>;
  readonly recorder: Recorder;
}

const keyFaults = async ({ signingKey, bundleKey }: NewDevice): Promise<readonly FieldError[]> => [
  ...((await isSigningKey(signingKey))
    ? []
    : [{ pointer: '/signingKey', detail: 'No point of the curve that can verify.' }]),
  ...((await isAgreementKey(bundleKey))
    ? []
    : [{ pointer: '/bundleKey', detail: 'No point of the curve to which something may be sealed.' }]),
  // NIST SP 800-57 part 1 §5.2: one key, one use.
  ...(signingKey.x === bundleKey.x
    ? [{ pointer: '/bundleKey', detail: 'The bundle key is another than the signing key.' }]
    : []),
];

const thumbprintOf = (key: object): Promise<string> => calculateJwkThumbprint({ ...key }, 'sha256');

/** Whether somebody sends again what enrolled this device. */
const isSame = async (device: DeviceRecord, wanted: DeviceRecord): Promise<boolean> =>
  device.status === 'active' &&
  device.enrolledBy === wanted.enrolledBy &&
  device.displayName === wanted.displayName &&
  device.facility === wanted.facility &&
  (await thumbprintOf(device.bundleKey)) === (await thumbprintOf(wanted.bundleKey));

/**
 * Enrols a device of the caller's tenant by its public keys, on record; active from now on, for everybody but the caller.
 * Its id is the thumbprint of its signing key, so a key is enrolled once for all time, and who sends the same again is
 * answered the same again. Refuses `ACCESS.DEVICE_KEY_INVALID`, `ACCESS.FACILITY_UNKNOWN`, `ACCESS.DEVICE_EXISTS` (a
 * revoked one too) and, where somebody else came first, `ACCESS.DEVICE_CHANGED`.
 */
export const enrolDevice =
  ({ devices, facilities, recorder }: EnrolmentDependencies) =>
  async (
    caller: Caller,
    newDevice: NewDevice,
  ): Promise<{ readonly device: DeviceRecord; readonly receipt: Receipt }> => {
    const { tenant, id: enrolledBy } = caller.principal;
    const errors = await keyFaults(newDevice);
    if (errors.length > 0) throw new Refusal('ACCESS.DEVICE_KEY_INVALID', { errors });
    const deviceId = await thumbprintOf(newDevice.signingKey);
    const device: DeviceRecord = { ...newDevice, tenant, deviceId, enrolledBy, status: 'active' };

    const known = await devices.find(tenant, deviceId);
    if (known !== undefined) {
      if (!(await isSame(known, device))) throw new Refusal('ACCESS.DEVICE_EXISTS');
      return { device: known, receipt: known.enrolReceipt };
    }
    const facility =
      device.facility === undefined ? undefined : await facilities.find(tenant, device.facility);
    if (device.facility !== undefined && facility === undefined) throw new Refusal('ACCESS.FACILITY_UNKNOWN');

    const recorded = await recorder.commit(
      caller,
      {
        action: 'device.enrol',
        outcome: 'allowed',
        resources: [{ type: 'device', pseudonym: deviceId }],
      },
      {
        ...(facility !== undefined && { reliedOn: [facility.reliedOn] }),
        writes: (receipt) => devices.enrolWrites(device, receipt),
      },
    );
    if (recorded.outcome !== 'committed') throw new Refusal('ACCESS.DEVICE_CHANGED');
    return { device, receipt: recorded.receipt };
  };

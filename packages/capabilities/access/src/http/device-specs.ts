import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { DEVICE_ID, DEVICE_NAME, DEVICE_STATUSES, FACILITY_ID, PRINCIPAL_ID } from '../domain/index.ts';
import { administrator, limit } from './words.ts';

/** 32 bytes in base64url without padding, the spare bits zero (RFC 4648 §3.5). */
const coordinate = z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/);

const okp = <Curve extends 'Ed25519' | 'X25519'>(curve: Curve) =>
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal(curve), x: coordinate });

const p256 = () =>
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });

const deviceId = z
  .string()
  .regex(DEVICE_ID)
  .meta({ description: 'The SHA-256 thumbprint of the signing key (RFC 7638).' });

const described = {
  displayName: z
    .string()
    .regex(DEVICE_NAME)
    .meta({ description: 'What is written on the device: an inventory number.' }),
  facility: z.string().regex(FACILITY_ID).exactOptional(),
  signingKey: z
    .union([okp('Ed25519'), p256()])
    .meta({ description: 'Public key as a JWK (RFC 7517), by the members of its thumbprint alone.' }),
  bundleKey: z
    .union([okp('X25519'), p256()])
    .meta({ description: 'Another public key, to which offline bundles are sealed (HPKE, RFC 9180).' }),
};

const device = once(() =>
  z
    .strictObject({
      deviceId,
      ...described,
      enrolledBy: z
        .string()
        .regex(PRINCIPAL_ID)
        .meta({ description: 'Staff id of whoever enrolled the device, and so does not use it.' }),
      status: z.enum(DEVICE_STATUSES),
    })
    .meta({ id: 'Device' }),
);

export const enrolDeviceSpec = routeSpec({
  method: 'POST',
  path: '/v1/devices',
  action: 'device.enrol',
  tag: 'Access',
  summary: 'Enrol a device',
  description:
    'By its public keys; see docs/device-protocol.md. Whoever enrols a device does not use it. ' +
    'A signing key is enrolled once for all time; the same request again is answered the same.',
  access: administrator,
  body: () => z.strictObject(described).meta({ id: 'NewDevice' }),
  success: { status: 201, description: 'The active device.', body: device },
  problems: [
    'ACCESS.DEVICE_KEY_INVALID',
    'ACCESS.FACILITY_UNKNOWN',
    'ACCESS.DEVICE_EXISTS',
    'ACCESS.DEVICE_CHANGED',
  ],
});

export const revokeDeviceSpec = routeSpec({
  method: 'POST',
  path: '/v1/devices/{deviceId}/revoke',
  action: 'device.revoke',
  tag: 'Access',
  summary: 'Revoke a device',
  description: 'For good, from the next request on: a device that comes back makes new keys.',
  access: administrator,
  params: () => z.strictObject({ deviceId }),
  success: {
    status: 200,
    description: 'The status from now on.',
    body: () => z.strictObject({ deviceId, status: z.enum(DEVICE_STATUSES) }).meta({ id: 'DeviceStatus' }),
  },
  problems: ['ACCESS.DEVICE_UNKNOWN', 'ACCESS.DEVICE_CHANGED'],
});

export const listDevicesSpec = routeSpec({
  method: 'GET',
  path: '/v1/devices',
  action: 'device.list',
  tag: 'Access',
  summary: 'List the devices',
  description: 'Devices of the own tenant in order of id, revoked ones too.',
  access: administrator,
  query: () => z.strictObject({ limit, cursor: deviceId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of devices.',
    body: () => z.strictObject({ devices: z.array(device()).readonly(), cursor: deviceId.exactOptional() }),
  },
  problems: [],
});

/** The specifications of devices. */
export const deviceSpecs = [enrolDeviceSpec, revokeDeviceSpec, listDevicesSpec];

import { deviceStore } from '@temkin/access';
import type { Table } from '@temkin/storage';
import { createHash, randomUUID } from 'node:crypto';
import type { Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import { deviceKeys, type DeviceKeys } from './device-keys.ts';
import type { Signer } from './signed-request.ts';

/** The id of a device: the thumbprint of its signing key (RFC 7638 §3.2, members in order, no blanks). */
export const deviceIdOf = ({ newDevice: { signingKey } }: DeviceKeys): string => {
  const { crv, kty, x } = signingKey;
  const members = signingKey.crv === 'P-256' ? { crv, kty, x, y: signingKey.y } : { crv, kty, x };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
};

export const signerOf = (keys: DeviceKeys): Signer => ({
  deviceId: deviceIdOf(keys),
  secret: keys.signingSecret,
});

/** The one handset of the demo's second company. */
const HANDSET = deviceKeys();

/** What signs the requests of a persona in tests; undefined for those who need not sign. */
export const handsetOf = ({ tenant, roles }: Persona): Signer | undefined =>
  tenant === 'other' && roles.some((role) => role === 'shipper' || role === 'sorter')
    ? signerOf(HANDSET)
    : undefined;

/** Enrols the handset in a company, as somebody who is gone. */
export const provisionHandset = async (table: Table, tenant: string): Promise<Signer> => {
  const signer = signerOf(HANDSET);
  const { deviceId } = signer;
  const device = { ...HANDSET.newDevice, tenant, deviceId, enrolledBy: 'nobody', status: 'active' } as const;
  const receipt = { eventId: '0', leaf: 'A'.repeat(43) + '=' };
  await table.transact(deviceStore({ table }).enrolWrites(device, receipt), randomUUID());
  return signer;
};

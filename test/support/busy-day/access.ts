import type { DeviceKeys } from '../device-keys.ts';
import { signerOf } from '../provisioned-device.ts';
import { signatureFields } from '../signed-request.ts';
import type { Asking } from './asking.ts';
import type { IssuedParcels } from './issue.ts';
import { STRAY, STRAY_HEADER, STRAY_PATH } from './texts.ts';

/** Revocations and suspensions. */
export const revoke = async ({ call }: Asking, { revoked }: IssuedParcels): Promise<void> => {
  const path = `/v1/parcels/${revoked.parcelId}/revoke`;
  for (const reason of [STRAY, 'label-leaked', 'label-leaked'])
    await call('order-system', 'POST', path, { reason });
  await call('dispatcher-phong', 'POST', `/v1/parcels/${STRAY_PATH}/revoke`, { reason: 'cancelled' });
  for (const person of [STRAY_PATH, 'staff-admin-lan', 'sorter-chi'])
    for (const act of ['suspend', 'reinstate'])
      await call('staff-admin-lan', 'POST', `/v1/staff/${person}/${act}`);
};

/** Requests that a device signed: one as it should be, and again, and with another signature. */
export const askSigned = async ({ server, origin, call }: Asking, keys: DeviceKeys): Promise<void> => {
  const ownToken = `Bearer ${await server.tokenFor('shipper-an')}`;
  const current = {
    method: 'GET',
    url: `${origin}/v1/shifts/current`,
    authorization: ownToken,
    createdSeconds: Math.floor(Date.now() / 1_000),
  };
  const signed = signatureFields(signerOf(keys), current);
  for (const signature of [signed.signature ?? '', signed.signature ?? '', STRAY_HEADER])
    await call('shipper-an', 'GET', '/v1/shifts/current', undefined, {
      ...signed,
      authorization: ownToken,
      signature,
    });
};

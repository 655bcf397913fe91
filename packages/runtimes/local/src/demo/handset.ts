import { dirname, join } from 'node:path';
import { openHandsetKeys, type HandsetKeys } from '../keys/index.ts';
import type { DemoClient } from './client.ts';

/** Where the private keys of the demo's handset lie: beside the secrets of the issuer. */
export const handsetFile = (issuerFile: string): string => join(dirname(issuerFile), 'handset.json');

const publicHalf = ({ kty, crv, x }: HandsetKeys['signing' | 'bundle']) => ({ kty, crv, x });

/**
 * Enrols the one handset of the second company, whose shippers and sorters sign their requests. A real device keeps its
 * keys to itself; this one's lie in a file, so that anybody at the keyboard can sign. Idempotent.
 */
export const seedHandset = async (api: DemoClient, file: string): Promise<void> => {
  const { signing, bundle } = await openHandsetKeys(file);
  const { status } = await api.as('other-staff-admin').send('POST', '/v1/devices', {
    displayName: 'DN-HC 0001',
    facility: 'DN-HAI-CHAU',
    signingKey: publicHalf(signing),
    bundleKey: publicHalf(bundle),
  });
  if (status !== 201) throw new Error(`the handset was not enrolled: ${status}`);
};

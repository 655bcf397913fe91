import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { openSecretFile } from '../keys/index.ts';
import type { DemoClient } from './client.ts';

const base64url = z.string().regex(/^[\w-]{43}$/);

const pair = <Curve extends 'Ed25519' | 'X25519'>(crv: Curve) =>
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal(crv), x: base64url, d: base64url }).readonly();

const handset = z.strictObject({ signing: pair('Ed25519'), bundle: pair('X25519') }).readonly();

type Handset = z.output<typeof handset>;

const jwkOf = ({ privateKey }: { readonly privateKey: KeyObject }): object =>
  privateKey.export({ format: 'jwk' });

const newHandset = (): Handset =>
  handset.parse({
    signing: jwkOf(generateKeyPairSync('ed25519')),
    bundle: jwkOf(generateKeyPairSync('x25519')),
  });

/** Where the private keys of the demo's handset lie: beside the secrets of the issuer. */
export const handsetFile = (issuerFile: string): string => join(dirname(issuerFile), 'handset.json');

const publicHalf = ({ kty, crv, x }: Handset['signing'] | Handset['bundle']) => ({ kty, crv, x });

/**
 * Enrols the one handset of the second company, whose shippers and sorters sign their requests. A real device keeps its
 * keys to itself; this one's lie in a file, so that anybody at the keyboard can sign. Idempotent.
 */
export const seedHandset = async (api: DemoClient, file: string): Promise<void> => {
  const text = await openSecretFile(file, () => `${JSON.stringify(newHandset(), null, 2)}\n`);
  const { signing, bundle } = handset.parse(JSON.parse(text));
  const { status } = await api.as('other-staff-admin').send('POST', '/v1/devices', {
    displayName: 'DN-HC 0001',
    facility: 'DN-HAI-CHAU',
    signingKey: publicHalf(signing),
    bundleKey: publicHalf(bundle),
  });
  if (status !== 201) throw new Error(`the handset was not enrolled: ${status}`);
};

import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { AgreementKey, SigningKey } from '@temkin/crypto';

/** A device as it is before anybody enrols it: what it sends to be enrolled, and what never leaves it. */
export interface DeviceKeys {
  readonly newDevice: {
    readonly displayName: string;
    readonly signingKey: SigningKey;
    readonly bundleKey: AgreementKey;
  };
  readonly signingSecret: KeyObject;
  readonly bundleSecret: KeyObject;
}

export const CURVES = ['Ed25519', 'P-256'] as const;

/** The members that a thumbprint is made of. */
const publicJwk = (key: KeyObject): object => {
  const { kty, crv, x, y } = key.export({ format: 'jwk' });
  return { kty, crv, x, ...(y !== undefined && { y }) };
};

const pairOf = (curve: 'Ed25519' | 'X25519' | 'P-256') => {
  if (curve === 'Ed25519') return generateKeyPairSync('ed25519');
  if (curve === 'X25519') return generateKeyPairSync('x25519');
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
};

/** Fresh keys of a device, the bundle key of the same family. */
export const deviceKeys = (curve: (typeof CURVES)[number] = 'Ed25519'): DeviceKeys => {
  const signing = pairOf(curve);
  const bundle = pairOf(curve === 'Ed25519' ? 'X25519' : 'P-256');
  return {
    newDevice: {
      displayName: 'HN-BD 0017',
      signingKey: publicJwk(signing.publicKey) as SigningKey,
      bundleKey: publicJwk(bundle.publicKey) as AgreementKey,
    },
    signingSecret: signing.privateKey,
    bundleSecret: bundle.privateKey,
  };
};

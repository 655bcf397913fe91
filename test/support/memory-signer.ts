import type { Signer } from '@temkin/crypto';
import { generateKeyPairSync, sign } from 'node:crypto';

/** A random signer that lives and dies with the test. */
export const memorySigner = (algorithm: Signer['algorithm'] = 'Ed25519'): Signer => {
  const { privateKey, publicKey } =
    algorithm === 'Ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    algorithm,
    publicKey: async () => new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    sign: async (message) =>
      new Uint8Array(
        algorithm === 'Ed25519'
          ? sign(null, message, privateKey)
          : sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
      ),
  };
};

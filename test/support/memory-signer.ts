import type { Signer } from '@temkin/crypto';
import { generateKeyPairSync, sign } from 'node:crypto';

/** A random Ed25519 signer that lives and dies with the test. */
export const memorySigner = (): Signer => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    algorithm: 'Ed25519',
    publicKey: async () => new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  };
};

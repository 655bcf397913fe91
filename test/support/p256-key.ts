import type { P256Key, Signer } from '@temkin/crypto';
import { createPublicKey } from 'node:crypto';

/** The public key of a signer of ES256, as it verifies. */
export const p256KeyOf = async (signer: Pick<Signer, 'publicKey'>): Promise<P256Key> => {
  const { x, y } = createPublicKey({
    key: Buffer.from(await signer.publicKey()),
    format: 'der',
    type: 'spki',
  }).export({ format: 'jwk' });
  if (x === undefined || y === undefined) throw new Error('this is no key of P-256');
  return { kty: 'EC', crv: 'P-256', x, y };
};

import { issueCertificate, issueRoot, type Authority } from '@temkin/stir-certificates';
import type { Signer } from '@temkin/crypto';
import { generateKeyPairSync, sign } from 'node:crypto';

const DAY = 86_400_000;

/** A pair of P-256 that lives and dies with the test. */
export const p256Pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const signer: Signer = {
    algorithm: 'ES256',
    publicKey: async () => spki.slice(),
    sign: async (message) =>
      new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
  return { signer, spki, privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
};

/** A root, an authority below it and a provider's leaf, in force for ten days around an instant. */
export const stirAuthority = async (now: number, leafName = 'SHAKEN 709J') => {
  const spc = '709J';
  const inForce = { from: now - 5 * DAY, until: now + 5 * DAY };
  const [rootPair, middlePair, leafPair] = [p256Pair(), p256Pair(), p256Pair()];
  const root: Authority = { signer: rootPair.signer, name: 'Example STIR root' };
  const middle: Authority = { signer: middlePair.signer, name: 'Example STIR issuer' };
  const rootCertificate = await issueRoot(root, { serial: Uint8Array.of(1), ...inForce });
  const middleCertificate = await issueCertificate(root, {
    name: middle.name,
    publicKey: middlePair.spki,
    serial: Uint8Array.of(2),
    ...inForce,
  });
  const leafCertificate = await issueCertificate(middle, {
    name: leafName,
    publicKey: leafPair.spki,
    serial: Uint8Array.of(0x3f, 0x9a),
    spc,
    ...inForce,
  });
  return {
    inForce,
    root,
    middle,
    leafPair,
    rootCertificate,
    middleCertificate,
    leafCertificate,
    /** As it is served: the leaf, then what is between it and the root. */
    chain: [leafCertificate, middleCertificate] as const,
  };
};

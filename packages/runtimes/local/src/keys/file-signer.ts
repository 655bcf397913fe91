import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Signer } from '@temkin/crypto';
import { openSecretFile } from './secret-file.ts';

type Algorithm = Signer['algorithm'];

const makeKey = (algorithm: Algorithm): string => {
  const { privateKey } =
    algorithm === 'Ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};

const algorithmOf = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm | undefined => {
  if (asymmetricKeyType === 'ed25519') return 'Ed25519';
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1'
    ? 'ES256'
    : undefined;
};

const parse = (path: string, algorithm: Algorithm, pem: string): KeyObject => {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // Said below, in words that quote nothing of the file.
  }
  if (key === undefined || algorithmOf(key) !== algorithm)
    throw new Error(`${path} holds no private key for ${algorithm} (PKCS#8, PEM)`);
  return key;
};

/**
 * A signer whose private key is a file: PKCS#8 (RFC 5958) in PEM, made with mode 0600 where there is none. Refuses a file
 * that others can read, and one that holds no key of the algorithm; no message quotes what it holds.
 */
export const openSignerFile = async (path: string, algorithm: Algorithm = 'Ed25519'): Promise<Signer> => {
  const key = parse(path, algorithm, await openSecretFile(path, () => makeKey(algorithm)));
  const publicKey = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  return {
    algorithm,
    publicKey: async () => publicKey.slice(),
    sign: async (message) =>
      new Uint8Array(
        algorithm === 'Ed25519'
          ? sign(null, message, key)
          : sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }),
      ),
  };
};

import { toBase64Url } from '@temkin/kernel';
import { DecapError, DeserializeError, OpenError } from 'hpke';
import { decodeBundle, type BundleContent } from './bundle-content.ts';
import { BUNDLE_INFO, cutBundle, statementOf, type BundleEnvelope } from './bundle-envelope.ts';
import { thumbprintOf, type BundleKeyPair, type BundleSigningKey } from './bundle-keys.ts';

/** What opens a bundle. */
export interface BundleOpening {
  readonly deviceKey: BundleKeyPair;
  /** The keys that the server published, past ones too. */
  readonly signingKeys: readonly BundleSigningKey[];
}

/**
 * Why a bundle does not open. `malformed`: it is none, or of a version that this reader does not know. `unknown-signer`: no
 * key that the server published has signed it; ask for its keys once more. `forged`: not bit for bit what was signed.
 * `other-device`: sealed to the key of another one.
 */
export type BundleFault = 'malformed' | 'unknown-signer' | 'forged' | 'other-device';

const signerOf = async (
  { thumbprint }: BundleEnvelope,
  keys: readonly BundleSigningKey[],
): Promise<BundleSigningKey | undefined> => {
  const wanted = toBase64Url(thumbprint);
  for (const key of keys) if (toBase64Url(await thumbprintOf(key)) === wanted) return key;
  return undefined;
};

const isSigned = async (
  { signature, signedPart }: BundleEnvelope,
  { kty, crv, x }: BundleSigningKey,
): Promise<boolean> => {
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, { name: 'Ed25519' }, false, ['verify']);
  const statement = new Uint8Array(await statementOf(signedPart));
  return crypto.subtle.verify({ name: 'Ed25519' }, key, new Uint8Array(signature), statement);
};

const isForAnother = (error: unknown): boolean =>
  error instanceof OpenError || error instanceof DecapError || error instanceof DeserializeError;

const unseal = async (
  { suite, head, encapsulatedKey, ciphertext }: BundleEnvelope,
  deviceKey: BundleKeyPair,
): Promise<Uint8Array | undefined> => {
  if (deviceKey.privateKey.algorithm.name !== suite.algorithm.name) return undefined;
  try {
    return await suite.make().Open(deviceKey, encapsulatedKey, ciphertext, { info: BUNDLE_INFO, aad: head });
  } catch (error) {
    if (isForAnother(error)) return undefined;
    throw error;
  }
};

/**
 * Opens a bundle in Node and the browser alike, by WebCrypto alone. Its signature is verified before a key is used. No byte
 * string makes it throw; a platform that lacks the algorithms does.
 */
export const openBundle = async (
  bundle: Uint8Array,
  { deviceKey, signingKeys }: BundleOpening,
): Promise<BundleContent | BundleFault> => {
  const envelope = cutBundle(bundle);
  if (envelope === undefined) return 'malformed';
  const signer = await signerOf(envelope, signingKeys);
  if (signer === undefined) return 'unknown-signer';
  if (!(await isSigned(envelope, signer))) return 'forged';
  const padded = await unseal(envelope, deviceKey);
  if (padded === undefined) return 'other-device';
  return decodeBundle(padded) ?? 'malformed';
};

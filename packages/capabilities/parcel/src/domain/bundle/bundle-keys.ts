import type { AgreementKey, Ed25519Key, Signer } from '@temkin/crypto';
import { toBase64Url, utf8 } from '@temkin/kernel';
import canonicalize from 'canonicalize';
import type { KeyPair } from 'hpke';

/** The public half of a device's bundle key, as a JWK. */
export type BundleKey = AgreementKey;

/** A device's bundle key whole; its private half need not be extractable. */
export type BundleKeyPair = KeyPair<CryptoKey>;

/** What verifies bundles, as a JWK. */
export type BundleSigningKey = Ed25519Key;

/** The key is the end of its SubjectPublicKeyInfo (RFC 8410 §4). */
const ED25519_KEY_BYTES = 32;

/** The public key of a signer, as devices get it. */
export const signingKeyOf = async (signer: Signer): Promise<BundleSigningKey> => {
  if (signer.algorithm !== 'Ed25519') throw new Error('bundles are signed with Ed25519');
  const spki = await signer.publicKey();
  return { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(spki.subarray(-ED25519_KEY_BYTES)) };
};

export const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));

/** The thumbprint of a signing key (RFC 7638): 32 bytes, by which a bundle names it. */
export const thumbprintOf = ({ kty, crv, x }: BundleSigningKey): Promise<Uint8Array> =>
  sha256(utf8(canonicalize({ kty, crv, x }) ?? ''));

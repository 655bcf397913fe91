import { sodium } from './sodium.ts';

/** An Ed25519 public key as a JWK (RFC 8037 §2): the members that its thumbprint is made of, and no others. */
export interface Ed25519Key {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  /** 32 bytes in base64url, as every coordinate here. */
  readonly x: string;
}

/** An X25519 public key as a JWK (RFC 8037 §2). */
export interface X25519Key {
  readonly kty: 'OKP';
  readonly crv: 'X25519';
  readonly x: string;
}

/** A P-256 public key as a JWK (RFC 7518 §6.2.1). */
export interface P256Key {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** A key that verifies signatures. */
export type SigningKey = Ed25519Key | P256Key;

/** A key to which something is sealed. */
export type AgreementKey = X25519Key | P256Key;

/** A multiple of 8 once clamped (RFC 7748 §5), as every scalar is: points of small order end at zero. */
const ANY_SCALAR = new Uint8Array(32).fill(1);

/** Refuses what is not the one way to write these bytes (RFC 4648 §3.5). Throws. */
const bytesOf = (coordinate: string): Uint8Array =>
  sodium.from_base64(coordinate, sodium.base64_variants.URLSAFE_NO_PADDING);

/** WebCrypto refuses a point that is not on the curve. */
const importP256 = (key: P256Key, name: 'ECDSA' | 'ECDH'): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'jwk',
    { ...key },
    { name, namedCurve: 'P-256' },
    true,
    name === 'ECDSA' ? ['verify'] : [],
  );

const holds = async (check: () => unknown): Promise<boolean> => {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
};

/**
 * Whether a key can be trusted to verify: a point of the curve. Of Ed25519 only points of the large prime-order subgroup
 * count; under one of small order anybody could sign anything.
 */
export const isSigningKey = (key: SigningKey): Promise<boolean> =>
  holds(() =>
    key.crv === 'P-256'
      ? importP256(key, 'ECDSA')
      : sodium.crypto_sign_ed25519_pk_to_curve25519(bytesOf(key.x)),
  );

/**
 * Whether something may be sealed to a key: a point of P-256, or a point of X25519 with which an agreement is not zero
 * for everybody (RFC 7748 §6.1).
 */
export const isAgreementKey = (key: AgreementKey): Promise<boolean> =>
  holds(() =>
    key.crv === 'P-256' ? importP256(key, 'ECDH') : sodium.crypto_scalarmult(ANY_SCALAR, bytesOf(key.x)),
  );

/** Whether a signature of 64 bytes is this key's over the message: Ed25519 (RFC 8032), or ECDSA with SHA-256 as r ‖ s. */
export const verifySignature = async (
  key: SigningKey,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> => {
  if (key.crv === 'Ed25519') return sodium.crypto_sign_verify_detached(signature, message, bytesOf(key.x));
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  return crypto.subtle.verify(
    algorithm,
    await importP256(key, 'ECDSA'),
    Uint8Array.from(signature),
    Uint8Array.from(message),
  );
};

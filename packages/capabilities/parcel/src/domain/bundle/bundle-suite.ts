import {
  AEAD_AES_128_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_P256_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
} from 'hpke';
import type { BundleKey } from './bundle-keys.ts';

/**
 * HPKE (RFC 9180), base mode, with HKDF-SHA256 and AES-128-GCM: the two suites that every browser's WebCrypto opens with
 * a private key that cannot be extracted, and that RFC 9180 appendices A.1 and A.3 have vectors for.
 */
export const BUNDLE_SUITES = {
  X25519: {
    kemId: 0x0020,
    /** Length of the encapsulated key (RFC 9180 §7.1). */
    encapsulatedKeyBytes: 32,
    algorithm: { name: 'X25519' },
    make: () => new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM),
  },
  'P-256': {
    kemId: 0x0010,
    encapsulatedKeyBytes: 65,
    algorithm: { name: 'ECDH', namedCurve: 'P-256' },
    make: () => new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM),
  },
} as const satisfies Readonly<Record<BundleKey['crv'], object>>;

export type BundleSuite = (typeof BUNDLE_SUITES)[BundleKey['crv']];

/** The suite of a KEM's registered number; undefined where bundles know no such. */
export const suiteOfKem = (kemId: number): BundleSuite | undefined =>
  Object.values(BUNDLE_SUITES).find((suite) => suite.kemId === kemId);

/** AES-GCM's tag (NIST SP 800-38D). */
export const TAG_BYTES = 16;

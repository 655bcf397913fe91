import { concatBytes, utf8 } from '@temkin/kernel';
import { sha256 } from './bundle-keys.ts';
import { suiteOfKem, TAG_BYTES, type BundleSuite } from './bundle-suite.ts';

/** `TKB` and the version of the format. */
const MAGIC = Uint8Array.of(0x54, 0x4b, 0x42, 1);

const KEM_BYTES = 2;
const THUMBPRINT_BYTES = 32;
const HEAD_BYTES = MAGIC.length + KEM_BYTES + THUMBPRINT_BYTES;

/** Ed25519 (RFC 8032 §5.1.6). */
export const SIGNATURE_BYTES = 64;

/** HPKE's `info`: what the encryption is for. */
export const BUNDLE_INFO = utf8('temkin-bundle-v1');

/** Comes before what is signed, so that no other signature of the key passes for a bundle's. */
const SIGNING_CONTEXT = utf8('temkin-bundle-v1\0');

/** A bundle cut into its parts; nothing of it is trusted yet. */
export interface BundleEnvelope {
  readonly suite: BundleSuite;
  /** Of the signing key (RFC 7638). */
  readonly thumbprint: Uint8Array;
  /** Magic, KEM and thumbprint: HPKE's `aad`. */
  readonly head: Uint8Array;
  readonly encapsulatedKey: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** All that the signature speaks for. */
  readonly signedPart: Uint8Array;
  readonly signature: Uint8Array;
}

/** The first 38 bytes of a bundle. */
export const bundleHead = ({ kemId }: BundleSuite, thumbprint: Uint8Array): Uint8Array =>
  concatBytes(MAGIC, Uint8Array.of(kemId >> 8, kemId & 0xff), thumbprint);

/** What the signature is made of: a digest, since key services sign no more than 4,096 bytes. */
export const statementOf = async (signedPart: Uint8Array): Promise<Uint8Array> =>
  concatBytes(SIGNING_CONTEXT, await sha256(signedPart));

/** Cuts a bundle into its parts; undefined where it is none, or of a version or suite that this reader does not know. */
export const cutBundle = (bundle: Uint8Array): BundleEnvelope | undefined => {
  if (bundle.length < HEAD_BYTES || MAGIC.some((byte, at) => bundle[at] !== byte)) return undefined;
  const head = bundle.subarray(0, HEAD_BYTES);
  const suite = suiteOfKem(new DataView(head.buffer, head.byteOffset).getUint16(MAGIC.length));
  if (suite === undefined) return undefined;
  const ciphertextAt = HEAD_BYTES + suite.encapsulatedKeyBytes;
  const signatureAt = bundle.length - SIGNATURE_BYTES;
  if (signatureAt < ciphertextAt + TAG_BYTES) return undefined;
  return {
    suite,
    thumbprint: head.subarray(MAGIC.length + KEM_BYTES),
    head,
    encapsulatedKey: bundle.subarray(HEAD_BYTES, ciphertextAt),
    ciphertext: bundle.subarray(ciphertextAt, signatureAt),
    signedPart: bundle.subarray(0, signatureAt),
    signature: bundle.subarray(signatureAt),
  };
};

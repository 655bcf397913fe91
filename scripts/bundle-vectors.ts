/**
 * Writes test/vectors/bundle.json: bundles for fixed devices under a fixed signing key, for docs/device-protocol.md and for
 * readers in other languages. HPKE takes a fresh key each time, so a run makes other bundles: run
 * `npx tsx scripts/bundle-vectors.ts` when a version of the format is added, and not otherwise.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Signer } from '@temkin/crypto';
import { concatBytes, toBase64, toBase64Url } from '@temkin/kernel';
import { sealBundle, signingKeyOf, type BundleKey } from '@temkin/parcel/bundle';
import { encodeBundle } from '../packages/capabilities/parcel/src/domain/bundle/bundle-content.ts';
import { exampleBundle } from '../test/support/example-bundle.ts';

const TARGET = new URL('../test/vectors/bundle.json', import.meta.url);

/** 32 bytes that nobody takes for a secret: `first`, `first` + 1, and so on. */
const countingKey = (first: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => first + i);

/** PKCS#8 of these keys but for the 32 bytes themselves (RFC 8410 §7). */
const ED25519_PKCS8 = Uint8Array.from(Buffer.from('302e020100300506032b657004220420', 'hex'));
const X25519_PKCS8 = Uint8Array.from(Buffer.from('302e020100300506032b656e04220420', 'hex'));

const privateKeyOf = (pkcs8: Uint8Array, secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.from(concatBytes(pkcs8, secret)), format: 'der', type: 'pkcs8' });

const signerOf = (secret: Uint8Array): Signer => {
  const key = privateKeyOf(ED25519_PKCS8, secret);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    algorithm: 'Ed25519',
    publicKey: async () => new Uint8Array(spki),
    sign: async (message) => new Uint8Array(sign(null, message, key)),
  };
};

const x25519 = privateKeyOf(X25519_PKCS8, countingKey(0x20)).export({ format: 'jwk' });

/** RFC 7515 appendix A.3.1: a P-256 key that everybody knows. */
const p256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
};

const signer = signerOf(countingKey(0x40));
const signingKey = await signingKeyOf(signer);
const content = exampleBundle();

const publicHalf = ({ d: _secret, ...key }: { readonly d?: string }): BundleKey =>
  key as unknown as BundleKey;

const bundles = await Promise.all(
  Object.entries({ X25519: x25519, 'P-256': p256 }).map(async ([name, deviceKey]) => {
    const bundle = await sealBundle(content, { bundleKey: publicHalf(deviceKey), signer });
    return { name, deviceKey, bundle: toBase64(bundle), verdict: 'opens' };
  }),
);

const [first, second] = bundles.map((vector) => ({ ...vector, bytes: Buffer.from(vector.bundle, 'base64') }));
if (first === undefined || second === undefined) throw new Error('there are two curves');

const altered = (name: string, at: number, verdict: string) => {
  const bytes = Uint8Array.from(first.bytes);
  const place = (at + bytes.length) % bytes.length;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  return { name, deviceKey: first.deviceKey, bundle: toBase64(bytes), verdict };
};

const vectors = {
  signingKey,
  content,
  plaintext: toBase64Url(encodeBundle(content)),
  bundles: [
    ...bundles,
    altered('another magic', 0, 'malformed'),
    altered('another version', 3, 'malformed'),
    altered('another KEM', 5, 'malformed'),
    altered('another signer', 6, 'unknown-signer'),
    altered('another encapsulated key', 40, 'forged'),
    altered('another ciphertext', 200, 'forged'),
    altered('another tag', -65, 'forged'),
    altered('another signature', -1, 'forged'),
    { name: 'cut', deviceKey: x25519, bundle: toBase64(first.bytes.subarray(0, 149)), verdict: 'malformed' },
    { name: 'of another device', deviceKey: p256, bundle: first.bundle, verdict: 'other-device' },
  ],
};

writeFileSync(TARGET, `${JSON.stringify(vectors, null, 2)}\n`);

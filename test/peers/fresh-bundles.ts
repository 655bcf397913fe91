/** Writes bundles of this very moment to standard output, in the form of test/vectors/bundle.json. */
import { toBase64, toBase64Url } from '@temkin/kernel';
import { sealBundle, signingKeyOf, type BundleKey } from '@temkin/parcel/bundle';
import { encodeBundle } from '../../packages/capabilities/parcel/src/domain/bundle/bundle-content.ts';
import { exampleBundle } from '../support/example-bundle.ts';
import { memorySigner } from '../support/memory-signer.ts';

const signer = memorySigner();
const [first] = exampleBundle().parcels;
if (first === undefined) throw new Error('the example has parcels');
const parcels = Array.from({ length: 500 }, (_, n) => ({ ...first, waybillNumber: `FRESH-${n}` }));
const content = exampleBundle({ parcels });

const sealedTo = async (algorithm: { readonly name: string; readonly namedCurve?: string }) => {
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['deriveBits'])) as CryptoKeyPair;
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const bundleKey = { kty, crv, x, ...(y !== undefined && { y }) } as BundleKey;
  const bundle = toBase64(await sealBundle(content, { bundleKey, signer }));
  return { name: `fresh ${crv}`, deviceKey: { ...bundleKey, d }, bundle, verdict: 'opens' };
};

const bundles = [await sealedTo({ name: 'X25519' }), await sealedTo({ name: 'ECDH', namedCurve: 'P-256' })];
const plaintext = toBase64Url(encodeBundle(content));
process.stdout.write(JSON.stringify({ signingKey: await signingKeyOf(signer), content, plaintext, bundles }));

import type { Signer } from '@temkin/crypto';
import { concatBytes } from '@temkin/kernel';
import { encodeBundle, type BundleContent } from './bundle-content.ts';
import { BUNDLE_INFO, bundleHead, SIGNATURE_BYTES, statementOf } from './bundle-envelope.ts';
import { signingKeyOf, thumbprintOf, type BundleKey } from './bundle-keys.ts';
import { BUNDLE_SUITES } from './bundle-suite.ts';

/**
 * Seals a content to one device and signs it: one HPKE encryption and one signature, however many parcels there are. Throws
 * where the key is no point of its curve, or the signer gives no signature of Ed25519.
 */
export const sealBundle = async (
  content: BundleContent,
  { bundleKey, signer }: { readonly bundleKey: BundleKey; readonly signer: Signer },
): Promise<Uint8Array> => {
  const bundleSuite = BUNDLE_SUITES[bundleKey.crv];
  const head = bundleHead(bundleSuite, await thumbprintOf(await signingKeyOf(signer)));
  const recipient = await crypto.subtle.importKey('jwk', { ...bundleKey }, bundleSuite.algorithm, true, []);
  const { encapsulatedSecret, ciphertext } = await bundleSuite
    .make()
    .Seal(recipient, encodeBundle(content), { info: BUNDLE_INFO, aad: head });
  const signedPart = concatBytes(head, encapsulatedSecret, ciphertext);
  const signature = await signer.sign(await statementOf(signedPart));
  if (signature.length !== SIGNATURE_BYTES) throw new Error(`a signature has ${SIGNATURE_BYTES} bytes`);
  return concatBytes(signedPart, signature);
};

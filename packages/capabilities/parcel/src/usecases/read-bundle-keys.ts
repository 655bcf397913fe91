import type { Signer } from '@temkin/crypto';
import { toBase64Url } from '@temkin/kernel';
import { signingKeyOf, thumbprintOf } from '../domain/index.ts';

/** The key that signs bundles now, as devices get it; those before it they have. */
export const readBundleKeys =
  ({ bundleSigner }: { readonly bundleSigner: Signer }) =>
  async () => {
    const key = await signingKeyOf(bundleSigner);
    const kid = toBase64Url(await thumbprintOf(key));
    return [{ ...key, kid, use: 'sig', alg: 'EdDSA' }] as const;
  };

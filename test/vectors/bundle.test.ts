import { readFileSync } from 'node:fs';
import { toBase64Url } from '@temkin/kernel';
import {
  openBundle,
  signingKeyOf,
  type BundleContent,
  type BundleKeyPair,
  type BundleSigningKey,
} from '@temkin/parcel/bundle';
import { describe, expect, it } from 'vitest';
import { encodeBundle } from '../../packages/capabilities/parcel/src/domain/bundle/bundle-content.ts';
import { memorySigner } from '../support/memory-signer.ts';

const vectors = JSON.parse(readFileSync(new URL('bundle.json', import.meta.url), 'utf8')) as {
  readonly signingKey: BundleSigningKey;
  readonly content: BundleContent;
  readonly plaintext: string;
  readonly bundles: readonly {
    readonly name: string;
    readonly deviceKey: Readonly<Record<string, string>>;
    readonly bundle: string;
    readonly verdict: string;
  }[];
};

const deviceKeyOf = async ({ d, ...key }: Readonly<Record<string, string>>): Promise<BundleKeyPair> => {
  const algorithm = key.crv === 'X25519' ? { name: 'X25519' } : { name: 'ECDH', namedCurve: 'P-256' };
  return {
    privateKey: await crypto.subtle.importKey(
      'jwk',
      { ...key, ...(d !== undefined && { d }) },
      algorithm,
      false,
      ['deriveBits'],
    ),
    publicKey: await crypto.subtle.importKey('jwk', key, algorithm, true, []),
  };
};

describe('the vectors of bundles', () => {
  it.each(vectors.bundles)('$name: $verdict', async ({ deviceKey, bundle, verdict }) => {
    const opened = await openBundle(new Uint8Array(Buffer.from(bundle, 'base64')), {
      deviceKey: await deviceKeyOf(deviceKey),
      // Beside one that has nothing to do with it.
      signingKeys: [await signingKeyOf(memorySigner()), vectors.signingKey],
    });
    expect(opened).toEqual(verdict === 'opens' ? vectors.content : verdict);
  });

  it('encode to the very bytes that were sealed', () => {
    expect(toBase64Url(encodeBundle(vectors.content))).toBe(vectors.plaintext);
  });
});

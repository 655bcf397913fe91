import { cryptoReady, isAgreementKey, isSigningKey, type Ed25519Key, type X25519Key } from '@temkin/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURVES, deviceKeys } from '../support/device-keys.ts';

await cryptoReady;

const base64Url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');

const ed25519 = (hex: string): Ed25519Key => ({ kty: 'OKP', crv: 'Ed25519', x: base64Url(hex) });
const x25519 = (hex: string): X25519Key => ({ kty: 'OKP', crv: 'X25519', x: base64Url(hex) });

/** 43 characters carry 258 bits: the last two are to be zero (RFC 4648 §3.5), and here are not. */
const respelled = (x: string): string => x.slice(0, -1) + String.fromCharCode((x.codePointAt(42) ?? 0) + 1);

describe('a public key', () => {
  it.each(CURVES)('made for its purpose may be enrolled: %s', async (curve) => {
    const { signingKey, bundleKey } = deviceKeys(curve).newDevice;
    expect([await isSigningKey(signingKey), await isAgreementKey(bundleKey)]).toEqual([true, true]);
  });

  it('is refused as a P-256 point that is not on the curve', async () => {
    const { signingKey } = deviceKeys('P-256').newDevice;
    if (signingKey.crv !== 'P-256') throw new Error('asked for P-256');
    for (const broken of [
      { ...signingKey, y: signingKey.x },
      { ...signingKey, x: base64Url('00'.repeat(32)), y: base64Url('00'.repeat(32)) },
      { ...signingKey, x: base64Url('ff'.repeat(32)) },
    ])
      expect([await isSigningKey(broken), await isAgreementKey(broken)]).toEqual([false, false]);
  });

  // The points of order 1, 2, 4, 4, 8 and 8 (RFC 8032 §5.1): under each of them a signature of zeros holds for many texts.
  it.each([
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000080',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  ])('is refused as an Ed25519 point of small order: %s', async (hex) => {
    expect(await isSigningKey(ed25519(hex))).toBe(false);
  });

  it('is refused as 32 bytes that are no Ed25519 point', async () => {
    expect(await isSigningKey(ed25519('02'.padEnd(64, '0')))).toBe(false);
  });

  // libsodium's list (crypto_scalarmult/curve25519, "blocklist"); see https://cr.yp.to/ecdh.html#validate.
  it.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ])('is refused as an X25519 point of small order: %s', async (hex) => {
    expect(await isAgreementKey(x25519(hex))).toBe(false);
  });

  it('is refused where it has other than 32 bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        fc.pre(bytes.length !== 32);
        const hex = Buffer.from(bytes).toString('hex');
        expect([await isSigningKey(ed25519(hex)), await isAgreementKey(x25519(hex))]).toEqual([false, false]);
      }),
    );
  });

  it('is refused where its text says the same bytes in another way', async () => {
    const { signingKey, bundleKey } = deviceKeys().newDevice;
    const spellings = [`${signingKey.x}=`, respelled(signingKey.x)];
    for (const x of spellings) expect(await isSigningKey({ kty: 'OKP', crv: 'Ed25519', x })).toBe(false);
    for (const x of [`${bundleKey.x}=`, respelled(bundleKey.x)])
      expect(await isAgreementKey({ kty: 'OKP', crv: 'X25519', x })).toBe(false);
  });
});

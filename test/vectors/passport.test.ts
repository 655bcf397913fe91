import { fromDerSignature, toDerSignature, verifySignature, type P256Key, type Signer } from '@temkin/crypto';
import {
  canonicalNumber,
  isCanonicalNumber,
  mintPassport,
  readIdentityHeader,
  readToken,
  shakenClaims,
  signingInputOf,
  tokenOf,
  type CompactToken,
  type ShakenClaims,
} from '@temkin/caller-id/domain';
import { fromBase64Url, fromHex, toHex, utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memorySigner } from '../support/memory-signer.ts';
import { p256KeyOf } from '../support/p256-key.ts';

interface Json {
  readonly [name: string]: string;
}

const { rfc8225, rfc8225AppendixA, rfc7515, rfc6979, rfc8588 } = JSON.parse(
  readFileSync(new URL('passport.json', import.meta.url), 'utf8'),
) as {
  readonly rfc8225: {
    readonly publicKey: string;
    readonly header: Json;
    readonly payload: Json;
    readonly token: string;
  };
  readonly rfc8225AppendixA: {
    readonly keys: Readonly<Record<string, P256Key>>;
    readonly header: Json;
    readonly payload: Parameters<typeof signingInputOf>[1];
    readonly token: string;
  };
  readonly rfc7515: { readonly key: P256Key; readonly token: string };
  readonly rfc6979: {
    readonly key: P256Key;
    readonly message: string;
    readonly r: string;
    readonly s: string;
  };
  readonly rfc8588: {
    readonly header: Json;
    readonly claims: ShakenClaims;
    readonly headerText: string;
    readonly payloadText: string;
  };
};

const read = (text: string): CompactToken => {
  const token = readToken(text);
  if (token === undefined) throw new Error('a vector is a token');
  return token;
};

const textOf = (part: string | undefined): string =>
  new TextDecoder().decode(fromBase64Url(part ?? '') ?? new Uint8Array());

const holds = (key: P256Key, { signingInput, signature }: CompactToken): Promise<boolean> =>
  verifySignature(key, utf8(signingInput), signature);

const signer = memorySigner('ES256');
const ADDRESS = 'https://cr.example.vn/stir/709J/1.pem';

describe('the vectors of others', () => {
  it('RFC 8225 §7.1: the token is read, written again as it was, and its signature holds', async () => {
    const token = read(rfc8225.token);
    const { x, y } = createPublicKey({
      key: Buffer.from(rfc8225.publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    }).export({ format: 'jwk' });
    expect([token.header, token.payload]).toEqual([rfc8225.header, rfc8225.payload]);
    expect(tokenOf(signingInputOf(rfc8225.header, rfc8225.payload), token.signature)).toBe(rfc8225.token);
    expect(await holds({ kty: 'EC', crv: 'P-256', x: String(x), y: String(y) }, token)).toBe(true);
  });

  it('RFC 8225 §7.1: its claims are none of a shaken call, for `iat` is text', () => {
    expect(shakenClaims(rfc8225.payload)).toBeUndefined();
  });

  it('RFC 8225 appendix A: the token is read, written again as it was, and holds by neither key that is printed with it', async () => {
    const { keys, header, payload, token: text } = rfc8225AppendixA;
    const token = read(text);
    expect([token.header, token.payload]).toEqual([header, payload]);
    expect(tokenOf(signingInputOf(header, payload), token.signature)).toBe(text);
    expect(Object.keys(keys)).toEqual(['A.1', 'A.2']);
    expect(await Promise.all(Object.values(keys).map((key) => holds(key, token)))).toEqual([false, false]);
  });

  it('RFC 7515 A.3: the signature holds over what was sent, whitespace and all', async () => {
    expect(await holds(rfc7515.key, read(rfc7515.token))).toBe(true);
  });

  it('RFC 6979 A.2.5: r and s come out of DER, go in again, and hold', async () => {
    const raw = fromHex(rfc6979.r + rfc6979.s) ?? new Uint8Array();
    const der = `3046022100${rfc6979.r}022100${rfc6979.s}`;
    expect(toHex(fromDerSignature(fromHex(der) ?? new Uint8Array()))).toBe(toHex(raw));
    expect(toHex(toDerSignature(raw))).toBe(der);
    expect(await verifySignature(rfc6979.key, utf8(rfc6979.message), raw)).toBe(true);
  });

  it('RFC 8588 §6: header and payload are written in the order of the example', async () => {
    const { token } = await mintPassport(signer, String(rfc8588.header.x5u), rfc8588.claims);
    const [header, payload] = token.split('.');
    expect(textOf(header)).toBe(rfc8588.headerText);
    expect(textOf(payload)).toBe(rfc8588.payloadText);
  });
});

const number = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.stringMatching(/^\d{6,14}$/))
  .map(([first, rest]) => `${first}${rest}`);

const showable = fc
  .string({ minLength: 1, maxLength: 35, unit: 'grapheme' })
  .map((text) => text.normalize('NFC').trim())
  .filter(
    (text) =>
      text.length > 0 &&
      text.length <= 100 &&
      !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text),
  );

const claims: fc.Arbitrary<ShakenClaims> = fc.record(
  {
    attest: fc.constantFrom('A', 'B', 'C'),
    crn: showable,
    dest: fc.record({ tn: fc.array(number, { minLength: 1, maxLength: 8 }) }),
    iat: fc.integer({ min: 0, max: 2 ** 40 }),
    orig: fc.record({ tn: number }),
    origid: fc.uuid({ version: 4 }),
    rcd: fc.record({ nam: showable, apn: number }, { requiredKeys: ['nam'] }),
    rcdi: fc.constant({ '/icn': 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0' }),
  },
  { requiredKeys: ['attest', 'dest', 'iat', 'orig', 'origid'] },
);

describe('a minted call', () => {
  it('is read again as it was meant, in order and without whitespace, and holds', async () => {
    const key = await p256KeyOf(signer);
    await fc.assert(
      fc.asyncProperty(claims, async (meant) => {
        const { token, identityHeader } = await mintPassport(signer, ADDRESS, meant);
        const found = readIdentityHeader(identityHeader);
        expect(found).toMatchObject({ info: ADDRESS, alg: 'ES256', ppt: 'shaken' });
        expect(shakenClaims(found?.token.payload ?? {})).toEqual(meant);
        expect(found && (await holds(key, found.token))).toBe(true);
        const names = Object.keys(found?.token.payload ?? {});
        expect(names).toEqual(names.toSorted());
        expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
      }),
    );
  });

  it('is another or none when one bit of it is changed', async () => {
    const key = await p256KeyOf(signer);
    const { token } = await mintPassport(signer, ADDRESS, rfc8588.claims);
    const bytes = utf8(token);
    const changed = Array.from({ length: bytes.length * 8 }, (_, at) => {
      const copy = bytes.slice();
      copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7));
      return new TextDecoder().decode(copy);
    });
    const held = await Promise.all(
      changed.map(async (text) => {
        const found = readToken(text);
        return found !== undefined && (await holds(key, found));
      }),
    );
    expect(held.filter(Boolean)).toEqual([]);
  });

  it.each<[string, Partial<Record<keyof ShakenClaims, unknown>>]>([
    ['a number that is not canonical', { orig: { tn: '+84912345678' } }],
    ['nobody to call', { dest: { tn: [] } }],
    ['a fraction of a second', { iat: 1.5 }],
    ['an identifier that is no UUID', { origid: 'ref' }],
    ['a name that no screen shows as it is', { rcd: { nam: 'Bưu điện\u202e' } }],
    ['a name that is written in another way', { rcd: { nam: 'Bưu điện'.normalize('NFD') } }],
    ['an image that is not of https', { rcd: { nam: 'A', icn: 'http://a.example/i.png' } }],
    ['a digest that is none', { rcdi: { '/icn': 'sha256-x' } }],
  ])('is not made with %s', async (_, fault) => {
    const meant = { ...rfc8588.claims, ...fault } as ShakenClaims;
    await expect(mintPassport(signer, ADDRESS, meant)).rejects.toThrow('no claims of a call');
  });

  it('is not made by a key of another algorithm, and not longer than 8 KiB', async () => {
    await expect(mintPassport(memorySigner(), ADDRESS, rfc8588.claims)).rejects.toThrow('ES256');
    await expect(mintPassport(signer, `${ADDRESS}/${'a'.repeat(8_192)}`, rfc8588.claims)).rejects.toThrow(
      'too long',
    );
  });

  it('is not made of a signature that is left in DER', async () => {
    const inDer: Signer = { ...signer, sign: async (message) => toDerSignature(await signer.sign(message)) };
    await expect(mintPassport(inDer, ADDRESS, rfc8588.claims)).rejects.toThrow('64 bytes');
  });
});

describe('what comes from outside', () => {
  it('is a token, a header or nothing, and never an error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        expect(readToken(text) === undefined || text.includes('.')).toBe(true);
        expect(readIdentityHeader(`${text};info=<${text}>`) === undefined || text.includes('.')).toBe(true);
      }),
    );
  });

  it.each([
    ['is not told what a name said twice means', '{"alg":"ES256","alg":"none"}'],
    ['is no list', '["ES256"]'],
    ['is no word', '"alg"'],
    ['is not cut off', '{"alg":"ES256"'],
    ['is UTF-8', '{"alg":"\ud800"}'],
  ])('%s', (_, header) => {
    const part = Buffer.from(header, header.includes('\ud800') ? 'utf16le' : 'utf8').toString('base64url');
    expect(readToken(`${part}.e30.${'A'.repeat(86)}`)).toBeUndefined();
  });

  it('may have names within its text that look like members', () => {
    const token = tokenOf(signingInputOf({ a: '"b":"\\"c":' }, {}), new Uint8Array(64));
    expect(readToken(token)?.header).toEqual({ a: '"b":"\\"c":' });
  });
});

describe('a telephone number', () => {
  it.each([
    ['0912 345 678', '84912345678'],
    ['+84 912.345.678', '84912345678'],
    ['84912345678', '84912345678'],
    ['(024) 3944-7788', '842439447788'],
    ['+442071838750', '442071838750'],
    ['113', undefined],
    ['*21#', undefined],
    ['+0912345678', undefined],
    ['sip:alice@example.com', undefined],
    ['٠٩١٢٣٤٥٦٧٨', undefined],
    [`+${'8'.repeat(16)}`, undefined],
    ['', undefined],
  ])('%j is %j', (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
  });

  it('is canonical once it was made so', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[\d ()-]{3,30}$/), (text) => {
        const canonical = canonicalNumber(text);
        expect(canonical === undefined || isCanonicalNumber(canonical)).toBe(true);
        expect(canonical === undefined ? undefined : canonicalNumber(canonical)).toBe(canonical);
      }),
    );
  });
});

describe('bytes of a token', () => {
  it('are 64 of a signature, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (signature) => {
        const { signature: found } = read(tokenOf('e30.e30', signature));
        expect(toHex(found)).toBe(toHex(signature));
      }),
    );
  });
});

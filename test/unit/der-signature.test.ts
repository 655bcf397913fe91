import { fromDerSignature, toDerSignature } from '@temkin/crypto';
import { concatBytes, fromHex, toHex } from '@temkin/kernel';
import fc from 'fast-check';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';

const bytes = (hex: string): Uint8Array => {
  const found = fromHex(hex);
  if (found === undefined) throw new Error('a vector is hexadecimal');
  return found;
};

const element = (tag: number, content: Uint8Array): Uint8Array =>
  Uint8Array.of(tag, content.length, ...content);

/** A positive integer of up to 256 bits in DER. */
const integer = (value: bigint): Uint8Array => {
  const digits = value.toString(16);
  const content = bytes(digits.padStart(digits.length + (digits.length % 2), '0'));
  return element(0x02, (content[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...content) : content);
};

const der = (r: bigint, s: bigint): Uint8Array => element(0x30, concatBytes(integer(r), integer(s)));

const hex = (value: bigint): string => value.toString(16).padStart(64, '0');

/** Of every length from one bit to 256. */
const scalar = fc
  .integer({ min: 1, max: 256 })
  .chain((bits) => fc.bigInt({ min: 1n << BigInt(bits - 1), max: (1n << BigInt(bits)) - 1n }));

/** r and s in hexadecimal, or what the refusal says. */
const outcomeOf = (signature: Uint8Array): string => {
  try {
    return toHex(fromDerSignature(signature));
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('a signature in DER', () => {
  it('is turned into r and s of 32 bytes each, however short they are', () => {
    fc.assert(
      fc.property(scalar, scalar, (r, s) => {
        expect(toHex(fromDerSignature(der(r, s)))).toBe(hex(r) + hex(s));
      }),
    );
  });

  it.each([
    ['the smallest', 1n, 1n],
    ['one that just needs no leading zero', 0x7fn, (1n << 255n) - 1n],
    ['one that just needs a leading zero', 0x80n, 1n << 255n],
    ['the largest', (1n << 256n) - 1n, (1n << 256n) - 1n],
  ])('is turned as it should be at the bounds: %s', (_, r, s) => {
    expect(toHex(fromDerSignature(der(r, s)))).toBe(hex(r) + hex(s));
  });

  it('holds after it was turned, by node:crypto', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let n = 0; n < 50; n += 1) {
      const message = Uint8Array.of(n);
      const raw = fromDerSignature(sign('sha256', message, privateKey));
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
    }
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['another tag', '3106020101020101'],
    ['a length beyond the end', '3007020101020101'],
    ['a byte behind it', '300602010102010100'],
    ['a byte behind s within it', '300702010102010100'],
    ['no s', '3003020101'],
    ['a long form of a length', '308106020101020101'],
    ['an indefinite length', '30800201010201010000'],
    ['an integer that is none', '3006040101020101'],
    ['an integer without digits', '30050200020101'],
    ['zero as r', '3006020100020101'],
    ['zero as s', '3006020101020100'],
    ['a negative r', '3006020180020101'],
    ['a zero before r that is not needed', '300702020001020101'],
    ['two zeros before r', `302802230000${'80'.padEnd(66, '0')}020101`],
    ['an r of 257 bits', `30260221${'01'.padEnd(66, '0')}020101`],
  ])('is refused where it is or has %s', (_, text) => {
    expect(() => fromDerSignature(bytes(text))).toThrow('no ECDSA signature of P-256 in DER');
  });

  it('is made of r and s again as it was', () => {
    fc.assert(
      fc.property(scalar, scalar, (r, s) => {
        expect(toHex(toDerSignature(bytes(hex(r) + hex(s))))).toBe(toHex(der(r, s)));
      }),
    );
  });

  it.each([
    ['63 bytes', 63, 1],
    ['65 bytes', 65, 1],
    ['zeros', 64, 0],
  ])('is not made of %s', (_, length, byte) => {
    expect(() => toDerSignature(new Uint8Array(length).fill(byte))).toThrow('no ECDSA signature of P-256');
  });

  it('of any bytes is 64 bytes or a refusal in our own words', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (garbage) => {
        expect(outcomeOf(garbage)).toMatch(/^([0-9a-f]{128}|this is no ECDSA signature of P-256 in DER)$/);
      }),
    );
  });

  it('has one form: no change of a byte comes to the same r and s', () => {
    fc.assert(
      fc.property(scalar, scalar, fc.nat(), fc.integer({ min: 1, max: 255 }), (r, s, place, change) => {
        const right = der(r, s);
        const wrong = right.map((byte, at) => (at === place % right.length ? byte ^ change : byte));
        expect(outcomeOf(wrong)).not.toBe(hex(r) + hex(s));
      }),
    );
  });
});

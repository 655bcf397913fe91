import { utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base45Length,
  fromBase45,
  toBase45,
} from '../../packages/capabilities/parcel/src/domain/label/base45.ts';

const ALPHABET = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');

describe('base45', () => {
  it.each([
    ['', ''],
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('codes %j as the RFC 9285 example does', (plain, coded) => {
    expect(toBase45(utf8(plain))).toBe(coded);
    expect(fromBase45(coded)).toEqual(utf8(plain));
  });

  it('gives every byte string back, in the announced length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = toBase45(bytes);
        expect(text).toHaveLength(base45Length(bytes.length));
        expect(fromBase45(text)).toEqual(bytes);
      }),
    );
  });

  it('accepts no second text for the same bytes', () => {
    const text = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 12 });
    fc.assert(
      fc.property(text, (candidate) => {
        const bytes = fromBase45(candidate);
        fc.pre(bytes !== undefined);
        expect(toBase45(bytes)).toBe(candidate);
      }),
    );
  });

  it('takes the largest value of a group and refuses the next', () => {
    expect(fromBase45('FGW')).toEqual(Uint8Array.of(0xff, 0xff));
    expect(fromBase45('GGW')).toBeUndefined();
    expect(fromBase45('U5')).toEqual(Uint8Array.of(0xff));
    expect(fromBase45('V5')).toBeUndefined();
    expect(fromBase45(':::')).toBeUndefined();
  });

  it.each(['A', 'BB8B', 'bb8', 'BB_', 'B\u00e98', 'BB\u{1f4e6}', '\u{1f4e6}B', 'B\n'])(
    'refuses %j',
    (text) => {
      expect(fromBase45(text)).toBeUndefined();
    },
  );
});

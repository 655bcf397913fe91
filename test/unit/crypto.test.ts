import { cryptoReady, deriveKey, equalBytes, keyedHash, open, seal } from '@temkin/crypto';
import {
  freshKey,
  openOnce,
  resealExactly,
  sealOnce,
  TAG_LENGTH,
  type Envelope,
  type Message,
} from '@temkin/crypto/seal-once';
import { OutcomeUnknown, systemRandom, toHex, utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => cryptoReady);

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const bytes = fc.uint8Array({ maxLength: 80 });

/** The bytes with one bit turned, anywhere. */
const turned = (original: Uint8Array, place: number): Uint8Array => {
  const changed = Uint8Array.from(original);
  const at = (place >> 3) % changed.length;
  changed[at] = (changed[at] ?? 0) ^ (1 << (place & 7));
  return changed;
};

describe('seal', () => {
  it('is opened under the same key and associated data', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (plaintext, associatedData) => {
        const sealed = seal(KEY, plaintext, associatedData, systemRandom);
        expect(sealed.nonce).toHaveLength(24);
        expect(sealed.ciphertext).toHaveLength(plaintext.length + 16);
        expect(open(KEY, sealed, associatedData)).toEqual(plaintext);
      }),
    );
  });

  it('opens to nothing when a bit of key, nonce or ciphertext is turned, or the associated data differ', () => {
    fc.assert(
      fc.property(bytes, fc.string(), fc.nat(1_000), (plaintext, associatedData, place) => {
        const sealed = seal(KEY, plaintext, associatedData, systemRandom);
        const { nonce, ciphertext } = sealed;
        expect(open(turned(KEY, place), sealed, associatedData)).toBeUndefined();
        expect(open(KEY, { nonce: turned(nonce, place), ciphertext }, associatedData)).toBeUndefined();
        expect(open(KEY, { nonce, ciphertext: turned(ciphertext, place) }, associatedData)).toBeUndefined();
        expect(open(KEY, sealed, `${associatedData}.`)).toBeUndefined();
      }),
    );
  });

  it('opens to nothing when something is missing', () => {
    const { nonce, ciphertext } = seal(KEY, utf8('text'), '', systemRandom);
    expect(open(KEY, { nonce, ciphertext: ciphertext.slice(0, 15) }, '')).toBeUndefined();
    expect(open(KEY, { nonce: nonce.slice(1), ciphertext }, '')).toBeUndefined();
    expect(open(KEY.slice(1), { nonce, ciphertext }, '')).toBeUndefined();
  });

  it('never seals the same way twice', () => {
    const sealed = [1, 2, 3].map(() => seal(KEY, utf8('text'), '', systemRandom));
    expect(new Set(sealed.map(({ nonce }) => toHex(nonce))).size).toBe(3);
    expect(new Set(sealed.map(({ ciphertext }) => toHex(ciphertext))).size).toBe(3);
  });

  it('is the XChaCha20-Poly1305 of draft-irtf-cfrg-xchacha-03, appendix A.3.1', () => {
    const { ciphertext } = seal(
      Buffer.from('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f', 'hex'),
      utf8(
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
      ),
      // The draft's associated data 50515253c0c1c2c3c4c5c6c7 are no text, so this differs from its tag alone.
      '',
      () => Buffer.from('404142434445464748494a4b4c4d4e4f5051525354555657', 'hex'),
    );
    expect(toHex(ciphertext.slice(0, -16))).toBe(
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452' +
        '2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e',
    );
  });
});

const ENVELOPE: Envelope = { context: 'TmkTest1', associatedData: utf8('head') };
const MESSAGES: readonly Message[] = [
  { subkeyId: 1, plaintext: utf8('one') },
  { subkeyId: 2, plaintext: utf8('two') },
];

describe('sealOnce', () => {
  it('seals messages that open under the key it answers, each under its own subkey', () => {
    const { key, sealed } = sealOnce(freshKey(systemRandom), ENVELOPE, MESSAGES);
    expect(sealed.map((part) => part.length)).toEqual([3 + TAG_LENGTH, 3 + TAG_LENGTH]);
    const [one = new Uint8Array(), two = new Uint8Array()] = sealed;
    expect(openOnce(key, ENVELOPE, 1, one)).toEqual(utf8('one'));
    expect(openOnce(key, ENVELOPE, 2, two)).toEqual(utf8('two'));
    expect(openOnce(key, ENVELOPE, 1, two)).toBeUndefined();
  });

  it('takes a fresh key once', () => {
    const key = freshKey(systemRandom);
    sealOnce(key, ENVELOPE, MESSAGES);
    expect(() => sealOnce(key, ENVELOPE, MESSAGES)).toThrow('a fresh key can be used once');
  });

  it('takes no key that was not drawn fresh', () => {
    expect(() => sealOnce({ kind: 'fresh-key' }, ENVELOPE, MESSAGES)).toThrow('a fresh key can be used once');
  });

  it('uses the key up also where it refuses', () => {
    const key = freshKey(systemRandom);
    const twice = [...MESSAGES, { subkeyId: 1, plaintext: utf8('three') }];
    expect(() => sealOnce(key, ENVELOPE, twice)).toThrow('a subkey seals exactly one message');
    expect(() => sealOnce(key, ENVELOPE, MESSAGES)).toThrow('a fresh key can be used once');
  });

  it('opens to nothing when a bit is turned, or head, purpose or subkey are others', () => {
    fc.assert(
      fc.property(bytes, fc.nat(1_000), (plaintext, place) => {
        const fresh = freshKey(systemRandom);
        const { key, sealed } = sealOnce(fresh, ENVELOPE, [{ subkeyId: 1, plaintext }]);
        const [part = new Uint8Array()] = sealed;
        expect(openOnce(key, ENVELOPE, 1, turned(part, place))).toBeUndefined();
        expect(openOnce(turned(key, place), ENVELOPE, 1, part)).toBeUndefined();
        expect(openOnce(key, ENVELOPE, 2, part)).toBeUndefined();
        expect(openOnce(key, { ...ENVELOPE, context: 'TmkTest2' }, 1, part)).toBeUndefined();
        expect(openOnce(key, { ...ENVELOPE, associatedData: utf8('heaD') }, 1, part)).toBeUndefined();
        expect(openOnce(key, ENVELOPE, 1, part.slice(0, TAG_LENGTH - 1))).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

const hexOf = (parts: readonly Uint8Array[]): readonly string[] => parts.map(toHex);

describe('resealExactly', () => {
  it('makes the very same bytes again', () => {
    const { key, sealed: stored } = sealOnce(freshKey(systemRandom), ENVELOPE, MESSAGES);
    const again = resealExactly(key, ENVELOPE, MESSAGES, (sealed) => {
      expect(hexOf(sealed)).toEqual(hexOf(stored));
      return true;
    });
    expect(hexOf(again)).toEqual(hexOf(stored));
  });

  it('lets nothing out where the bytes are not those that were stored', () => {
    const { key, sealed: stored } = sealOnce(freshKey(systemRandom), ENVELOPE, MESSAGES);
    const changed = [{ subkeyId: 1, plaintext: utf8('onE') }, ...MESSAGES.slice(1)];
    expect(() =>
      resealExactly(key, ENVELOPE, changed, (sealed) => hexOf(sealed).join() === hexOf(stored).join()),
    ).toThrow(OutcomeUnknown);
  });
});

describe('the keyed hash', () => {
  it('tells lists of parts apart that join to the same bytes', () => {
    const parts = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, two) => {
        const same = JSON.stringify(one) === JSON.stringify(two);
        expect(equalBytes(keyedHash(KEY, 32, ...one), keyedHash(KEY, 32, ...two))).toBe(same);
      }),
    );
    const splits = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['', 'abc'], ['a', 'b', 'c']];
    expect(new Set(splits.map((split) => toHex(keyedHash(KEY, 16, ...split)))).size).toBe(splits.length);
  });

  it('takes a text as its UTF-8', () => {
    expect(keyedHash(KEY, 16, 'Đỗ')).toEqual(keyedHash(KEY, 16, utf8('Đỗ')));
  });

  it('is another under another key, and of the length asked for', () => {
    expect(keyedHash(KEY, 32, 'a')).not.toEqual(keyedHash(turned(KEY, 0), 32, 'a'));
    expect([16, 20, 64].map((length) => keyedHash(KEY, length, 'a').length)).toEqual([16, 20, 64]);
  });

  it('stays what it was when values were stored under it', () => {
    expect(toHex(keyedHash(KEY, 32, 'ems', Uint8Array.of(1, 2)))).toBe(
      'c846e4e268387135a0fc809ffd26481ec160eefb9140ec0c494a130fa9f3dc0b',
    );
  });
});

describe('equalBytes', () => {
  it('answers false for another length and does not throw', () => {
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(2))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1))).toBe(true);
    expect(equalBytes(new Uint8Array(), new Uint8Array())).toBe(true);
  });
});

describe('a derived key', () => {
  it('is another for every id, context and key', () => {
    const keys = [
      deriveKey(KEY, 'TmkTest1', 0),
      deriveKey(KEY, 'TmkTest1', 1),
      deriveKey(KEY, 'TmkTest1', 256),
      deriveKey(KEY, 'TmkTest1', 2 ** 31 - 1),
      deriveKey(KEY, 'TmkTest2', 0),
      deriveKey(turned(KEY, 0), 'TmkTest1', 0),
    ];
    expect(new Set(keys.map(toHex)).size).toBe(keys.length);
    expect(keys.map((key) => key.length)).toEqual(keys.map(() => 32));
  });

  it.each(['', 'short', 'much too long'])('takes no context of another length: %j', (context) => {
    expect(() => deriveKey(KEY, context, 1)).toThrow(/ctx/);
  });

  it('is that of crypto_kdf, for ever', () => {
    expect(toHex(deriveKey(KEY, 'TmkTest1', 1))).toBe(
      '9019e51348b4fa84584989a2a39100943d2219c494ae4cb922d5e26bddb8fac7',
    );
  });
});

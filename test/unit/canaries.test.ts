import { describe, expect, it } from 'vitest';
import { isInHashOrInstant, needlesOfText, searchFor } from '../support/canaries.ts';

const CANARY = 'Đỗ Thuyềnh 0355018274';
const search = searchFor(needlesOfText(CANARY));
const within = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from('..x'), bytes, Buffer.from('y')]);

describe('the search for canaries', () => {
  it.each<[string, (text: string) => Uint8Array]>([
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-16LE', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16BE', (text) => Buffer.from(text, 'utf16le').swap16()],
    ['NFD', (text) => Buffer.from(text.normalize('NFD'))],
    ['capitals', (text) => Buffer.from(text.toUpperCase())],
    ['small letters', (text) => Buffer.from(text.toLowerCase())],
    ['no diacritics', () => Buffer.from('Do Thuyenh 0355018274')],
    ['hex', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
    ['hex in capitals', (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
    ['percent-encoding', (text) => Buffer.from(encodeURIComponent(text))],
    [
      'percent-encoding in small letters',
      (text) => Buffer.from(encodeURIComponent(text).replaceAll(/%../g, (byte) => byte.toLowerCase())),
    ],
    ['escaped JSON', () => Buffer.from('\\u0110\\u1ed7 Thuy\\u1ec1nh 0355018274')],
    ['hex of UTF-16', (text) => Buffer.from(Buffer.from(text, 'utf16le').toString('hex'))],
  ])('finds %s', (_, encode) => {
    expect(search(within(encode(CANARY)))).toEqual([CANARY]);
  });

  it.each(['base64', 'base64url'] as const)('finds %s wherever the text begins and ends', (coding) => {
    for (let before = 0; before < 4; before += 1)
      for (let after = 0; after < 4; after += 1) {
        const text = `${'\u00FF'.repeat(before)}${CANARY}${'\u00FE'.repeat(after)}`;
        const bytes = Buffer.concat([
          Buffer.alloc(before, 0xfb),
          Buffer.from(CANARY),
          Buffer.alloc(after, 0xef),
        ]);
        expect(search(within(Buffer.from(bytes.toString(coding)))), text).toEqual([CANARY]);
      }
  });

  it('finds nothing where a byte is missing or another', () => {
    const bytes = Buffer.from(CANARY);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(search(changed)).toEqual([]);
    }
    expect(search(bytes.subarray(1))).toEqual([]);
    expect(search(bytes.subarray(0, -1))).toEqual([]);
    expect(search(new Uint8Array())).toEqual([]);
  });

  it('refuses to search for what chance would find', () => {
    expect(() => searchFor(needlesOfText('An'))).toThrow('too short');
  });

  describe('among more hashes and instants than numbers can be told from', () => {
    const NUMBER = '0797646662';
    const PERSON = 'cabd0b1e-76f3-4b4a-8725-cdba5d52f48a';
    const HASH = 'cd5467f2a6ffd60d83e661da3cd42089';
    const finds = searchFor([...needlesOfText(NUMBER), ...needlesOfText(CANARY)], isInHashOrInstant);

    it.each([
      ['alone', NUMBER],
      ['in a key', `demo#msisdn#${NUMBER}#live`],
      ['in JSON', `{"N":"${NUMBER}"}`],
      ['with its country', `84${NUMBER.slice(1)} or ${NUMBER}`],
      ['right before an id', NUMBER + PERSON],
      ['right behind an id', PERSON + NUMBER],
      ['beside a hash', `${HASH}#${NUMBER}#${HASH}`],
      ['among letters', `x${NUMBER}e`],
      ['among three digits', `123${NUMBER}0`],
      ['in hexadecimal', `${HASH}${Buffer.from(NUMBER).toString('hex')}`],
      ['in base64', Buffer.from(`${HASH}${NUMBER}`).toString('base64')],
    ])('finds a number %s', (_, text) => {
      expect(finds(Buffer.from(text))).toEqual([NUMBER]);
    });

    it('finds what is not of digits alone, wherever it is', () => {
      expect(finds(Buffer.from(`${HASH}${CANARY}${HASH}`))).toEqual([CANARY]);
    });

    it.each([
      ['begins', NUMBER + HASH.slice(10)],
      ['ends', HASH.slice(10) + NUMBER],
      ['goes on', HASH.slice(20) + NUMBER + HASH],
    ])('passes over a hash that %s with the digits of one', (_, hash) => {
      expect(finds(Buffer.from(`#${hash}#`))).toEqual([]);
      expect(finds(Buffer.from(hash))).toEqual([]);
    });

    it.each(['1750797646662', '1079764666213'])(
      'passes over an instant with the digits of one: %s',
      (instant) => {
        expect(finds(Buffer.from(`{"N":"${instant}"}`))).toEqual([]);
        expect(finds(Buffer.from(instant))).toEqual([]);
      },
    );
  });
});

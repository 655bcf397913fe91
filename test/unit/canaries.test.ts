import { describe, expect, it } from 'vitest';
import { needlesOfText, searchFor } from '../support/canaries.ts';

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
});

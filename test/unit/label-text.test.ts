import { utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isCleanText,
  isFoldedText,
  normalizeText,
} from '../../packages/capabilities/parcel/src/domain/label/clean-text.ts';
import { CODE_PAGE, ESCAPE } from '../../packages/capabilities/parcel/src/domain/label/code-page.ts';
import type { Cursor } from '../../packages/capabilities/parcel/src/domain/label/cursor.ts';
import { readText, writeText } from '../../packages/capabilities/parcel/src/domain/label/text-coding.ts';
import { cleanText } from './label-fields.ts';

const written = (text: string): number[] => {
  const out: Cursor = { bytes: new Uint8Array(1_000), at: 0 };
  writeText(out, text);
  return [...out.bytes.subarray(0, out.at)];
};

const read = (bytes: readonly number[]): string | undefined =>
  readText({ bytes: Uint8Array.from(bytes), at: 0 });

/** The letters that Vietnamese has beyond ASCII, from vowels and tone marks rather than from any table. */
const vietnameseLetters = (): string[] => {
  const lower = Array.from('aăâeêioôơuưy').flatMap((vowel) =>
    ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => (vowel + tone).normalize('NFC')),
  );
  const letters = [...lower, 'đ'].filter((letter) => letter > '\u007f');
  return [...letters, ...letters.map((letter) => letter.toUpperCase())];
};

describe('normalising text', () => {
  it('composes, folds white space and changes nothing else', () => {
    expect(normalizeText(' \tNguye\u0302\u0303n \u00a0\u3000Thi\u0323\r\nHoà ')).toBe('Nguyễn Thị Hoà');
  });

  it('is done after one time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const normal = normalizeText(text);
        expect(normalizeText(normal)).toBe(normal);
        expect(isFoldedText(normal)).toBe(true);
      }),
    );
  });

  it('keeps old and new tone placement apart', () => {
    expect(normalizeText('hòa thúy')).toBe('hòa thúy');
    expect(normalizeText('hoà thuý')).toBe('hoà thuý');
  });

  it.each([' a', 'a ', 'a  b', 'a\u00a0b', 'a\tb'])('knows that %j is not folded', (text) => {
    expect(isFoldedText(text)).toBe(false);
  });

  it.each(['a\u0000', 'a\u007f', 'a\u0085', 'a\ud800', '\udc00a'])('knows that %j is not clean', (text) => {
    expect(isCleanText(text)).toBe(false);
  });

  it.each(['', 'Phường Bến Nghé', '👩‍👩‍👧', '北京'])('knows that %j is clean', (text) => {
    expect(isCleanText(text)).toBe(true);
  });
});

describe('the code page', () => {
  it('is printable ASCII and the 134 Vietnamese letters, each by one byte', () => {
    const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i));
    expect(vietnameseLetters()).toHaveLength(134);
    expect([...CODE_PAGE.values()].toSorted()).toEqual([...ascii, ...vietnameseLetters()].toSorted());
    for (const character of CODE_PAGE.values()) expect(written(character)).toHaveLength(2);
  });

  it('leaves the zero of the padding and the escape free', () => {
    expect(CODE_PAGE.has(0)).toBe(false);
    expect(CODE_PAGE.has(ESCAPE)).toBe(false);
  });
});

describe('coding text', () => {
  it('gives every normalised text back', () => {
    fc.assert(
      fc.property(cleanText, (text) => {
        expect(read(written(text))).toBe(text);
      }),
    );
  });

  it('spends one byte on a letter of the page and an escape on any other', () => {
    expect(written('Đắk')).toEqual([3, 0xd0, 0xa1, 0x6b]);
    expect(written('é€')).toEqual([5, 0xe9, ESCAPE, 0xe2, 0x82, 0xac]);
  });

  it.each([
    ['a page byte without character', [1, 0x00]],
    ['another unused byte', [1, 0x7f]],
    ['an escape at the end', [1, ESCAPE]],
    ['an escape that runs over the end of the text', [3, ESCAPE, 0xe2, 0x82, 0xac]],
    ['an escaped letter of the page', [4, ESCAPE, ...utf8('ạ')]],
    ['escaped ASCII', [2, ESCAPE, 0x41]],
    ['two characters behind one escape', [3, ESCAPE, 0x41, 0x42]],
    ['an overlong form', [3, ESCAPE, 0xc1, 0x81]],
    ['a surrogate', [4, ESCAPE, 0xed, 0xa0, 0x80]],
    ['a code point above U+10FFFF', [5, ESCAPE, 0xf4, 0x90, 0x80, 0x80]],
    ['a control character', [3, ESCAPE, 0xc2, 0x85]],
    ['a byte order mark', [4, ESCAPE, 0xef, 0xbb, 0xbf]],
    ['a no-break space', [3, ESCAPE, 0xc2, 0xa0]],
    ['a space in front', [2, 0x20, 0x41]],
    ['a space behind', [2, 0x41, 0x20]],
    ['two spaces', [4, 0x41, 0x20, 0x20, 0x41]],
    ['fewer bytes than announced', [3, 0x41, 0x42]],
    ['a length in a longer form', [0x81, 0x00, 0x41]],
    ['a length beyond all bounds', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x41]],
    ['nothing', []],
  ])('refuses %s', (_, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inNewSpelling,
  ONSETS,
  readSyllable,
  RHYMES,
  writeSyllable,
} from '../../packages/capabilities/parcel/src/domain/label/dense/syllable.ts';
import {
  isPlainlyNormal,
  textOf,
  tokensOf,
} from '../../packages/capabilities/parcel/src/domain/label/dense/tokens.ts';
import { isCleanText, normalizeText } from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import { cleanText } from './label-fields.ts';

const parts = (word: string): string | undefined => {
  const syllable = readSyllable(word);
  return (
    syllable &&
    [
      ONSETS[syllable.onset],
      RHYMES[syllable.rhyme],
      syllable.tone,
      syllable.isNewSpelling ? 'new' : 'old',
    ].join(' ')
  );
};

describe('a syllable', () => {
  it.each([
    ['nguyễn', 'ng uyên 3 old'],
    ['đường', 'đ ương 1 old'],
    ['hòa', 'h oa 1 old'],
    ['hoà', 'h oa 1 new'],
    ['thúy', 'th uy 4 old'],
    ['thuý', 'th uy 4 new'],
    ['quý', 'qu y 4 old'],
    ['quốc', 'qu ôc 4 old'],
    ['gì', 'g i 1 old'],
    ['giếng', 'gi êng 4 old'],
    ['khuỷu', 'kh uyu 2 old'],
    ['ý', ' y 4 old'],
    ['hoa', 'h oa 0 old'],
  ])('%s is %s', (word, expected) => {
    expect(parts(word)).toBe(expected);
  });

  it.each(['', 'nguyen', 'hóan', 'thuốcc', 'shop', 'w', 'ngh', 'ễễ', 'đạẹ', 'Hòa', 'gìa'])(
    'is not %j',
    (word) => {
      expect(readSyllable(word)).toBeUndefined();
    },
  );

  it('is read as it was written, unless g before i makes another onset', () => {
    const any = fc.record({
      onset: fc.nat(ONSETS.length - 1),
      rhyme: fc.nat(RHYMES.length - 1),
      tone: fc.nat(5),
      isNewSpelling: fc.boolean(),
    });
    fc.assert(
      fc.property(any, (syllable) => {
        fc.pre(ONSETS[syllable.onset] !== 'g' || RHYMES[syllable.rhyme]?.startsWith('i') !== true);
        const word = writeSyllable(syllable);
        const again = readSyllable(word);
        expect(word.normalize('NFC')).toBe(word);
        expect(again && writeSyllable(again)).toBe(word);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has a newer spelling only where the two differ', () => {
    expect(['hòa', 'khỏe', 'thủy', 'quý', 'hoa', 'toán', 'hoà'].map(inNewSpelling)).toEqual([
      'hoà',
      'khoẻ',
      'thuỷ',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('taking a text apart', () => {
  it('loses nothing', () => {
    fc.assert(
      fc.property(cleanText, (text) => {
        expect(textOf(tokensOf(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Số 12/4A', 'số1 12 /+ 4+ a1+'],
    ['iPhone TPBank', 'i0 phone1+ tp2 bank1+'],
    ['BÀ Ý, Chị Ý', 'bà2 ý2 ,+ chị1 ý1'],
    ['NGuyễn', 'n1 guyễn1+'],
    ['K’Brôi', 'k1 ’+ brôi1+'],
    ['00012345678901', '0001234567 8901+'],
    ['a👩‍👧b', 'a0 👩+ \u200d+ 👧+ b0+'],
    ['', ''],
  ])('makes of %j: %j', (text, expected) => {
    const shown = tokensOf(text).map(
      ({ kind, text: piece, letterCase, isGlued }, i) =>
        `${piece}${kind === 'word' ? letterCase : ''}${i > 0 && isGlued ? '+' : ''}`,
    );
    expect(shown.join(' ')).toBe(expected);
  });
});

describe('a text that is plainly normal', () => {
  const near = fc.string({ unit: fc.constantFrom(...Array.from('aĐễ 1,’\u0301\u00a0😀\t')), maxLength: 8 });

  it('is normalised and clean', () => {
    fc.assert(
      fc.property(near, (text) => {
        fc.pre(isPlainlyNormal(text));
        expect(normalizeText(text)).toBe(text);
        expect(isCleanText(text)).toBe(true);
      }),
    );
  });

  it('is the usual one', () => {
    expect(['Số 12, ngõ 45 đường Nguyễn Trãi', 'H’Hen Niê', ''].map(isPlainlyNormal)).toEqual([
      true,
      true,
      true,
    ]);
    expect([' a', 'a ', 'a  b', 'a\u0301', 'a\tb', '😀'].map(isPlainlyNormal)).not.toContain(true);
  });
});

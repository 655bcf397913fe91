import { communeByCode } from '@temkin/administrative-units';
import { faceOf } from '@temkin/labels';
import { describe, expect, it } from 'vitest';
import { flatten } from '../../packages/labels/render/src/font/flatten.ts';
import { drawGlyph } from '../../packages/labels/render/src/font/glyph-bitmap.ts';

const TONES = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
const VOWELS = 'aăâeêioôơuưy';

/** Every letter of Vietnamese, small and capital. */
const LETTERS = [
  ...Array.from('bcdđghklmnpqrstvxfjwz'),
  ...Array.from(VOWELS).flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize('NFC'))),
].flatMap((letter) => [letter, letter.toUpperCase()]);

const codePointOf = (letter: string): number => letter.codePointAt(0) ?? 0;

describe.each([false, true])('the font, bold: %s', (bold) => {
  const face = faceOf(bold);

  it('draws every Vietnamese letter, and no two alike in the smallest print', () => {
    expect(LETTERS).toHaveLength(2 * (21 + 12 * 6));
    const pictures = LETTERS.map((letter) => {
      expect(letter).toHaveLength(1);
      expect(face.glyphOf(codePointOf(letter)), letter).toBeGreaterThan(0);
      // 2.5 mm at 203 dpi.
      const { bitmap, top } = drawGlyph({ codePoint: codePointOf(letter), emDots: 20, bold });
      return `${bitmap.width} ${top} ${Buffer.from(bitmap.bytes).toString('hex')}`;
    });
    expect(new Set(pictures).size).toBe(pictures.length);
  });

  it('draws the name of every commune and province', () => {
    const names = Array.from({ length: 40_000 }, (_, code) => communeByCode(String(code).padStart(5, '0')))
      .filter((commune) => commune !== undefined)
      .flatMap(({ name, provinceName }) => [name, provinceName]);
    expect(names.length).toBeGreaterThan(6_000);
    const letters = new Set(names.join(''));
    expect([...letters].filter((letter) => face.glyphOf(codePointOf(letter)) === 0)).toEqual([]);
  });

  it('draws what stands on every label, and leaves a gap for what it has no letter for', () => {
    const printed = 'Người nhận · Recipient Thu hộ COD 1.250.000 ₫ Kiểm tra tại N*** A*** -–/,;:()&’“”…?';
    expect(Array.from(printed).filter((letter) => face.glyphOf(codePointOf(letter)) === 0)).toEqual([]);
    expect(face.glyphOf(codePointOf('김'))).toBe(0);
    expect(face.outlineOf(0)).toEqual([]);
    expect(face.advanceOf(0)).toBeGreaterThan(0);
    expect(face.outlineOf(face.glyphOf(codePointOf(' ')))).toEqual([]);
  });
});

const on = (x: number, y: number) => ({ x, y, onCurve: true });
const off = (x: number, y: number) => ({ x, y, onCurve: false });

describe('an outline', () => {
  it.each([
    [
      'points on and off the curve by turns',
      [on(1, 0), off(1, 1), on(0, 1), off(-1, 1), on(-1, 0), off(-1, -1), on(0, -1), off(1, -1)],
    ],
    // Between two of them lies one on the curve, which is left out: the same contour.
    ['points off the curve alone', [off(1, 1), off(-1, 1), off(-1, -1), off(1, -1)]],
  ])('of %s is flattened into a closed line about the same area', (_, contour) => {
    const edges = flatten(contour, (x, y) => ({ x, y }));
    for (const [i, { to }] of edges.entries()) expect(edges[(i + 1) % edges.length]?.from).toEqual(to);
    const area = edges.reduce((sum, { from, to }) => sum + (from.x * to.y - to.x * from.y) / 2, 0);
    // A parabola takes two thirds of the triangle of its control points: 4 × (1/2 + 2/3 × 1/2).
    expect(area).toBeGreaterThan((10 / 3) * 0.99);
    expect(area).toBeLessThan(10 / 3);
  });
});

describe('a letter in dots', () => {
  it('is black inside its outline, white in its counter and outside', () => {
    const { bitmap, left, top } = drawGlyph({ codePoint: codePointOf('O'), emDots: 200, bold: true });
    const row = Math.floor(bitmap.height / 2);
    const dots = Array.from({ length: bitmap.width }, (_, x) =>
      ((bitmap.bytes[row * bitmap.rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0 ? ' ' : '#',
    ).join('');
    expect(dots).toMatch(/^ ?#{20,40} {50,100}#{20,40} ?$/);
    // A capital O stands on the baseline, a little over it on both sides.
    expect(top + bitmap.height).toBeGreaterThan(0);
    expect(top + bitmap.height).toBeLessThan(8);
    expect(left).toBeGreaterThan(0);
  });
});

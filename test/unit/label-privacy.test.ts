import {
  LABEL_PROFILES,
  labelPdf,
  labelPng,
  labelSvg,
  labelZpl,
  printedText,
  visibleStreet,
  type Label,
} from '@temkin/labels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleLabel } from '../support/example-label.ts';
import { readPdf } from '../support/pdf-reader.ts';

/** Ways in which people write a number into a field that is not for it. */
const SPELLINGS: readonly ((national: string) => string)[] = [
  (n) => `0${n}`,
  (n) => `+84${n}`,
  (n) => `(+84) ${n.slice(0, 3)}-${n.slice(3, 6)}-${n.slice(6)}`,
  (n) => `0${n.slice(0, 2)}.${n.slice(2, 5)}.${n.slice(5)}`,
  (n) => `0${Array.from(n).join(' ')}`,
  (n) => Array.from(`0${n}`, (digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
];

/** A label into whose every free text a phone number was written. */
const labelWith = (phone: string, rest: Pick<Label, 'profile'>, around: readonly [string, string]): Label => {
  const [before, behind] = around;
  const text = (own: string): string => `${before} ${own} ${phone} ${behind}`;
  return {
    ...exampleLabel,
    ...rest,
    sortCode: `VM-${phone}`,
    printedCodVnd: 1_250_000,
    maskedRecipient: {
      name: text('Nguyễn Văn An'),
      street: text('12 đường Láng'),
      commune: text('Phường Láng'),
      province: text('Thành phố Hà Nội'),
    },
  };
};

const national = fc.stringMatching(/^[35789][0-9]{8}$/);
const surroundings = fc.tuple(
  fc.constantFrom('', 'số 7', 'ngõ 45/6,', 'sđt:', '12-'),
  fc.constantFrom('', 'gọi trước', '(gọi)', ', P.302', '34'),
);

const streetIn = (profile: Label['profile']): string =>
  printedText({ ...exampleLabel, ...(profile !== undefined && { profile }) }).street;

describe('every profile', () => {
  it('prints the same whatever the phone number is: nothing about any of its digits remains', () => {
    // A public page asks for the whole number, or for its last four digits: all ten thousand of them stay possible.
    fc.assert(
      fc.property(
        fc.constantFrom(...LABEL_PROFILES),
        national,
        national,
        fc.constantFrom(...SPELLINGS),
        surroundings,
        (profile, one, two, spelt, around) => {
          const printed = (n: string) => printedText(labelWith(spelt(n), { profile }, around));
          expect(printed(one)).toEqual(printed(two));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leaves all of the last four digits possible', () => {
    for (const profile of LABEL_PROFILES) {
      const candidates = new Set<string>();
      const seen = JSON.stringify(printedText(labelWith('0912340000', { profile }, ['', ''])));
      for (let last = 0; last < 10_000; last += 1) {
        const four = String(last).padStart(4, '0');
        const printed = JSON.stringify(printedText(labelWith(`091234${four}`, { profile }, ['', ''])));
        if (printed === seen) candidates.add(four);
      }
      expect(candidates.size).toBe(10_000);
    }
  });

  it('shows no digit of a phone number in any format', async () => {
    const [one, two] = ['987654321', '321098765'];
    for (const profile of LABEL_PROFILES) {
      for (const spelt of SPELLINGS) {
        const [a, b] = [one, two].map((n) => labelWith(spelt(n), { profile }, ['', ''])) as [Label, Label];
        expect(labelSvg(a)).toBe(labelSvg(b));
        expect(labelSvg(a)).not.toContain('9876');
        expect(labelZpl(a)).toBe(labelZpl(b));
        expect(Buffer.compare(await labelPng(a), await labelPng(b))).toBe(0);
        const parts: Uint8Array[] = [];
        for await (const part of labelPdf([a])) parts.push(part);
        const texts = readPdf(Buffer.concat(parts))[0]?.texts.join('\n') ?? '';
        expect(texts).toContain('N***');
        expect(texts.replaceAll(/\D/g, '')).not.toMatch(/9876|7654|4321/);
      }
    }
  });

  it('shows of a name two letters and stars, and cash only where it was passed to be printed', () => {
    for (const profile of LABEL_PROFILES) {
      const words = printedText({ ...exampleLabel, profile });
      expect([words.name, words.cod]).toEqual(['N*** A***', '']);
      expect(printedText({ ...exampleLabel, profile, printedCodVnd: 0 }).cod).toBe('0 ₫');
      expect(printedText({ ...exampleLabel, profile, printedCodVnd: 1_250_000 }).cod).toBe('1.250.000 ₫');
    }
  });

  it('lets through of the street what it says', () => {
    expect(streetIn(undefined)).toBe('');
    expect(streetIn('strict')).toBe('');
    expect(streetIn('street')).toBe('đường Trần Hưng Đạo');
    expect(streetIn('clear')).toBe('Số 12/3 ngõ 45 đường Trần Hưng Đạo');
  });
});

describe('the street that a stranger may see', () => {
  it.each([
    ['12 Nguyễn Trãi', 'Nguyễn Trãi'],
    ['Số 12/3B ngõ 45, phố Huế', 'phố Huế'],
    ['số nhà 5 ngách 7/8 Láng Hạ', 'Láng Hạ'],
    ['Thôn Đoài', 'Thôn Đoài'],
    ['Tổ 5, ấp Bình Hòa', 'ấp Bình Hòa'],
    ['Ấp 3', ''],
    ['Căn 1205 tòa S2, 3 Đại lộ Thăng Long', 'Đại lộ Thăng Long'],
    ['27 đường 3 Tháng 2', 'đường 3 Tháng 2'],
    ['27 đường 30/4', ''],
    ['Quốc lộ 1A, thôn Hạ', 'thôn Hạ'],
    ['12 Láng gọi trước 2 giờ', 'Láng'],
    ['12 Láng gọi trước', 'Láng'],
    ['nhà 5 bà Hoa', ''],
    ['Nhà bà Hoa', ''],
    ['cạnh quán chị Lan', ''],
    ['Vinhomes Ocean Park', ''],
    ['12 Nguyễn Văn An', ''],
    ['', ''],
  ])('of %j is %j', (street, visible) => {
    expect(visibleStreet(street, 'Nguyễn Văn An')).toBe(visible);
  });

  it('has no number of a house, alley, floor or flat, however it is written', () => {
    const number = fc.oneof(
      fc.stringMatching(/^[0-9]{1,4}[A-D]?$/),
      fc.stringMatching(/^[0-9]{1,3}\/[0-9]{1,3}(\/[0-9]{1,2})?$/),
      fc.stringMatching(/^[A-Z][0-9]{1,2}-[0-9]{1,4}$/),
    );
    const word = fc.constantFrom(
      'Số',
      'nhà',
      'ngõ',
      'ngách',
      'hẻm',
      'P.',
      'tầng',
      'lô',
      'tổ',
      ',',
      '-',
      'đường',
      'Láng',
      'thôn',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(number, word), { maxLength: 10 }), (words) => {
        expect(visibleStreet(words.join(' '))).not.toMatch(/\p{Nd}/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isMachineNumber,
  isMobileNumber,
  renumbered2018,
  toE164,
  vietnameseE164,
} from '../../packages/foundation/phone-number/src/index.ts';

/** E.164 (ITU-T, 11/2010) §6.2.1. */
const E164 = /^\+[1-9][0-9]{1,14}$/;

describe('a phone number', () => {
  it.each([
    ['a mobile number as it is dialled at home', '0912345678', '+84912345678'],
    ['the same with its country code', '+84912345678', '+84912345678'],
    ['the same with a trunk zero too many', '+84 0912 345 678', '+84912345678'],
    ['the same without a plus', '84912345678', '+84912345678'],
    ['the same behind an exit code', '0084912345678', '+84912345678'],
    ['the same with blanks around and within', ' 091 234 5678 ', '+84912345678'],
    ['the same with brackets, dots and hyphens', '(091) 234.56-78', '+84912345678'],
    ['the same in full-width digits', '０９１２３４５６７８', '+84912345678'],
    ['a landline in Hà Nội', '024 3825 2525', '+842438252525'],
    ['an American number', '+1 202-555-0123', '+12025550123'],
    ['a Japanese number', '+81 90-1234-5678', '+819012345678'],
    ['a freephone number of no country', '+800 1234 5678', '+80012345678'],
    ['the longest there is', '+49 3333333333333', '+493333333333333'],
  ])('is read as E.164: %s', (_what, text, number) => {
    expect(toE164(text)).toBe(number);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['a word', 'abc'],
    ['a plus alone', '+'],
    ['a country code alone', '+84'],
    ['two pluses', '++84912345678'],
    ['a plus before a trunk zero', '+0912345678'],
    ['a country that does not exist', '+999123456789'],
    ['an emergency number', '113'],
    ['too few digits', '09123'],
    ['too many digits', '09123456789012'],
    ['letters among the digits', '0912abc678'],
    ['letters of a keypad', '0800FLOWERS'],
    ['an extension in words', '0912345678 ext 5'],
    ['an extension by x', '0912345678x5'],
    ['an extension by a parameter', '0912345678;ext=3'],
    ['an extension after a hash', '02438252525#12'],
    ['two numbers', '0912345678/0987654321'],
    ['a number in a sentence', 'call 0912345678 please'],
    ['a control character', '0912345678\u0000'],
    ['more than E.164 has room for', '+49 33333333333333'],
    ['much more than that', `+49${'3'.repeat(15)}`],
    ['a text longer than any number', `0912345678${' '.repeat(23)}`],
    ['endless digits', '9'.repeat(100_000)],
  ])('is refused where it is %s', (_what, text) => {
    expect(toE164(text)).toBeUndefined();
  });

  it('is E.164 or nothing, whatever was typed', () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), maxLength: 20 });
    const prefix = fc.constantFrom('', '+', '0', '00', '+84', '+49', '+1', '+800', '+86', '+39');
    const messy = fc.oneof(
      fc.tuple(prefix, digits).map((parts) => parts.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(messy, (text) => {
        expect(toE164(text) ?? '+84912345678').toMatch(E164);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a Vietnamese mobile number', () => {
  it.each(['+84321234567', '+84551234567', '+84701234567', '+84811234567', '+84991234567'])(
    'is one by its leading digits: %s',
    (number) => {
      expect(isMobileNumber(number)).toBe(true);
    },
  );

  it.each([
    '+842438252525',
    '+84311234567',
    '+84951234567',
    '+8491234567',
    '+849123456789',
    '+84681234567',
    '+819012345678',
    '0912345678',
  ])('is not: %s', (number) => {
    expect(isMobileNumber(number)).toBe(false);
  });

  it('is told from a number of a machine', () => {
    expect(isMachineNumber('+841012345678')).toBe(true);
    expect(isMachineNumber('+84912345678')).toBe(false);
  });

  it.each([
    ['+841681234567', '+84381234567'],
    ['+841201234567', '+84701234567'],
    ['+841271234567', '+84811234567'],
    ['+841861234567', '+84561234567'],
    ['+841991234567', '+84591234567'],
  ])('that had eleven digits has ten since 2018: %s is %s', (former, present) => {
    expect(renumbered2018(former)).toBe(present);
  });

  it('of ten digits was not renumbered, nor was one of a prefix that nobody had', () => {
    for (const number of ['+84912345678', '+841601234567', '+84168123456'])
      expect(renumbered2018(number)).toBeUndefined();
  });

  it('is another for every former prefix, and a mobile number', () => {
    const prefixes = Array.from({ length: 100 }, (_, at) => `1${String(at).padStart(2, '0')}`);
    const present = prefixes.flatMap((prefix) => renumbered2018(`+84${prefix}1234567`) ?? []);
    expect(present).toHaveLength(21);
    expect(new Set(present).size).toBe(21);
    expect(present.every(isMobileNumber)).toBe(true);
  });

  it('is read by the plan as by the tables of a library, where that reads one', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...'0123456789'.split('')),
      minLength: 7,
      maxLength: 11,
    });
    const prefix = fc.constantFrom('', '0', '+84', '84', '0084', '+84 0', '09', '03', '(0)', ' ');
    fc.assert(
      fc.property(prefix, digits, (before, rest) => {
        const library = toE164(before + rest);
        const isMobile = library !== undefined && isMobileNumber(library);
        expect(isMobile ? vietnameseE164(before + rest) : library).toBe(library);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['', '+', '091234567', '+81901234567', '0912345678x', '0912345678;ext=3', '+84+84912345678'])(
    'is not read in another text: %s',
    (text) => {
      expect(isMobileNumber(vietnameseE164(text) ?? '')).toBe(false);
    },
  );
});

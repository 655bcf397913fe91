import {
  accountNumberOf,
  bankBinOf,
  bankName,
  BANKS,
  crc16,
  encodeVietQr,
  MAX_VIET_QR_LENGTH,
  parseVietQr,
} from '@temkin/caller-id/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const digits = (minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength, maxLength });

const words = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 25 });

const payment = fc.record(
  {
    bankBin: digits(6),
    account: digits(4, 19),
    amountVnd: fc.integer({ min: 1, max: 9_999_999_999_999 }),
    billNumber: words,
    purpose: words,
  },
  { requiredKeys: ['bankBin', 'account', 'amountVnd'] },
);

const PAYMENT = { bankBin: '970436', account: '0011012345678', amountVnd: 250_000 };

/** A payload with a checksum that fits, whatever it says. */
const signed = (text: string): string => `${text}6304${crc16(`${text}6304`)}`;

const unsigned = encodeVietQr(PAYMENT).slice(0, -8);

describe('a VietQR', () => {
  it('that was written is read as what was written', () => {
    fc.assert(
      fc.property(payment, (made) => {
        expect(parseVietQr(encodeVietQr(made))).toStrictEqual({
          ...made,
          service: 'account',
          dynamic: true,
          otherAccounts: false,
        });
      }),
    );
  });

  it('with one character changed is never read as another payment', () => {
    fc.assert(
      fc.property(
        payment,
        fc.nat(),
        fc.constantFrom(...Array.from('0123456789ABCDEF')),
        (made, at, character) => {
          const text = encodeVietQr(made);
          const place = at % text.length;
          fc.pre(text[place] !== character);
          expect(parseVietQr(text.slice(0, place) + character + text.slice(place + 1))).toBeTypeOf('string');
        },
      ),
    );
  });

  it('is not read from text of whatever kind, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 2_000 }), digits(0, 600)), (text) => {
        expect(['malformed', 'checksum-wrong', 'not-viet-qr']).toContain(parseVietQr(text));
      }),
    );
  });

  it.each([
    ['two accounts of NAPAS', `${unsigned}${unsigned.slice(12, 12 + 61)}`],
    ['another currency', unsigned.replace('5303704', '5303840')],
    ['another country', unsigned.replace('5802VN', '5802TH')],
    ['an amount of nothing', unsigned.replace('5406250000', '5406000000')],
    ['a part of a đồng', unsigned.replace('5406250000', '540625.500')],
    ['a length beyond its end', `${unsigned}6299x`],
    ['a bank of five digits', unsigned.replace('0006970436', '0006 70436')],
    ['a service that is none', unsigned.replace('QRIBFTTA', 'QRIBFTTX')],
  ])('with %s is malformed, though its checksum fits', (_, text) => {
    expect(parseVietQr(signed(text))).toBe('malformed');
  });

  it('that is longer than any is none', () => {
    expect(parseVietQr(`0002${'0'.repeat(MAX_VIET_QR_LENGTH)}`)).toBe('not-viet-qr');
  });

  it('is none where who reads bytes sees another account than who reads characters', () => {
    const [head, rest] = [unsigned.slice(0, 12), unsigned.slice(12)];
    const forged = encodeVietQr({ ...PAYMENT, account: '9999999999999' }).slice(12, 12 + 61);
    // Thirty-one letters of three bytes: by bytes the name of the merchant ends where the other account begins.
    const name = `${'ế'.repeat(31)}${forged}.`;
    const payload = signed(`${head}59${name.length}${name}${rest}`);
    const afterName = new TextDecoder().decode(new TextEncoder().encode(payload).slice(16 + name.length));
    expect(afterName.startsWith(forged)).toBe(true);
    expect(parseVietQr(payload)).toBe('malformed');
  });

  it('that another scheme is in besides says so', () => {
    const [head, rest] = [unsigned.slice(0, 12), unsigned.slice(12)];
    expect(parseVietQr(signed(`${head}26060002XY${rest}`))).toMatchObject({ otherAccounts: true });
  });

  it.each([
    { ...PAYMENT, amountVnd: 0 },
    { ...PAYMENT, amountVnd: 1.5 },
    { ...PAYMENT, bankBin: '97043' },
    { ...PAYMENT, account: '1 2 3 4' },
    { ...PAYMENT, purpose: 'tiền' },
    { ...PAYMENT, billNumber: '' },
  ])('is not written of %j', (made) => {
    expect(() => encodeVietQr(made)).toThrow(/VietQR/);
  });
});

describe('a bank', () => {
  it.each([
    ['970436', '970436'],
    ['Vietcombank', '970436'],
    ['vcb', '970436'],
    ['Ngân hàng TMCP Ngoại Thương Việt Nam', '970436'],
    ['MB Bank', '970422'],
    ['Saigonbank', '970400'],
    ['Ngân hàng TMCP Sài Gòn', '970429'],
    ['BVBank', '970454'],
    ['BVB', '970438'],
    ['Vietcom', '970436'],
  ])('called %s is %s', (text, bin) => {
    expect(bankBinOf(text)).toBe(bin);
  });

  it('that nobody knows has no number', () => {
    expect(['', 'bank', 'Ngân hàng', '999999', 'x'.repeat(65)].map(bankBinOf)).toStrictEqual(
      Array.from({ length: 5 }),
    );
  });

  it('has names that are no other bank’s', () => {
    for (const { bin, names } of BANKS)
      expect([bin, ...names].map(bankBinOf)).toStrictEqual([bin, ...names].map(() => bin));
    expect(bankName('970436')).toBe('Vietcombank');
  });
});

describe('an account number', () => {
  it('is read without what people write between its digits', () => {
    expect(accountNumberOf('0011 0123.456-78')).toBe('0011012345678');
  });

  it.each(['123', '', '1'.repeat(20), '12345/6', 'số tài khoản'])('is not %j', (text) => {
    expect(accountNumberOf(text)).toBeUndefined();
  });
});

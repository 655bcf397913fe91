import {
  accountHash,
  BANKS,
  encodeVietQr,
  maskedNumber,
  mobileNumberOf,
  paymentReport,
  paymentResult,
  readPayment,
  staffNumberHash,
} from '@temkin/caller-id/domain';
import { cryptoReady } from '@temkin/crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => cryptoReady);

const bin = fc.constantFrom(...BANKS.map((bank) => bank.bin));
const account = fc.stringMatching(/^[0-9]{6,19}$/);
const bankAccount = fc.record({ bankBin: bin, account });

describe('where somebody is told to pay', () => {
  it('is read alike from words and from a code, whatever the amount', () => {
    fc.assert(
      fc.property(bankAccount, fc.integer({ min: 1, max: 1e9 }), (to, amountVnd) => {
        const leads = { leads: 'to-account', account: to };
        expect(readPayment({ bank: to.bankBin, account: to.account })).toEqual(leads);
        expect(readPayment({ vietQrPayload: ` ${encodeVietQr({ ...to, amountVnd })}\n` })).toEqual(leads);
      }),
    );
  });

  it('is official only where it is registered, and leads to one account', () => {
    const to = { leads: 'to-account', account: { bankBin: '970436', account: '1' } } as const;
    expect(paymentResult(to, true)).toBe('OFFICIAL');
    expect(paymentResult(to, false)).toBe('NOT_OFFICIAL');
    expect(paymentResult({ ...to, leads: 'cannot-be-official' }, true)).toBe('NOT_OFFICIAL');
    expect(paymentResult({ leads: 'nowhere' }, true)).toBe('CANNOT_CHECK');
  });

  it('is never anything but nowhere where one character of a code was changed: its checksum is another', () => {
    const code = encodeVietQr({ bankBin: '970436', account: '0071000123456', amountVnd: 420_000 });
    fc.assert(
      fc.property(fc.nat(code.length - 1), fc.stringMatching(/^[0-9A-Z]$/), (at, character) => {
        fc.pre(code[at] !== character && code[at]?.toUpperCase() !== character);
        const altered = code.slice(0, at) + character + code.slice(at + 1);
        expect(readPayment({ vietQrPayload: altered })).toEqual({ leads: 'nowhere' });
      }),
    );
  });

  it('fits a report, whatever was typed, with no line of its own', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (bank, number) => {
        const report = paymentReport(readPayment({ bank, account: number }), 'TEST-1');
        expect(report.length).toBeLessThanOrEqual(300);
        expect(report).not.toMatch(/[\n\r]/);
      }),
    );
  });
});

describe('a hash of a register', () => {
  it('is another for each key, bank and account, and never one of the other register', () => {
    const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    fc.assert(
      fc.property(bankAccount, bankAccount, (a, b) => {
        const isSame = a.bankBin === b.bankBin && a.account === b.account;
        expect(accountHash(one, a) === accountHash(one, b)).toBe(isSame);
        expect(accountHash(one, a)).not.toBe(accountHash(other, a));
        expect(accountHash(one, a)).not.toBe(staffNumberHash(one, a.account));
        // Nothing moves from one part to the next.
        expect(accountHash(one, { bankBin: a.bankBin + a.account[0], account: a.account.slice(1) })).not.toBe(
          accountHash(one, a),
        );
      }),
    );
  });
});

describe('a mobile number', () => {
  it.each([
    ['0905 123 456', '+84905123456'],
    ['+84 905123456', '+84905123456'],
    ['84905123456', '+84905123456'],
    ['0355018274', '+84355018274'],
  ])('%s is %s', (written, number) => {
    expect(mobileNumberOf(written)).toBe(number);
  });

  it.each(['024 3825 6789', '1900 1234', '+1 202 555 0123', '113', '0905123456 x9', 'x'.repeat(40), ''])(
    'is not %j',
    (written) => {
      expect(mobileNumberOf(written)).toBeUndefined();
    },
  );

  it('is masked but for three digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[35789][0-9]{8}$/), (digits) => {
        const masked = maskedNumber(`+84${digits}`);
        expect(masked.replaceAll('•', '')).toBe(digits.slice(-3));
      }),
    );
  });
});

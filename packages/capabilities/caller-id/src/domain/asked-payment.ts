import { accountNumberOf, bankBinOf, bankName, type BankAccount } from './bank-account.ts';
import type { PaymentResult } from './check-results.ts';
import { parseVietQr } from './viet-qr.ts';

/** Where somebody was told to pay: by word, or by a QR code. */
export type AskedPayment =
  { readonly bank: string; readonly account: string } | { readonly vietQrPayload: string };

/** What a way to pay leads to. `cannot-be-official`: whatever is registered, that code pays something else besides, or a card. */
export type ReadPayment =
  | { readonly leads: 'to-account'; readonly account: BankAccount }
  | { readonly leads: 'cannot-be-official'; readonly account: BankAccount }
  | { readonly leads: 'nowhere' };

/**
 * Reads where the money would go. A bank that we do not know, a number that is none and a code that does not parse or has another's
 * checksum lead nowhere: of those nothing can be said. A code with accounts of other schemes in it is never official, since
 * another app may pay those; nor is a card's.
 */
export const readPayment = (asked: AskedPayment): ReadPayment => {
  if ('vietQrPayload' in asked) {
    const code = parseVietQr(asked.vietQrPayload.trim());
    if (typeof code === 'string') return { leads: 'nowhere' };
    const { bankBin, account, service, otherAccounts } = code;
    const leads = service === 'card' || otherAccounts ? 'cannot-be-official' : 'to-account';
    return { leads, account: { bankBin, account } };
  }
  const [bankBin, account] = [bankBinOf(asked.bank), accountNumberOf(asked.account)];
  if (bankBin === undefined || account === undefined) return { leads: 'nowhere' };
  return { leads: 'to-account', account: { bankBin, account } };
};

/** What is told of a payment, by whether the account that it leads to is registered. */
export const paymentResult = (payment: ReadPayment, isRegistered: boolean): PaymentResult => {
  if (payment.leads === 'nowhere') return 'CANNOT_CHECK';
  return payment.leads === 'to-account' && isRegistered ? 'OFFICIAL' : 'NOT_OFFICIAL';
};

/**
 * A report as whoever was asked to pay may send it, with what they have just typed and nothing that we know; at most 300
 * characters.
 */
export const paymentReport = (payment: ReadPayment, waybillNumber: string | undefined): string => {
  const whither =
    payment.leads === 'nowhere'
      ? 'một tài khoản không đọc được'
      : `tài khoản ${payment.account.account} tại ${bankName(payment.account.bankBin) ?? payment.account.bankBin}`;
  const about = waybillNumber === undefined ? '' : ` cho bưu gửi ${waybillNumber}`;
  return `Tôi được yêu cầu chuyển tiền vào ${whither}${about}.`;
};

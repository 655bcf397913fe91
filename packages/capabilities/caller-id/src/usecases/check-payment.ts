import {
  accountHash,
  paymentReport,
  paymentResult,
  readPayment,
  type AskedPayment,
  type PaymentResult,
} from '../domain/index.ts';
import type { CollectionAccountStore } from '../store/collection-accounts.ts';
import type { RegisterKeys } from '../store/register-keys.ts';
import { publicCheck, type PublicCheckDependencies } from './public-check.ts';

export interface CheckPaymentDependencies extends PublicCheckDependencies {
  readonly accounts: Pick<CollectionAccountStore, 'official'>;
  readonly registers: Pick<RegisterKeys, 'find'>;
  /** 32 bytes that nothing was hashed with: for a company that has registered nothing. */
  readonly noKey: Uint8Array;
}

/** Somebody asks whether an account that they are to pay into is the company's. */
export interface PaymentQuestion {
  readonly payment: AskedPayment;
  readonly waybillNumber?: string;
  /** The network that the request came from. */
  readonly network: string;
}

export interface CheckedPayment {
  readonly result: PaymentResult;
  /** A report that whoever asks may send, made of what they typed; where the account is not official. */
  readonly report?: string;
}

/** Stands in for a way to pay that leads nowhere: that is no bank. */
const NO_ACCOUNT = { bankBin: '000000', account: '' };

/**
 * Answers whether an account, or the one that a QR code pays, is one of those that the company has registered for cash on delivery:
 * by a keyed hash, in two reads, whatever comes of it. It opens nothing, looks at no parcel, and so says nothing of an amount. Refuses
 * `REQUEST.RATE_LIMITED`.
 */
export const checkPayment = (dependencies: CheckPaymentDependencies) => {
  const { accounts, registers, noKey } = dependencies;
  const check = publicCheck(dependencies);
  return (
    company: string,
    { payment: asked, waybillNumber, network }: PaymentQuestion,
  ): Promise<CheckedPayment> => {
    const payment = readPayment(asked);
    const report = paymentReport(payment, waybillNumber);
    return check({ company, network }, { result: 'CANNOT_CHECK', report }, async (tenant) => {
      const key = (await registers.find(tenant, 'collection-account')) ?? noKey;
      const account = payment.leads === 'nowhere' ? NO_ACCOUNT : payment.account;
      const found = await accounts.official(tenant, accountHash(key, account));
      const result = paymentResult(payment, found !== undefined);
      return { result, ...(result !== 'OFFICIAL' && { report }) };
    });
  };
};

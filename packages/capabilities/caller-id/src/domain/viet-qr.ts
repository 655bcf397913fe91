import { accountNumberOf, type BankAccount } from './bank-account.ts';
import { crc16 } from './crc16.ts';
import { encodeDataObjects, parseDataObjects, valueOf, type DataObject } from './tag-length-value.ts';

/** Where the money of a VietQR goes, and how much it asks for. */
export interface VietQr extends BankAccount {
  /** `account` transfers to an account (QRIBFTTA), `card` to a card (QRIBFTTC). */
  readonly service: 'account' | 'card';
  /** Whether it was made for one payment (point of initiation 12) or for any number (11). */
  readonly dynamic: boolean;
  readonly amountVnd?: number;
  /** Of that one bill (62-01): a waybill number, say. */
  readonly billNumber?: string;
  /** What the transfer says it is for (62-08). */
  readonly purpose?: string;
  /** Whether it names accounts of other schemes besides (tags 02 to 51 without 38): another app may pay those. */
  readonly otherAccounts: boolean;
}

/** Why a text is no VietQR: it does not parse or breaks a rule, its checksum is another's, or it is another kind of code. */
export type NoVietQr = 'malformed' | 'checksum-wrong' | 'not-viet-qr';

/** The longest payload (EMV QRCPS 1.1 §3.4.1). */
export const MAX_VIET_QR_LENGTH = 512;

/** NAPAS among the schemes (ISO/IEC 7816-5 application identifier). */
const NAPAS = 'A000000727';

const SERVICES = { QRIBFTTA: 'account', QRIBFTTC: 'card' } as const;

const isService = (text: string | undefined): text is keyof typeof SERVICES =>
  text !== undefined && Object.hasOwn(SERVICES, text);

/** An amount of whole đồng, a point and zeros behind it allowed; undefined for what is no such amount. */
const amountOf = (text: string): number | undefined => {
  const [, digits] = /^(\d{1,13})(?:\.0{0,2})?$/.exec(text) ?? [];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
};

const checkedObjects = (text: string): readonly DataObject[] | NoVietQr => {
  if (text.length > MAX_VIET_QR_LENGTH || !/^00\d{2}/.test(text)) return 'not-viet-qr';
  const objects = parseDataObjects(text);
  if (objects === undefined || objects.at(-1)?.tag !== '63') return 'malformed';
  const signed = text.slice(0, -4);
  if (!signed.endsWith('6304')) return 'malformed';
  return text.slice(-4).toUpperCase() === crc16(signed) ? objects : 'checksum-wrong';
};

const isOtherAccount = ({ tag }: DataObject): boolean => tag >= '02' && tag <= '51' && tag !== '38';

/** To whom a code pays by NAPAS. */
const payeeOf = (template: string): Pick<VietQr, 'bankBin' | 'account' | 'service'> | NoVietQr => {
  const scheme = parseDataObjects(template);
  if (scheme === undefined) return 'malformed';
  if (valueOf(scheme, '00') !== NAPAS) return 'not-viet-qr';
  const beneficiary = parseDataObjects(valueOf(scheme, '01') ?? '');
  const [service, bankBin] = [valueOf(scheme, '02'), beneficiary && valueOf(beneficiary, '00')];
  const account = beneficiary && accountNumberOf(valueOf(beneficiary, '01') ?? '');
  if (bankBin === undefined || account === undefined || !/^\d{6}$/.test(bankBin) || !isService(service))
    return 'malformed';
  return { bankBin, account, service: SERVICES[service] };
};

/** Reads a VietQR (NAPAS, VietQR 1.0 on EMV QRCPS Merchant-Presented Mode 1.1). Of a text of whatever size it takes bounded time. */
export const parseVietQr = (text: string): VietQr | NoVietQr => {
  const objects = checkedObjects(text);
  if (typeof objects === 'string') return objects;
  const template = valueOf(objects, '38');
  if (template === undefined) return 'not-viet-qr';
  const payee = payeeOf(template);
  if (typeof payee === 'string') return payee;

  const [initiation, amount, more] = ['01', '54', '62'].map((tag) => valueOf(objects, tag));
  const amountVnd = amount === undefined ? undefined : amountOf(amount);
  const additional = parseDataObjects(more ?? '');
  if (
    valueOf(objects, '00') !== '01' ||
    (initiation !== undefined && initiation !== '11' && initiation !== '12') ||
    valueOf(objects, '53') !== '704' ||
    valueOf(objects, '58') !== 'VN' ||
    (amount !== undefined && amountVnd === undefined) ||
    additional === undefined
  )
    return 'malformed';
  const [billNumber, purpose] = [valueOf(additional, '01'), valueOf(additional, '08')];
  return {
    ...payee,
    dynamic: initiation === '12',
    otherAccounts: objects.some(isOtherAccount),
    ...(amountVnd !== undefined && { amountVnd }),
    ...(billNumber !== undefined && { billNumber }),
    ...(purpose !== undefined && { purpose }),
  };
};

/** What the shipper's app shows: a code for one payment of one amount to one account. */
export interface NewVietQr extends BankAccount {
  readonly amountVnd: number;
  /** At most 25 characters of ASCII (EMV QRCPS 1.1 §4.8). */
  readonly billNumber?: string;
  readonly purpose?: string;
}

const MAX_ADDITIONAL = 25;

const additionalData = ({ billNumber, purpose }: NewVietQr): readonly DataObject[] => {
  const named = [
    { tag: '01', value: billNumber },
    { tag: '08', value: purpose },
  ].flatMap(({ tag, value }) => (value === undefined ? [] : [{ tag, value }]));
  if (named.some(({ value }) => !new RegExp(`^[\\x20-\\x7e]{1,${MAX_ADDITIONAL}}$`).test(value)))
    throw new Error('what a VietQR says of a payment is 1 to 25 characters of ASCII');
  return named.length === 0 ? [] : [{ tag: '62', value: encodeDataObjects(named) }];
};

/** A dynamic VietQR that transfers to an account. Throws where an account, an amount or a text is none. */
export const encodeVietQr = (payment: NewVietQr): string => {
  const { bankBin, account, amountVnd } = payment;
  if (!/^\d{6}$/.test(bankBin) || accountNumberOf(account) !== account)
    throw new Error('a VietQR names an account by six digits of its bank and its number');
  if (!Number.isSafeInteger(amountVnd) || amountVnd < 1 || amountVnd >= 1e13)
    throw new Error('a VietQR asks for whole đồng');
  const beneficiary = encodeDataObjects([
    { tag: '00', value: bankBin },
    { tag: '01', value: account },
  ]);
  const template = encodeDataObjects([
    { tag: '00', value: NAPAS },
    { tag: '01', value: beneficiary },
    { tag: '02', value: 'QRIBFTTA' },
  ]);
  const objects = [
    { tag: '00', value: '01' },
    { tag: '01', value: '12' },
    { tag: '38', value: template },
    { tag: '53', value: '704' },
    { tag: '54', value: String(amountVnd) },
    { tag: '58', value: 'VN' },
    ...additionalData(payment),
  ];
  const signed = `${encodeDataObjects(objects)}6304`;
  return `${signed}${crc16(signed)}`;
};

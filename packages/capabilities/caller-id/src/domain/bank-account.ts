import { BANKS } from './banks.ts';

/** An account, or a card, at a bank of Vietnam. */
export interface BankAccount {
  /** Six digits (NAPAS). */
  readonly bankBin: string;
  /** Letters and digits, upper case. */
  readonly account: string;
}

const DIACRITICS = /\p{Diacritic}/gu;

/** A bank's name as people write it: letters and digits alone, without marks, and without the words that all have. */
const bare = (name: string): string =>
  name
    .normalize('NFD')
    .replace(DIACRITICS, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/ngan hang|\bnh\b|tmcp|tnhh|mtv|viet ?nam|[^a-z0-9]/g, '');

const binByName: ReadonlyMap<string, string> = new Map(
  BANKS.flatMap(({ bin, names }) => [bin, ...names].map((name) => [bare(name), bin] as const)),
);

/**
 * The six digits of a bank by those, its code or its name, however it is spelled and with or without “Bank” at its end;
 * undefined for what is no bank that we know.
 */
export const bankBinOf = (text: string): string | undefined => {
  if (text.length > 64) return undefined;
  const name = bare(text);
  return binByName.get(name) ?? binByName.get(`${name}bank`) ?? binByName.get(name.replace(/bank$/, ''));
};

/** What a company's papers call a bank. */
export const bankName = (bankBin: string): string | undefined =>
  BANKS.find(({ bin }) => bin === bankBin)?.names[0];

/** An account's number without the spaces, dots and dashes that people write; undefined for what can be none (VietQR: at most 19). */
export const accountNumberOf = (text: string): string | undefined => {
  const account = text.replaceAll(/[\s.-]/g, '').toUpperCase();
  return /^[A-Z0-9]{4,19}$/.test(account) ? account : undefined;
};

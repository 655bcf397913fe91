import { keyedHash } from '@temkin/crypto';
import { toHex, type Receipt } from '@temkin/kernel';
import type { BankAccount } from './bank-account.ts';
import type { SealedValue } from './staff-number.ts';

export const ACCOUNT_STATES = ['active', 'retired'] as const;

export type AccountState = (typeof ACCOUNT_STATES)[number];

/** An account to which a company has its cash on delivery paid. */
export interface AccountDetails extends BankAccount {
  /** As the bank shows it to whoever pays. */
  readonly holderName: string;
}

/** A registered account, with what it is sealed. Instants are milliseconds since the epoch. */
export interface CollectionAccount {
  /** 32 hexadecimal digits. */
  readonly accountId: string;
  readonly state: AccountState;
  readonly details: SealedValue;
  readonly accountHash: string;
  readonly addedAt: number;
  readonly retiredAt?: number;
  readonly addReceipt: Receipt;
}

/** 128 bits: no two accounts of a tenant share a hash by chance. */
const HASH_BYTES = 16;

/** What an account is called in the register, under the register's key. */
export const accountHash = (key: Uint8Array, { bankBin, account }: BankAccount): string =>
  toHex(keyedHash(key, HASH_BYTES, 'collection-account', bankBin, account));

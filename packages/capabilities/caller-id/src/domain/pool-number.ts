import { inForce, type Receipt } from '@temkin/kernel';
import { retiredNumberDays } from './call-policies.ts';

/** Names that a number goes by, each as long as its channel shows. */
export interface NumberNames {
  /** Voice brand name of a network: at most 11 Latin letters, digits and spaces. */
  readonly brandName: string;
  /** CAMARA VerifiedCaller: at most 32 characters. */
  readonly displayName: string;
  /** Branded Calling ID: at most 35 characters. */
  readonly longName: string;
}

export const NUMBER_STATES = ['active', 'retired'] as const;

/** A retired number makes no new call; calls it made can still be checked. */
export type NumberState = (typeof NUMBER_STATES)[number];

/** A number of a company's pool, with the company's names. Instants are milliseconds since the epoch. */
export interface PoolNumber extends NumberNames {
  /** E.164. */
  readonly number: string;
  /** 32 hexadecimal digits: what events call it, which name no number. */
  readonly numberId: string;
  readonly state: NumberState;
  readonly addedAt: number;
  readonly retiredAt?: number;
  /** Of the event that added it; absent where it came with the company. */
  readonly addReceipt?: Receipt;
}

const DAY_MILLISECONDS = 86_400_000;

/** Whether a number was a company's at an instant: since it was added, and until somebody else may have it. */
export const wasOwned = (
  { addedAt, retiredAt }: Pick<PoolNumber, 'addedAt' | 'retiredAt'>,
  atMilliseconds: number,
): boolean =>
  atMilliseconds >= addedAt &&
  (retiredAt === undefined ||
    atMilliseconds < retiredAt + inForce(retiredNumberDays, retiredAt).value * DAY_MILLISECONDS);

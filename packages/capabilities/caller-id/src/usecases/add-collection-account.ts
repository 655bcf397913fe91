import type { Approvals, PendingApproval, Recorder } from '@temkin/audit-event';
import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import {
  accountHash,
  accountNumberOf,
  bankBinOf,
  bankName,
  type AccountDetails,
  type CollectionAccount,
} from '../domain/index.ts';
import type { CollectionAccountStore } from '../store/collection-accounts.ts';
import type { RegisterKeys } from '../store/register-keys.ts';
import { openDetails, sealDetails } from './account-details.ts';
import { accountResource, refuseRegister } from './refuse-register.ts';
import type { SealedValues } from './sealed-values.ts';
import { untilSettled } from './until-settled.ts';

export interface AccountDependencies {
  readonly recorder: Recorder;
  readonly approvals: Approvals;
  readonly accounts: CollectionAccountStore;
  readonly registers: RegisterKeys;
  /** Purpose `collection-account`. */
  readonly sealed: SealedValues;
  readonly clock: Clock;
}

/** A registered account with what it is. */
export interface AddedAccount {
  readonly state: 'added';
  readonly account: CollectionAccount;
  readonly details: AccountDetails;
  readonly receipt: Receipt;
}

/** As a company's papers have it. */
export interface NewAccount {
  readonly bank: string;
  readonly account: string;
  readonly holderName: string;
}

/** Bank and number as they are kept. Refuses `CALL.ACCOUNT_INVALID`. */
const readAccount = ({ bank, account: number, holderName }: NewAccount): AccountDetails => {
  const [bankBin, account] = [bankBinOf(bank), accountNumberOf(number)];
  if (bankBin === undefined || account === undefined) {
    const [pointer, detail] =
      bankBin === undefined
        ? ['/bank', 'Must be a bank of NAPAS 247.']
        : ['/account', 'Must have 4 to 19 digits or letters.'];
    throw refuseRegister('CALL.ACCOUNT_INVALID', { errors: [{ pointer, detail }] });
  }
  return { bankBin, account, holderName };
};

/**
 * Registers an account to which cash on delivery is paid, once a second person has agreed to exactly this bank, number and name:
 * whoever registers one decides where the money goes. Refuses `CALL.ACCOUNT_INVALID`, `CALL.ACCOUNT_EXISTS`, and by the codes of
 * `Approvals`. The same seed answers the same account again.
 */
export const addCollectionAccount = (dependencies: AccountDependencies) => {
  const { recorder, approvals, accounts, registers, sealed, clock } = dependencies;
  return async (
    caller: Caller,
    asked: NewAccount,
    seed: Uint8Array,
  ): Promise<AddedAccount | PendingApproval> => {
    const { tenant } = caller.principal;
    const details = readAccount(asked);
    const { bankBin, account: number, holderName } = details;
    const accountId = toHex(keyedHash(seed, 16, 'collection-account'));
    return untilSettled(async () => {
      const again = await accounts.find(tenant, accountId);
      if (again !== undefined)
        return {
          state: 'added',
          account: again,
          details: await openDetails(sealed, tenant, again),
          receipt: again.addReceipt,
        };
      const key = await registers.findOrMake(tenant, 'collection-account');
      const hash = accountHash(key, details);
      if ((await accounts.official(tenant, hash)) !== undefined) throw refuseRegister('CALL.ACCOUNT_EXISTS');

      const approval = await approvals.of(caller, {
        action: 'collection-account.add',
        resources: [],
        terms: { bank: bankName(bankBin) ?? bankBin, bankBin, account: number, holderName },
      });
      if (approval.state === 'pending') return approval;
      const account: Omit<CollectionAccount, 'addReceipt'> = {
        accountId,
        state: 'active',
        details: await sealDetails(sealed, tenant, accountId, details),
        accountHash: hash,
        addedAt: clock.now(),
      };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'collection-account.add',
          outcome: 'allowed',
          resources: [accountResource(accountId), ...approval.resources],
        },
        approval.spentWith({
          writes: (addReceipt) => accounts.addWrites(tenant, { ...account, addReceipt }),
        }),
      );
      if (recorded.outcome !== 'committed') return undefined;
      const { receipt } = recorded;
      return { state: 'added', account: { ...account, addReceipt: receipt }, details, receipt };
    });
  };
};

import type { Caller, Receipt } from '@temkin/kernel';
import type { AccountDetails, CollectionAccount } from '../domain/index.ts';
import { openDetails } from './account-details.ts';
import type { AccountDependencies } from './add-collection-account.ts';
import { accountResource, refuseRegister } from './refuse-register.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Retires an account: from the next question on it is not official. One person does, since that sends nobody's money anywhere; to
 * have it back it is added again, by two. A retired one is answered as it is. Refuses `CALL.ACCOUNT_UNKNOWN`.
 */
export const retireCollectionAccount =
  ({
    recorder,
    accounts,
    sealed,
    clock,
  }: Pick<AccountDependencies, 'recorder' | 'accounts' | 'sealed' | 'clock'>) =>
  (
    caller: Caller,
    accountId: string,
  ): Promise<{
    readonly account: CollectionAccount;
    readonly details: AccountDetails;
    readonly receipt?: Receipt;
  }> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const found = await accounts.find(tenant, accountId);
      if (found === undefined) throw refuseRegister('CALL.ACCOUNT_UNKNOWN');
      const details = await openDetails(sealed, tenant, found);
      if (found.state === 'retired') return { account: found, details };
      const retiredAt = clock.now();
      const recorded = await recorder.commit(
        caller,
        {
          action: 'collection-account.retire',
          outcome: 'allowed',
          resources: [accountResource(accountId)],
        },
        { writes: () => accounts.retireWrites(tenant, found, retiredAt) },
      );
      return recorded.outcome === 'committed'
        ? { account: { ...found, state: 'retired', retiredAt }, details, receipt: recorded.receipt }
        : undefined;
    });

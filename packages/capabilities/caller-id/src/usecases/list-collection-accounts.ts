import type { Caller } from '@temkin/kernel';
import type { AccountDetails, CollectionAccount } from '../domain/index.ts';
import { openDetails } from './account-details.ts';
import type { AccountDependencies } from './add-collection-account.ts';

/** Accounts of the caller's tenant in order of id, retired ones too; `next` is the `after` of the following page. */
export const listCollectionAccounts =
  ({ accounts, sealed }: Pick<AccountDependencies, 'accounts' | 'sealed'>) =>
  async (
    { principal: { tenant } }: Caller,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{
    readonly listed: readonly { readonly account: CollectionAccount; readonly details: AccountDetails }[];
    readonly next?: string;
  }> => {
    const { entries, next } = await accounts.page(tenant, range);
    const listed = await Promise.all(
      entries.map(async (account) => ({ account, details: await openDetails(sealed, tenant, account) })),
    );
    return { listed, ...(next !== undefined && { next }) };
  };

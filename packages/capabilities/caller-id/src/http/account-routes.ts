import { pendingAnswer, route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import { bankName, type AccountDetails, type CollectionAccount } from '../domain/index.ts';
import type { addCollectionAccount } from '../usecases/add-collection-account.ts';
import type { listCollectionAccounts } from '../usecases/list-collection-accounts.ts';
import type { retireCollectionAccount } from '../usecases/retire-collection-account.ts';
import { addAccountSpec, listAccountsSpec, retireAccountSpec } from './account-specs.ts';

export interface AccountUsecases {
  readonly addCollectionAccount: ReturnType<typeof addCollectionAccount>;
  readonly listCollectionAccounts: ReturnType<typeof listCollectionAccounts>;
  readonly retireCollectionAccount: ReturnType<typeof retireCollectionAccount>;
}

const accountView = (
  { accountId, state, addedAt, retiredAt }: CollectionAccount,
  { bankBin, account, holderName }: AccountDetails,
) => ({
  accountId,
  bank: bankName(bankBin) ?? bankBin,
  bankBin,
  account,
  holderName,
  state,
  addedAt: rfc3339(addedAt),
  ...(retiredAt !== undefined && { retiredAt: rfc3339(retiredAt) }),
});

/** The routes of the register of accounts. */
export const accountRoutes = (usecases: AccountUsecases): readonly Route[] => [
  route(addAccountSpec, async ({ caller, body, seed }) => {
    const added = await usecases.addCollectionAccount(caller, body, seed);
    if (added.state === 'pending') return pendingAnswer(added);
    return { body: accountView(added.account, added.details), receipt: added.receipt };
  }),
  route(listAccountsSpec, async ({ caller, query: { limit, cursor } }) => {
    const { listed, next } = await usecases.listCollectionAccounts(caller, {
      limit,
      ...(cursor !== undefined && { after: cursor }),
    });
    return {
      body: {
        accounts: listed.map(({ account, details }) => accountView(account, details)),
        ...(next !== undefined && { cursor: next }),
      },
    };
  }),
  route(retireAccountSpec, async ({ caller, params }) => {
    const { account, details, receipt } = await usecases.retireCollectionAccount(caller, params.accountId);
    return { body: accountView(account, details), ...(receipt !== undefined && { receipt }) };
  }),
];

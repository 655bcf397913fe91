import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { ACCOUNT_STATES } from '../domain/index.ts';
import { limit, registerId } from './register-words.ts';

const keeping = {
  tag: 'Collection accounts',
  access: { scope: 'accounts:admin', roles: ['staff-admin'] },
} as const;

const account = once(() =>
  z
    .strictObject({
      accountId: registerId,
      bank: z.string(),
      bankBin: z.string().meta({ description: 'Six digits (NAPAS).' }),
      account: z.string(),
      holderName: z.string(),
      state: z.enum(ACCOUNT_STATES),
      addedAt: z.iso.datetime(),
      retiredAt: z.iso.datetime().exactOptional(),
    })
    .meta({ id: 'CollectionAccount' }),
);

export const addAccountSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/collection-accounts',
  action: 'collection-account.add',
  summary: 'Register an account for cash on delivery',
  description:
    'Two people: whoever asks, and somebody else who agrees to exactly this bank, number and name. Citizens who ask are told ' +
    'that it is official.',
  body: () =>
    z
      .strictObject({
        bank: z.string().min(2).max(64).meta({ description: 'Its name, code, or six digits (NAPAS).' }),
        account: z.string().min(4).max(32),
        holderName: z
          .string()
          .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,&()'/-]{0,99}$/u)
          .meta({ description: 'As the bank shows it to whoever pays.' }),
      })
      .meta({ id: 'NewCollectionAccount' }),
  creates: true,
  twoPerson: true,
  success: { status: 201, description: 'The account.', body: account },
  problems: ['CALL.ACCOUNT_INVALID', 'CALL.ACCOUNT_EXISTS', 'CALL.CHANGED'],
});

export const listAccountsSpec = routeSpec({
  ...keeping,
  method: 'GET',
  path: '/v1/collection-accounts',
  action: 'collection-account.list',
  summary: 'List the accounts for cash on delivery',
  description: 'Of the own tenant in order of id, retired ones too.',
  query: () => z.strictObject({ limit, cursor: registerId.exactOptional() }),
  success: {
    status: 200,
    description: 'A page of accounts.',
    body: () =>
      z.strictObject({ accounts: z.array(account()).readonly(), cursor: registerId.exactOptional() }),
  },
  problems: [],
});

export const retireAccountSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/collection-accounts/{accountId}/retire',
  action: 'collection-account.retire',
  summary: 'Retire an account for cash on delivery',
  description: 'From the next question on it is not official. Retiring what is retired changes nothing.',
  params: () => z.strictObject({ accountId: registerId }),
  success: { status: 200, description: 'The retired account.', body: account },
  problems: ['CALL.ACCOUNT_UNKNOWN', 'CALL.CHANGED'],
});

/** The specifications of the register of accounts. */
export const accountSpecs = [addAccountSpec, listAccountsSpec, retireAccountSpec];

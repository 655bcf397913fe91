import type { AccountDetails, CollectionAccount, SealedValue } from '../domain/index.ts';
import type { SealedValues } from './sealed-values.ts';

/** Seals what an account is: its bank, number and holder. */
export const sealDetails = (
  sealed: Pick<SealedValues, 'seal'>,
  tenant: string,
  accountId: string,
  { bankBin, account, holderName }: AccountDetails,
): Promise<SealedValue> => sealed.seal(tenant, accountId, JSON.stringify([bankBin, account, holderName]));

/** What an account is. Throws where it does not open. */
export const openDetails = async (
  sealed: Pick<SealedValues, 'open'>,
  tenant: string,
  { accountId, details }: Pick<CollectionAccount, 'accountId' | 'details'>,
): Promise<AccountDetails> => {
  const opened = JSON.parse(await sealed.open(tenant, accountId, details)) as readonly string[];
  const [bankBin = '', account = '', holderName = ''] = opened;
  return { bankBin, account, holderName };
};

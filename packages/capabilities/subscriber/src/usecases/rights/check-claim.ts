import type { KeyRing } from '@temkin/crypto';
import { Refusal, type Clock } from '@temkin/kernel';
import { typedReceipt } from '../../domain/index.ts';
import type { Claims, FiledClaim } from '../../store/claims.ts';
import type { SelfCheckCounts } from '../../store/self-check-counts.ts';
import type { Companies } from './ports.ts';
import { refuseRight } from './refuse-rights.ts';
import { NO_COMPANY, requestsBy, SELF_CHECK_PURPOSE } from './self-check-words.ts';

export interface CheckClaimDependencies {
  readonly codes: Pick<KeyRing, 'current'>;
  readonly counts: Pick<SelfCheckCounts, 'count'>;
  readonly claims: Pick<Claims, 'findByReceipt'>;
  readonly companies: Companies;
  readonly clock: Clock;
}

/**
 * Where a claim stands, by the receipt that was sent for it: its state and dates, and of nobody anything, so that there is no event.
 * Refuses `REQUEST.RATE_LIMITED` by the network, and `CLAIM.UNKNOWN` for every receipt of no claim of the company, and every company.
 */
export const checkClaim =
  ({ codes, counts, claims, companies, clock }: CheckClaimDependencies) =>
  async (
    company: string,
    { receipt, network }: { readonly receipt: string; readonly network: string },
  ): Promise<FiledClaim> => {
    const tenant = (await companies.exists(company)) ? company : NO_COMPANY;
    const { key } = await codes.current(tenant, SELF_CHECK_PURPOSE);
    const { retryAfterSeconds, ...requests } = requestsBy(key, network, clock.now());
    if (!(await counts.count(tenant, requests)))
      throw new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds });
    const written = typedReceipt(receipt);
    const found = written === undefined ? undefined : await claims.findByReceipt(tenant, written);
    if (found === undefined) throw refuseRight('CLAIM.UNKNOWN');
    return found;
  };

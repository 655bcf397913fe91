import type { KeyRing } from '@temkin/crypto';
import { inForce, inSteps, Refusal, type Clock, type Wait } from '@temkin/kernel';
import { checkAnswerStep } from '../domain/index.ts';
import type { CheckCounts } from '../store/check-counts.ts';
import { requestsBy } from './check-limits.ts';
import type { CheckFindings, Companies } from './check-ports.ts';
import { CALL_PURPOSE, NO_COMPANY } from './check-words.ts';

export interface PublicCheckDependencies {
  /** Purpose `call`. */
  readonly ring: KeyRing;
  readonly counts: Pick<CheckCounts, 'count'>;
  readonly companies: Companies;
  readonly findings: CheckFindings;
  readonly clock: Clock;
  readonly wait: Wait;
}

/**
 * What a question of somebody without an account goes through, whatever it asks: one count of the network that it comes from, an
 * answer after a whole step of time, and `otherwise` where something fails on our side. Refuses `REQUEST.RATE_LIMITED` by the
 * network, before anything is looked at. A company that is none of ours is answered as one that has nothing.
 */
export const publicCheck = (dependencies: PublicCheckDependencies) => {
  const { ring, counts, companies, findings, clock } = dependencies;
  const stepwise = inSteps(dependencies);
  return async <Result>(
    { company, network }: { readonly company: string; readonly network: string },
    otherwise: Result,
    answer: (tenant: string) => Promise<Result>,
  ): Promise<Result> => {
    try {
      const tenant = (await companies.exists(company)) ? company : NO_COMPANY;
      const { key } = await ring.current(tenant, CALL_PURPOSE);
      const { retryAfterSeconds, ...requests } = requestsBy(key, network, clock.now());
      if (!(await counts.count(tenant, requests)))
        throw new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds });
      return await stepwise(inForce(checkAnswerStep, clock.now()).value, () => answer(tenant));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      findings.report({ finding: 'check-failed', tenant: company });
      return otherwise;
    }
  };
};

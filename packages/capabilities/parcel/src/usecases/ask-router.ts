import { communeByCode } from '@temkin/administrative-units';
import { SORT_CODE, type RoutedAddress, type Router } from '../domain/index.ts';
import type { Findings } from './ports.ts';

/** Where an address is sorted to, and what its event says of how that was found out. */
export interface Routed {
  readonly sortCode?: string;
  readonly flags: readonly 'router-failed'[];
}

export interface RoutingDependencies {
  readonly router: Router;
  readonly findings: Findings;
}

/** What a parcel waits for a router at most: sorting never depends on this system, and issuing not on the router. */
const LONGEST_ANSWER_MILLISECONDS = 1_000;

/**
 * Asks for the sort codes of one request. A router that fails, answers too late or with what is no sort code is a finding and
 * refuses nothing: the parcel has no sort code then, and its event a flag. It is not asked again by the same request,
 * so that no batch waits for it parcel by parcel.
 */
export const askRouter = ({ router, findings }: RoutingDependencies, tenant: string) => {
  let hasFailed = false;

  const failed = (): Routed => {
    if (!hasFailed) findings.report({ finding: 'router-failed', tenant });
    hasFailed = true;
    return { flags: ['router-failed'] };
  };

  /** A commune that there is not is refused elsewhere, and no router's business. */
  return async ({ street, communeCode }: RoutedAddress): Promise<Routed> => {
    if (communeByCode(communeCode) === undefined) return { flags: [] };
    if (hasFailed) return failed();
    try {
      const signal = AbortSignal.timeout(LONGEST_ANSWER_MILLISECONDS);
      const sortCode = await router.sortCode(tenant, { street, communeCode }, signal);
      if (sortCode === undefined) return { flags: [] };
      return SORT_CODE.test(sortCode) ? { sortCode, flags: [] } : failed();
    } catch {
      return failed();
    }
  };
};

export type AskRouter = ReturnType<typeof askRouter>;

import type { Caller } from '@temkin/kernel';
import type { PoolNumbers } from '../store/pool-numbers.ts';

/** A page of the own company's pool, retired numbers among them. */
export const listNumbers =
  ({ numbers }: { readonly numbers: Pick<PoolNumbers, 'page'> }) =>
  ({ principal }: Caller, page: { readonly limit: number; readonly after?: string }) =>
    numbers.page(principal.tenant, page);

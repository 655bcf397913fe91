import type { Caller } from '@temkin/kernel';
import type { PrincipalRecord } from '../domain/index.ts';
import type { PrincipalStore } from '../store/principals.ts';

/**
 * Staff of the caller's tenant in order of id. A page may hold fewer than `limit`, systems being left out; `next` is the
 * `after` of the following page, present where more may follow.
 */
export const listStaff =
  ({ principals }: { readonly principals: Pick<PrincipalStore, 'page'> }) =>
  async (
    { principal: { tenant } }: Caller,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly staff: readonly PrincipalRecord[]; readonly next?: string }> => {
    const { principals: page, next } = await principals.page(tenant, range);
    return { staff: page.filter(({ kind }) => kind === 'staff'), ...(next !== undefined && { next }) };
  };

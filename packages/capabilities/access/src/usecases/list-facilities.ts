import type { Caller } from '@temkin/kernel';
import type { FacilityRecord } from '../domain/index.ts';
import type { FacilityStore } from '../store/facilities.ts';

/** Facilities of the caller's tenant in order of id; `next` as in `listStaff`. */
export const listFacilities =
  ({ facilities }: { readonly facilities: Pick<FacilityStore, 'page'> }) =>
  async (
    { principal: { tenant } }: Caller,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly facilities: readonly FacilityRecord[]; readonly next?: string }> =>
    facilities.page(tenant, range);

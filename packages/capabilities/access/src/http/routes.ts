import { route, type Route } from '@temkin/http';
import type { listFacilities } from '../usecases/list-facilities.ts';
import type { listStaff } from '../usecases/list-staff.ts';
import { listFacilitiesSpec, listStaffSpec } from './specs.ts';

export interface AccessUsecases {
  readonly listStaff: ReturnType<typeof listStaff>;
  readonly listFacilities: ReturnType<typeof listFacilities>;
}

const rangeOf = ({ limit, cursor }: { readonly limit: number; readonly cursor?: string }) => ({
  limit,
  ...(cursor !== undefined && { after: cursor }),
});

/** The access capability's routes. */
export const accessRoutes = (usecases: AccessUsecases): readonly Route[] => [
  route(listStaffSpec, async ({ caller, query }) => {
    const { staff, next } = await usecases.listStaff(caller, rangeOf(query));
    return {
      body: {
        staff: staff.map(({ id, roles, facility, status }) => ({
          id,
          roles,
          status,
          ...(facility !== undefined && { facility }),
        })),
        ...(next !== undefined && { cursor: next }),
      },
    };
  }),
  route(listFacilitiesSpec, async ({ caller, query }) => {
    const { facilities, next } = await usecases.listFacilities(caller, rangeOf(query));
    return {
      body: {
        facilities: facilities.map(({ id, displayName, communeCode }) => ({ id, displayName, communeCode })),
        ...(next !== undefined && { cursor: next }),
      },
    };
  }),
];

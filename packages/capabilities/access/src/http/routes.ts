import { route, type PrincipalRoute } from '@temkin/http';
import type { PrincipalStatus } from '../domain/index.ts';
import type { changeStatus } from '../usecases/change-status.ts';
import type { listFacilities } from '../usecases/list-facilities.ts';
import type { listStaff } from '../usecases/list-staff.ts';
import { approvalRoutes, type ApprovalUsecases } from './approval-routes.ts';
import { deviceRoutes, type DeviceUsecases } from './device-routes.ts';
import {
  listFacilitiesSpec,
  listStaffSpec,
  reinstateStaffSpec,
  revokeStaffSpec,
  suspendStaffSpec,
} from './specs.ts';
import { rangeOf } from './words.ts';

export interface AccessUsecases extends DeviceUsecases, ApprovalUsecases {
  readonly listStaff: ReturnType<typeof listStaff>;
  readonly listFacilities: ReturnType<typeof listFacilities>;
  readonly changeStatus: ReturnType<typeof changeStatus>;
}

const statusRoute = (
  spec: typeof suspendStaffSpec,
  status: PrincipalStatus,
  usecases: AccessUsecases,
): PrincipalRoute =>
  route(spec, async ({ caller, params }) => {
    const { receipt, ...body } = await usecases.changeStatus(caller, params.staffId, status);
    return { body, ...(receipt !== undefined && { receipt }) };
  });

/** The access capability's routes. */
export const accessRoutes = (usecases: AccessUsecases): readonly PrincipalRoute[] => [
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
  statusRoute(suspendStaffSpec, 'suspended', usecases),
  statusRoute(revokeStaffSpec, 'revoked', usecases),
  statusRoute(reinstateStaffSpec, 'active', usecases),
  route(listFacilitiesSpec, async ({ caller, query }) => {
    const { facilities, next } = await usecases.listFacilities(caller, rangeOf(query));
    return {
      body: {
        facilities: facilities.map(({ id, displayName, communeCode }) => ({ id, displayName, communeCode })),
        ...(next !== undefined && { cursor: next }),
      },
    };
  }),
  ...deviceRoutes(usecases),
  ...approvalRoutes(usecases),
];

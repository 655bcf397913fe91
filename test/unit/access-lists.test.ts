import {
  accessRoutes,
  approvalStore,
  decideApproval,
  deviceStore,
  enrolDevice,
  listApprovals,
  listDevices,
  listFacilities,
  listStaff,
  revokeDevice,
} from '@temkin/access';
import type { PrincipalRoute } from '@temkin/http';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessWorld, admin, clerk } from './access-world.ts';

const { table, ground, facilities, principals, create, add, enrol, changing } = await accessWorld();
const devices = deviceStore({ table });
const approvals = approvalStore(table);

describe('a list', () => {
  const caller = admin('lister');
  const routes = accessRoutes({
    listStaff: listStaff({ principals }),
    listFacilities: listFacilities({ facilities }),
    changeStatus: changing,
    enrolDevice: enrolDevice({ ...ground, devices, facilities }),
    revokeDevice: revokeDevice({ ...ground, devices }),
    listDevices: listDevices({ devices }),
    listApprovals: listApprovals({ ...ground, approvals }),
    decideApproval: decideApproval({ ...ground, approvals, principals }),
  });
  const routeAt = (path: string): PrincipalRoute => {
    const found = routes.find(({ spec }) => spec.path === path);
    if (found === undefined) throw new Error(`no route at ${path}`);
    return found;
  };
  const staffRoute = routeAt('/v1/staff');
  const facilitiesRoute = routeAt('/v1/facilities');

  beforeAll(async () => {
    await create({ tenant: 'lister', displayName: 'Lister', issuers: ['embedded'] });
    for (const n of [1, 2, 3]) {
      await add({ tenant: 'lister', id: `F-${n}`, displayName: `Bưu cục ${n}`, communeCode: '00070' });
      const staff = { tenant: 'lister', id: `s-${n}`, subject: `s-${n}`, facility: `F-${n}` };
      await enrol(clerk(staff));
    }
    const system = { id: 's-2-system', subject: 'system', kind: 'system', facility: 'F-1' } as const;
    await enrol(clerk({ ...system, tenant: 'lister' }));
  });

  /** Follows the cursors to the end, as a client does: every query and answer through the schemas. */
  const everyPage = async (route: PrincipalRoute, limit: number): Promise<unknown[]> => {
    const pages: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = route.spec.query?.parse({
        limit: String(limit),
        ...(cursor !== undefined && { cursor }),
      });
      const answer = await route.run({
        caller,
        query,
        params: {},
        body: undefined,
        clientCertificate: undefined,
        seed: new Uint8Array(32),
        deadlineMilliseconds: 0,
      });
      if (!('body' in answer)) throw new Error('a list waits for nobody');
      const { cursor: next, ...page } = route.spec.success.body.parse(answer.body) as {
        readonly cursor?: string;
      };
      pages.push(page);
      cursor = next;
    } while (cursor !== undefined && pages.length < 20);
    return pages;
  };

  it('of staff names ids, roles, facility and status, page by page, without systems', async () => {
    const pages = (await everyPage(staffRoute, 2)) as { staff: { id: string }[] }[];
    expect(pages.flatMap(({ staff }) => staff)).toEqual(
      [1, 2, 3].map((n) => ({ id: `s-${n}`, roles: ['desk-clerk'], facility: `F-${n}`, status: 'active' })),
    );
    expect(pages.every(({ staff }) => staff.length <= 2)).toBe(true);
  });

  it('of facilities names id, public name and commune, page by page', async () => {
    const pages = (await everyPage(facilitiesRoute, 2)) as { facilities: unknown[] }[];
    expect(pages.flatMap((page) => page.facilities)).toEqual(
      [1, 2, 3].map((n) => ({ id: `F-${n}`, displayName: `Bưu cục ${n}`, communeCode: '00070' })),
    );
    expect(pages[0]?.facilities).toHaveLength(2);
  });

  it.each([
    { limit: '0' },
    { limit: '101' },
    { limit: 'x' },
    { limit: '' },
    { limit: '0x10' },
    { limit: '1e1' },
    { limit: ' 5' },
    { limit: '5.0' },
    { cursor: 'a#b' },
    { offset: '1' },
  ])('cannot be asked with %j', (query) => {
    expect(staffRoute.spec.query?.safeParse(query).success).toBe(false);
    expect(facilitiesRoute.spec.query?.safeParse(query).success).toBe(false);
  });

  it('has 50 entries a page unless told otherwise', () => {
    expect(staffRoute.spec.query?.parse({})).toEqual({ limit: 50 });
  });
});

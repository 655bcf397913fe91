import {
  accessRoutes,
  addFacility,
  approvalStore,
  changeStatus,
  changeSettings,
  createTenant,
  decideApproval,
  deviceStore,
  directory,
  enrolDevice,
  enrolPrincipal,
  facilityStore,
  listApprovals,
  listDevices,
  listFacilities,
  listStaff,
  principalStore,
  revokeDevice,
  tenantStore,
} from '@temkin/access';
import { DEFAULT_SETTINGS, type NewPrincipal, type PrincipalStatus } from '@temkin/access/domain';
import { cryptoReady } from '@temkin/crypto';
import type { PrincipalRoute } from '@temkin/http';
import { systemClock, systemRandom, type Caller } from '@temkin/kernel';
import { keyOf, stillHolds } from '@temkin/storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { testTable } from '../support/store.ts';

await cryptoReady;
const { table } = await testTable();
const ground = groundwork({ table, rootKey: memoryRootKey(), clock: systemClock, random: systemRandom });
const tenants = tenantStore({ table });
const facilities = facilityStore({ table });
const principals = principalStore({ table });
const devices = deviceStore({ table });
const approvals = approvalStore(table);
const create = createTenant({ tenants });
const changeTo = changeSettings({ tenants });
const add = addFacility({ facilities });
const enrol = enrolPrincipal({ principals });
const changing = changeStatus({ ...ground, principals });

const admin = (tenant: string): Caller => ({
  principal: { tenant, id: 'admin', client: 'office', roles: ['staff-admin'] },
  reliedOn: [],
});

const change = async (tenant: string, id: string, to: PrincipalStatus) => {
  const { status } = await changing(admin(tenant), id, to);
  return status;
};
const people = directory({ table });

const clerk = (changes: Partial<NewPrincipal> = {}): NewPrincipal => ({
  tenant: 'ems',
  id: 'clerk-1',
  issuer: 'embedded',
  subject: 'clerk-1',
  kind: 'staff',
  roles: ['desk-clerk'],
  facility: 'HN-1',
  ...changes,
});

const refused = (code: string) => expect.objectContaining({ name: 'Refusal', code });

beforeAll(async () => {
  for (const tenant of ['ems', 'other']) {
    await create({ tenant, displayName: tenant, issuers: ['embedded'] });
    await add({ tenant, id: 'HN-1', displayName: `Bưu cục ${tenant}`, communeCode: '00004' });
  }
  await enrol(clerk());
  await enrol(clerk({ id: 'carrier', subject: 'carrier', kind: 'system', roles: ['order-system'] }));
});

describe('a tenant', () => {
  it('exists once', async () => {
    await expect(create({ tenant: 'ems', displayName: 'Again', issuers: [] })).rejects.toEqual(
      refused('ACCESS.TENANT_EXISTS'),
    );
    expect((await tenants.find('ems'))?.displayName).toBe('ems');
  });

  it.each(['', 'EMS', '-ems', 'ems-', 'a/b', 'é', 'a'.repeat(41)])('is not called %j', async (tenant) => {
    await expect(create({ tenant, displayName: '', issuers: [] })).rejects.toEqual(
      refused('ACCESS.RECORD_MALFORMED'),
    );
  });
});

describe('settings of a tenant', () => {
  it('are the default ones where none were given, and also in a record from before there were any', async () => {
    expect(await people.settings('ems')).toEqual(DEFAULT_SETTINGS);
    const item = { tenant: 'elder', displayName: 'Elder', issuers: ['embedded'], version: 1 };
    await table.write({ kind: 'put', key: keyOf('access', 'tenant', { tenant: 'elder' }), item });
    expect(await people.settings('elder')).toEqual(DEFAULT_SETTINGS);
  });

  it('are those it was made with, until others are given', async () => {
    const company = { tenant: 'setter', displayName: 'Setter', issuers: ['embedded'] };
    await create({ ...company, keeping: 'label-only', labels: { codOnLabel: true } });
    const made = {
      ...DEFAULT_SETTINGS,
      labels: { profile: 'strict', codOnLabel: true },
      keeping: 'label-only',
    };
    expect(await people.settings('setter')).toEqual(made);
    expect(await changeTo('setter', { keeping: 'label-only' })).toBe('same');
    expect(await changeTo('setter', { keeping: 'escrow', labels: { profile: 'clear' } })).toBe('changed');
    expect(await people.settings('setter')).toEqual({
      ...DEFAULT_SETTINGS,
      labels: { profile: 'clear', codOnLabel: true },
      keeping: 'escrow',
    });
    expect(await changeTo('setter', { signedRequests: 'off' })).toBe('changed');
    expect((await people.settings('setter')).signedRequests).toBe('off');
    expect((await tenants.find('setter'))?.displayName).toBe('Setter');
  });

  it('are not given over what somebody else gave meanwhile, nor to no tenant', async () => {
    await expect(changeTo('nobody', { keeping: 'escrow' })).rejects.toEqual(refused('ACCESS.TENANT_UNKNOWN'));
    await create({ tenant: 'raced', displayName: 'Raced', issuers: ['embedded'] });
    const raced = changeSettings({
      tenants: {
        ...tenants,
        find: async (tenant) => {
          const found = await tenants.find(tenant);
          await changeTo(tenant, { labels: { profile: 'clear' } });
          return found;
        },
      },
    });
    await expect(raced('raced', { keeping: 'label-only' })).rejects.toEqual(refused('ACCESS.CHANGED'));
    expect(await people.settings('raced')).toEqual({
      ...DEFAULT_SETTINGS,
      labels: { profile: 'clear', codOnLabel: false },
      keeping: 'escrow',
    });
  });
});

describe('a facility', () => {
  it('belongs to a tenant, under an id of its own', async () => {
    const again = { tenant: 'ems', id: 'HN-1', displayName: 'Again', communeCode: '00004' };
    await expect(add(again)).rejects.toEqual(refused('ACCESS.FACILITY_EXISTS'));
    await expect(add({ ...again, tenant: 'nobody' })).rejects.toEqual(refused('ACCESS.TENANT_UNKNOWN'));
    await expect(add({ ...again, communeCode: '4' })).rejects.toEqual(refused('ACCESS.RECORD_MALFORMED'));
    await expect(add({ ...again, id: 'hn 2' })).rejects.toEqual(refused('ACCESS.RECORD_MALFORMED'));
  });

  it('is in the directory of its own tenant', async () => {
    expect(await people.facility('ems', 'HN-1')).toMatchObject({
      id: 'HN-1',
      displayName: 'Bưu cục ems',
      communeCode: '00004',
    });
    expect((await people.facility('other', 'HN-1'))?.displayName).toBe('Bưu cục other');
    expect(await people.facility('ems', 'HN-2')).toBeUndefined();
  });
});

describe('a principal', () => {
  it('is enrolled under one id and one subject, staff and systems alike', async () => {
    await expect(enrol(clerk({ subject: 'someone-else' }))).rejects.toEqual(
      refused('ACCESS.PRINCIPAL_EXISTS'),
    );
    await expect(enrol(clerk({ id: 'clerk-2' }))).rejects.toEqual(refused('ACCESS.PRINCIPAL_EXISTS'));
    await expect(enrol(clerk({ id: 'carrier', subject: 'x' }))).rejects.toEqual(
      refused('ACCESS.PRINCIPAL_EXISTS'),
    );
    expect(await people.staff('ems', 'clerk-2')).toBeUndefined();
  });

  it('belongs to a tenant and a facility that exist', async () => {
    const newcomer = { id: 'clerk-3', subject: 'clerk-3' };
    await expect(enrol(clerk({ ...newcomer, tenant: 'nobody' }))).rejects.toEqual(
      refused('ACCESS.TENANT_UNKNOWN'),
    );
    await expect(enrol(clerk({ ...newcomer, facility: 'HN-9' }))).rejects.toEqual(
      refused('ACCESS.FACILITY_UNKNOWN'),
    );
  });

  it.each([{ id: 'Nguyễn Văn A' }, { id: '' }, { subject: 'two words' }, { roles: [] }])(
    'is refused as %j',
    async (changes) => {
      await expect(enrol(clerk({ id: 'n', subject: 'n', ...changes }))).rejects.toEqual(
        refused('ACCESS.RECORD_MALFORMED'),
      );
    },
  );

  it('is found by what its token says, with its tenant', async () => {
    const found = await principals.membership({ tenant: 'ems', issuer: 'embedded', subject: 'clerk-1' });
    expect(found.tenant?.issuers).toEqual(['embedded']);
    expect(found.principal).toMatchObject({
      ...clerk(),
      status: 'active',
      recordId: expect.stringMatching(/^[\w-]{22}$/),
    });
    const { principal } = await principals.membership({ tenant: 'ems', issuer: 'other', subject: 'clerk-1' });
    expect(principal).toBeUndefined();
  });

  it('is in the directory where it is staff of that tenant', async () => {
    const { roles, facility, active } = (await people.staff('ems', 'clerk-1')) ?? {};
    expect({ roles, facility, active }).toEqual({ roles: ['desk-clerk'], facility: 'HN-1', active: true });
    expect(await people.staff('other', 'clerk-1')).toBeUndefined();
    expect(await people.staff('ems', 'carrier')).toBeUndefined();
  });
});

describe('a change of status', () => {
  it('fails every transaction that relied on the status before', async () => {
    await enrol(clerk({ id: 'leaver', subject: 'leaver' }));
    const before = await people.staff('ems', 'leaver');
    const relied = stillHolds(before === undefined ? [] : [before.reliedOn]);
    expect((await table.transact(relied, 'before')).outcome).toBe('committed');

    expect(await change('ems', 'leaver', 'suspended')).toBe('suspended');
    expect(await table.transact(relied, 'after')).toEqual({ outcome: 'refused', failed: [0] });
    expect((await people.staff('ems', 'leaver'))?.active).toBe(false);
  });

  it('leads from suspended back to active, and from revoked nowhere', async () => {
    await enrol(clerk({ id: 'goer', subject: 'goer' }));
    await change('ems', 'goer', 'suspended');
    await change('ems', 'goer', 'active');
    expect((await people.staff('ems', 'goer'))?.active).toBe(true);
    await change('ems', 'goer', 'revoked');
    for (const status of ['active', 'suspended'] as const)
      await expect(change('ems', 'goer', status)).rejects.toEqual(refused('ACCESS.STATUS_UNREACHABLE'));
    expect((await people.staff('ems', 'goer'))?.active).toBe(false);
  });

  it('to what it is already changes nothing', async () => {
    await enrol(clerk({ id: 'stayer', subject: 'stayer' }));
    const before = await principals.find('ems', 'stayer');
    expect(await changing(admin('ems'), 'stayer', 'active')).toEqual({ id: 'stayer', status: 'active' });
    expect(await principals.find('ems', 'stayer')).toEqual(before);
  });

  it('reaches the own tenant alone, and there no system', async () => {
    await expect(change('other', 'clerk-1', 'revoked')).rejects.toEqual(refused('ACCESS.PRINCIPAL_UNKNOWN'));
    await expect(change('ems', 'carrier', 'revoked')).rejects.toEqual(refused('ACCESS.PRINCIPAL_UNKNOWN'));
  });

  it('never is one’s own', async () => {
    await enrol(clerk({ id: 'admin', subject: 'admin', roles: ['staff-admin'] }));
    for (const status of ['active', 'suspended', 'revoked'] as const)
      await expect(change('ems', 'admin', status)).rejects.toEqual(refused('ACCESS.OWN_STATUS'));
  });

  it('is refused where another one came first', async () => {
    const stale = await principals.find('ems', 'clerk-1');
    const late = changeStatus({ ...ground, principals: { ...principals, find: async () => stale } });
    await change('ems', 'clerk-1', 'suspended');
    await expect(late(admin('ems'), 'clerk-1', 'revoked')).rejects.toEqual(
      refused('ACCESS.PRINCIPAL_CHANGED'),
    );
    await change('ems', 'clerk-1', 'active');
  });
});

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

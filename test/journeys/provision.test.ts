import { directory, principalStore } from '@temkin/access';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { testStore, testTable } from '../support/store.ts';

const { endpoint } = await testStore();
const { table, prefix } = await testTable();
const folder = await mkdtemp(join(tmpdir(), 'temkin-provision-'));
afterAll(() => rm(folder, { recursive: true }));

// AWS by the environment, which here is the test's store.
Object.assign(process.env, {
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});

const SHIPPER = {
  id: 'shipper-0017',
  issuer: 'cognito',
  subject: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  kind: 'staff',
  roles: ['shipper'],
  facility: 'HN-BA-DINH',
};

const TENANT = {
  tenant: 'ems',
  displayName: 'Bưu chính EMS',
  issuers: ['cognito'],
  facilities: [{ id: 'HN-BA-DINH', displayName: 'Bưu cục Ba Đình', communeCode: '00004' }],
  principals: [
    { id: 'orders', issuer: 'cognito', subject: '1example23456789', kind: 'system', roles: ['order-system'] },
    SHIPPER,
  ],
};

/** The report of a run that did nothing but this. */
const became = (what: object) => ({ created: 0, changed: 0, kept: 0, differing: [], ...what });

const provision = async (content: unknown, name = 'tenants.json') => {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return temkin(['provision', '--file', file, '--tables', prefix, '--json']);
};

/** One more than there may be. */
const MANY_ROUTES = Object.fromEntries(
  Array.from({ length: 401 }, (_, at) => [String(at).padStart(5, '0'), 'X-1']),
);

describe('provisioning', () => {
  it('makes tenants, places and who may act, and leaves them alone when it is run again', async () => {
    const first = await provision({ tenants: [TENANT] });
    expect([first.exitCode, JSON.parse(first.output)]).toEqual([0, became({ created: 4 })]);
    const shipper = await directory({ table }).staff('ems', 'shipper-0017');
    expect(shipper).toMatchObject({ roles: ['shipper'], facility: 'HN-BA-DINH', active: true });
    expect(await directory({ table }).facility('ems', 'HN-BA-DINH')).toMatchObject({ communeCode: '00004' });

    const admin = {
      ...SHIPPER,
      id: 'admin-1',
      subject: 'admin',
      roles: ['staff-admin'],
      facility: undefined,
    };
    const more = await provision({ tenants: [{ ...TENANT, principals: [...TENANT.principals, admin] }] });
    expect([more.exitCode, JSON.parse(more.output)]).toEqual([0, became({ created: 1, kept: 4 })]);
  });

  it.each([
    ['other roles', { roles: ['staff-admin'] }],
    ['another account', { subject: 'second' }],
    ['no facility', { facility: undefined }],
    ['another id for the same account', { id: 'shipper-0018' }],
  ])('names whom it leaves with what they have although the file gives them %s', async (_what, other) => {
    const company = { ...TENANT, tenant: 'left' };
    await provision({ tenants: [company] });
    const changed = { ...SHIPPER, ...other };
    const { output } = await provision({ tenants: [{ ...company, principals: [changed] }] });
    expect(JSON.parse(output)).toEqual(became({ kept: 2, differing: [`left/${changed.id}`] }));
    expect(await principalStore({ table }).find('left', 'shipper-0017')).toMatchObject(SHIPPER);
    expect(await principalStore({ table }).find('left', 'shipper-0018')).toBeUndefined();
  });

  it.each([
    ['not JSON', '{'],
    ['no tenants', { tenants: [] }],
    ['a field nobody knows', { tenants: [{ ...TENANT, password: 'x' }] }],
    ['a keeping nobody knows', { tenants: [{ ...TENANT, keeping: 'nowhere' }] }],
    ['a route to no unit', { tenants: [{ ...TENANT, routes: { '1234': 'X-1' } }] }],
    ['a sort code that is none', { tenants: [{ ...TENANT, routes: { '01': 'Nguyễn An' } }] }],
    ['more routes than are read with every request', { tenants: [{ ...TENANT, routes: MANY_ROUTES }] }],
    ['a label profile nobody knows', { tenants: [{ ...TENANT, labels: { profile: 'loud' } }] }],
    ['a role nobody knows', { tenants: [{ ...TENANT, principals: [{ ...SHIPPER, roles: ['root'] }] }] }],
    [
      'an id that could be a name',
      { tenants: [{ ...TENANT, principals: [{ ...SHIPPER, id: 'Nguyễn An' }] }] },
    ],
  ])('refuses a file with %s, before anything is made, and repeats nothing of it', async (_, content) => {
    const { exitCode, output, complaint } = await provision(content, 'wrong.json');
    expect([exitCode, output]).toEqual([1, '']);
    expect(complaint).toMatch(/^The file /);
    expect(complaint).not.toMatch(/Nguyễn|password: x/);
  });

  it('gives a tenant the settings that a file names, and leaves those that it does not', async () => {
    const company = { ...TENANT, tenant: 'hill', facilities: [], principals: [] };
    const given = async (more: object) =>
      JSON.parse((await provision({ tenants: [{ ...company, ...more }] })).output);

    expect(await given({})).toEqual(became({ created: 1 }));
    expect(await directory({ table }).settings('hill')).toEqual({
      labels: { profile: 'strict', codOnLabel: false },
      keeping: 'escrow',
      signedRequests: 'required',
      routes: {},
    });
    expect(await given({ labels: { codOnLabel: true } })).toEqual(became({ changed: 1 }));
    expect(await given({ keeping: 'label-only', labels: { profile: 'street' } })).toMatchObject({
      changed: 1,
    });
    expect(await given({})).toEqual(became({ kept: 1 }));
    expect(await directory({ table }).settings('hill')).toEqual({
      labels: { profile: 'street', codOnLabel: true },
      keeping: 'label-only',
      signedRequests: 'required',
      routes: {},
    });
    expect(await given({ routes: { '01': 'HN', '48': 'DN' } })).toMatchObject({ changed: 1 });
    expect(await given({ routes: { '48': 'DN', '01': 'HN' } })).toMatchObject({ changed: 0 });
    expect(await given({ routes: { '00070': 'HN' } })).toMatchObject({ changed: 1 });
    expect(await given({ routes: { '00070': 'HK' } })).toMatchObject({ changed: 1 });
    expect(await given({ keeping: 'label-only' })).toMatchObject({ changed: 0 });
    expect((await directory({ table }).settings('hill')).routes).toEqual({ '00070': 'HK' });
  });

  it('says which rule a record breaks that only the store can tell', async () => {
    const stray = { ...SHIPPER, id: 'stray', subject: 'stray', facility: 'DN-NOWHERE' };
    const { exitCode, complaint } = await provision({ tenants: [{ ...TENANT, principals: [stray] }] });
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('ACCESS.FACILITY_UNKNOWN')]);
  });
});

import { changeSettings, changeStatus, directory } from '@temkin/access';
import { DEFAULT_SETTINGS, type PrincipalStatus } from '@temkin/access/domain';
import { keyOf, stillHolds } from '@temkin/storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessWorld, admin, clerk } from './access-world.ts';

const { table, ground, tenants, principals, create, add, enrol, changing } = await accessWorld();
const changeTo = changeSettings({ tenants });
const people = directory({ table });

const change = async (tenant: string, id: string, to: PrincipalStatus) => {
  const { status } = await changing(admin(tenant), id, to);
  return status;
};

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

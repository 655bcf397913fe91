import { directory } from '@temkin/access';
import { keyOf, stillHolds } from '@temkin/storage';
import { calculateJwkThumbprint } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { CURVES, deviceKeys } from '../support/device-keys.ts';
import { FATES } from '../support/failing-writes.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { problemIn } from '../support/tiny-application.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const devices = directory({ table: system.table });

afterEach(() => {
  staged.stage();
});

interface DeviceBody {
  readonly deviceId: string;
  readonly status: string;
}

const enrol = (body: object, by = 'staff-admin-lan') => system.as(by).post('/v1/devices', body);

const revoke = (deviceId: string, by = 'staff-admin-lan') =>
  system.as(by).post(`/v1/devices/${deviceId}/revoke`);

const bodyOf = async (answer: Response): Promise<DeviceBody> => (await answer.json()) as DeviceBody;

const enrolled = async (body: object = deviceKeys().newDevice): Promise<string> =>
  (await bodyOf(await enrol(body))).deviceId;

describe('a device', () => {
  it.each(CURVES)('is enrolled by its public keys, under the thumbprint of one: %s', async (curve) => {
    const newDevice = { ...deviceKeys(curve).newDevice, facility: 'HN-BA-DINH' };
    const answer = await enrol(newDevice);
    expect(answer.status).toBe(201);
    const deviceId = await calculateJwkThumbprint({ ...newDevice.signingKey }, 'sha256');
    expect(await bodyOf(answer)).toEqual({
      deviceId,
      ...newDevice,
      enrolledBy: 'staff-admin-lan',
      status: 'active',
    });
    expect(await devices.device('demo', deviceId)).toMatchObject({
      deviceId,
      bundleKey: newDevice.bundleKey,
      facility: 'HN-BA-DINH',
      active: true,
    });
  });

  it('is on record from its enrolment to its revocation', async () => {
    const answer = await enrol(deviceKeys().newDevice);
    const { deviceId } = await bodyOf(answer);
    const resources = [{ type: 'device', uid: deviceId }];
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'device.enrol' },
      resources,
    });
    expect(await eventBehind(system.table, await revoke(deviceId))).toMatchObject({
      api: { operation: 'device.revoke' },
      resources,
    });
  });

  it('is one device however often the same request comes, with the receipt of the first', async () => {
    const { newDevice } = deviceKeys();
    const [first, second] = await Promise.all([enrol(newDevice), enrol(newDevice)]);
    const third = await enrol(newDevice);
    const answers = [first, second, third].filter(({ status }) => status === 201);
    expect(answers.length).toBeGreaterThan(1);
    expect(new Set(answers.map((answer) => receiptOf(answer)?.eventId)).size).toBe(1);
    const events = await recordedEvents(system.table);
    const { deviceId } = await bodyOf(third);
    expect(events.filter(({ resources }) => resources.some(({ uid }) => uid === deviceId))).toHaveLength(1);
  });

  it('is enrolled once for all time: not by another, not differently, not when it was revoked', async () => {
    const { newDevice } = deviceKeys();
    const deviceId = await enrolled(newDevice);
    expect(await codeOf(await enrol(newDevice, 'staff-admin-oanh'))).toBe('ACCESS.DEVICE_EXISTS');
    for (const other of [
      { displayName: 'HN-BD 0018' },
      { facility: 'HN-BA-DINH' },
      { bundleKey: deviceKeys().newDevice.bundleKey },
    ])
      expect(await codeOf(await enrol({ ...newDevice, ...other }))).toBe('ACCESS.DEVICE_EXISTS');
    await revoke(deviceId);
    expect(await codeOf(await enrol(newDevice))).toBe('ACCESS.DEVICE_EXISTS');
  });

  it.each(['Nguyễn Văn An', 'An', ' HN-1', '', 'A'.repeat(41)])('is not called %j', async (displayName) => {
    expect(await codeOf(await enrol({ ...deviceKeys().newDevice, displayName }))).toBe('REQUEST.INVALID');
  });

  it('belongs to a facility that there is, or to none', async () => {
    const newDevice = { ...deviceKeys().newDevice, facility: 'DN-HAI-CHAU' };
    expect(await codeOf(await enrol(newDevice))).toBe('ACCESS.FACILITY_UNKNOWN');
  });

  it('of one tenant is none of another', async () => {
    const deviceId = await enrolled();
    expect(await devices.device('other', deviceId)).toBeUndefined();
  });
});

describe('a key of a device', () => {
  const { newDevice } = deviceKeys();
  const { signingKey, bundleKey } = newDevice;
  const p256 = deviceKeys('P-256').newDevice;
  const zero = 'A'.repeat(43);

  it.each([
    ['has a private part', { signingKey: { ...signingKey, d: signingKey.x } }],
    ['says what it is for', { signingKey: { ...signingKey, use: 'sig' } }],
    ['is of the other purpose', { signingKey: bundleKey }],
    ['is of the other purpose, too', { bundleKey: signingKey }],
    ['is of another curve', { signingKey: { ...p256.signingKey, crv: 'P-384' } }],
    ['is too short', { signingKey: { ...signingKey, x: signingKey.x.slice(1) } }],
    ['is spelled otherwise', { signingKey: { ...signingKey, x: `${signingKey.x.slice(0, -1)}B` } }],
    ['lacks a coordinate', { signingKey: { kty: 'EC', crv: 'P-256', x: p256.signingKey.x } }],
    ['has a coordinate too many', { signingKey: { ...signingKey, y: zero } }],
    ['is not there', { bundleKey: undefined }],
  ])('is refused where it %s', async (_what, changes) => {
    expect(await codeOf(await enrol({ ...newDevice, ...changes }))).toBe('REQUEST.INVALID');
  });

  it.each([
    ['/signingKey', { signingKey: { kty: 'OKP', crv: 'Ed25519', x: zero } }],
    ['/signingKey', { signingKey: { ...p256.signingKey, y: zero } }],
    ['/bundleKey', { bundleKey: { kty: 'OKP', crv: 'X25519', x: zero } }],
    ['/bundleKey', { bundleKey: { ...p256.bundleKey, y: zero } }],
    ['/bundleKey', { signingKey: p256.signingKey, bundleKey: p256.signingKey }],
  ])('is refused at %s where it is weak: %j', async (pointer, changes) => {
    const problem = await problemIn(await enrol({ ...newDevice, ...changes }));
    expect([problem.code, problem.errors?.map((error) => error.pointer)]).toEqual([
      'ACCESS.DEVICE_KEY_INVALID',
      [pointer],
    ]);
  });
});

describe('a revoked device', () => {
  it('stays so, and fails every transaction that relied on it', async () => {
    const deviceId = await enrolled();
    const before = await devices.device('demo', deviceId);
    const relied = stillHolds(before === undefined ? [] : [before.reliedOn]);
    expect((await system.table.transact(relied, 'before')).outcome).toBe('committed');

    const revoked = await revoke(deviceId, 'staff-admin-oanh');
    expect([revoked.status, await revoked.json()]).toEqual([200, { deviceId, status: 'revoked' }]);
    expect(await system.table.transact(relied, 'after')).toEqual({ outcome: 'refused', failed: [0] });
    expect((await devices.device('demo', deviceId))?.active).toBe(false);
  });

  it('is answered as it is when it is revoked again, and nothing changes', async () => {
    const deviceId = await enrolled();
    await revoke(deviceId);
    const before = await system.table.get(keyOf('access', 'device', { tenant: 'demo', deviceId }));
    const again = await revoke(deviceId);
    expect([again.status, await again.json()]).toEqual([200, { deviceId, status: 'revoked' }]);
    expect(receiptOf(again)).toBeUndefined();
    expect(await system.table.get(keyOf('access', 'device', { tenant: 'demo', deviceId }))).toEqual(before);
  });

  it('was enrolled once', async () => {
    expect(await codeOf(await revoke('A'.repeat(43)))).toBe('ACCESS.DEVICE_UNKNOWN');
  });
});

describe('a store that loses an answer', () => {
  it.each(['lost', 'applied'] as const)('leaves an enrolment that can be sent again: %s', async (what) => {
    const { newDevice } = deviceKeys();
    staged.stage(FATES[what]);
    const failed = await enrol(newDevice);
    expect(await codeOf(failed)).toBe(what === 'lost' ? 'AUDIT.UNAVAILABLE' : 'STORE.OUTCOME_UNKNOWN');
    staged.stage();
    const again = await enrol(newDevice);
    expect(again.status).toBe(201);
    expect(await eventBehind(system.table, again)).toMatchObject({ api: { operation: 'device.enrol' } });
  });

  it.each(['lost', 'applied'] as const)('leaves a revocation that can be sent again: %s', async (what) => {
    const deviceId = await enrolled();
    staged.stage(FATES[what]);
    await revoke(deviceId);
    expect((await devices.device('demo', deviceId))?.active).toBe(what === 'lost');
    staged.stage();
    expect((await bodyOf(await revoke(deviceId))).status).toBe('revoked');
    expect((await devices.device('demo', deviceId))?.active).toBe(false);
  });

  it('refuses a revocation that another one overtook', async () => {
    const deviceId = await enrolled();
    staged.inBetween(() => revoke(deviceId, 'staff-admin-oanh'));
    expect(await codeOf(await revoke(deviceId))).toBe('ACCESS.DEVICE_CHANGED');
  });
});

describe('the list of devices', () => {
  it('has every device of the tenant, page by page, revoked ones too', async () => {
    await enrolled();
    await revoke(await enrolled());
    const found: DeviceBody[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${cursor}`;
      const answer = await system.as('staff-admin-lan').get(`/v1/devices?limit=2${query}`);
      const page = (await answer.json()) as { devices: DeviceBody[]; cursor?: string };
      expect(page.devices.length).toBeLessThanOrEqual(2);
      found.push(...page.devices);
      ({ cursor } = page);
    } while (cursor !== undefined);
    const ids = found.map(({ deviceId }) => deviceId);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['active', 'revoked']));
    const stored = await Promise.all(ids.map((deviceId) => devices.device('demo', deviceId)));
    expect(stored.map((device) => (device?.active === true ? 'active' : 'revoked'))).toEqual(
      found.map(({ status }) => status),
    );
  });
});

describe('the routes of devices', () => {
  it('report no fault', () => {
    expect(system.faults).toEqual([]);
  });
});

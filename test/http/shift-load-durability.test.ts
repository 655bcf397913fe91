import { keyOf, type Write } from '@temkin/storage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { down, UNCONFIRMED } from '../support/failing-writes.ts';
import { sendOut } from '../support/loads.ts';
import { bringTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { enrolDevice, loadShift, openLoaded, type Loaded } from '../support/shift-loads.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { KEYS_FORGOTTEN_MILLISECONDS, unwrapOrder } from '../support/unwrap-order.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const device = await enrolDevice(system);
const { deviceId } = device;
const status = staffStatus(system.table);

let shiftId = (await openShift(system, 'shipper-an')).shiftId;

afterEach(() => {
  staged.stage();
  vi.restoreAllMocks();
});

/** So many on the shelf, all keys forgotten. */
const onShelf = async (count: number): Promise<readonly Issued[]> => {
  const parcels: Issued[] = [];
  for (let n = 0; n < count; n++) {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    parcels.push(parcel);
  }
  system.clock.advance(KEYS_FORGOTTEN_MILLISECONDS);
  return parcels;
};

const load = (parcels: readonly Issued[], key?: string): Promise<Loaded> =>
  loadShift(
    system,
    'shipper-an',
    shiftId,
    { tokens: parcels.map(({ token }) => token), deviceId },
    key === undefined ? {} : { 'idempotency-key': key },
  );

const codesOf = ({ results }: Loaded): readonly (string | number)[] =>
  results.map(({ problem, status: answered }) => problem?.code ?? answered);

const isIssue = (writes: readonly Write[]): boolean =>
  writes.some(({ key }) => key.table === 'parcels' && key.sort.startsWith('load#'));

const isTaking = (writes: readonly Write[]): boolean =>
  writes.some(({ kind, key }) => kind === 'update' && key.sort === 'parcel');

describe('a load', () => {
  it('is on record before a key is unwrapped, and the bundle before it leaves', async () => {
    const parcels = await onShelf(2);
    const order = unwrapOrder(system.rootKeys);
    staged.stage(async (commit, writes) => {
      const verdict = await commit();
      order.push(isIssue(writes) ? 'issued' : 'recorded');
      return verdict;
    });
    expect(codesOf(await load(parcels))).toEqual([200, 200]);
    expect(order).toEqual(['recorded', 'unwrap escrow', 'issued']);
  });

  it.each(UNCONFIRMED)('opens nothing of the parcels whose record %s', async (_what, due, stage) => {
    const parcels = await onShelf(1);
    const order = unwrapOrder(system.rootKeys);
    staged.stage((commit, writes) => (isTaking(writes) ? stage(commit, writes) : commit()));
    const loaded = await load(parcels);
    expect(codesOf(loaded)).toEqual([due]);
    expect(loaded.bundle).toBeUndefined();
    expect(order).toEqual([]);
    staged.stage();
    const again = await load(parcels);
    expect(codesOf(again)).toEqual([200]);
    expect((await openLoaded(system, 'shipper-an', again, device)).parcels).toHaveLength(1);
  });

  it.each(UNCONFIRMED)('lets no bundle leave where %s that it left', async (_what, due, stage) => {
    const parcels = await onShelf(1);
    staged.stage((commit, writes) => (isIssue(writes) ? stage(commit, writes) : commit()));
    const loaded = await load(parcels);
    expect([loaded.answer.status, loaded.code]).toEqual([503, due]);
    expect(loaded.text).not.toContain('data');
    // What was put on record before stays there: a read that came to nothing, and a scan that happened.
    staged.stage();
    const again = await load(parcels);
    expect(again.results).toMatchObject([{ status: 200, taken: false }]);
  });

  it('of many goes on where one chunk is lost, and holds what is on record and no more', async () => {
    const parcels = await sendOut(system, shiftId, 200);
    let chunks = 0;
    staged.stage((commit, writes) => {
      const isChunk = writes.filter(({ kind, key }) => kind === 'update' && key.sort === 'parcel').length > 0;
      chunks += Number(isChunk);
      return isChunk && chunks === 2 ? down(commit, writes) : commit();
    });
    const loaded = await load(parcels);
    const granted = loaded.results.filter(({ status: answered }) => answered === 200);
    expect(codesOf(loaded).filter((code) => code === 'AUDIT.UNAVAILABLE')).toHaveLength(90);
    expect(granted).toHaveLength(110);
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content.parcels.map(({ waybillNumber }) => waybillNumber)).toEqual(
      granted.map(({ waybillNumber }) => waybillNumber),
    );
    const named = (await recordedEvents(system.table)).filter(({ metadata }) =>
      granted.some(({ auditEvent }) => auditEvent === metadata.uid),
    );
    expect(named.flatMap(({ resources }) => resources.filter(({ type }) => type === 'parcel'))).toHaveLength(
      110,
    );
  });
});

describe('a request that is sent again', () => {
  it('gets no second bundle, and is told which one it got', async () => {
    const parcels = await onShelf(1);
    const first = await load(parcels, 'once');
    const again = await load(parcels, 'once');
    expect([again.answer.status, again.code]).toEqual([409, 'PARCEL.LOAD_ALREADY_DONE']);
    expect(again.text).toContain(first.bundle?.bundleId);
    expect(again.bundle).toBeUndefined();
    expect(codesOf(await load(parcels, 'twice'))).toEqual([200]);
  });

  it('gets one where the first time was cut before it left', async () => {
    const parcels = await onShelf(1);
    staged.stage((commit, writes) => (isIssue(writes) ? down(commit, writes) : commit()));
    expect((await load(parcels, 'cut')).code).toBe('AUDIT.UNAVAILABLE');
    staged.stage();
    const again = await load(parcels, 'cut');
    expect(codesOf(again)).toEqual([200]);
    expect((await openLoaded(system, 'shipper-an', again, device)).parcels).toHaveLength(1);
  });

  it('is answered once where it comes twice at the same time', async () => {
    const parcels = await onShelf(1);
    const both = await Promise.all([load(parcels, 'both'), load(parcels, 'both')]);
    expect(both.filter(({ bundle }) => bundle !== undefined)).toHaveLength(1);
    expect(both.map(({ code }) => code)).toContain('PARCEL.LOAD_ALREADY_DONE');
  });
});

describe('a change between decision and record wins:', () => {
  it('what another took meanwhile is refused, and the rest loaded', async () => {
    const [one, other] = await onShelf(2);
    if (one === undefined || other === undefined) throw new Error('there are two');
    const holder = { type: 'facility', id: 'HN-HOAN-KIEM' };
    staged.inBetween(
      () => scan(system, 'order-system', [{ parcelId: one.parcelId, event: 'arrived', holder }]),
      isTaking,
    );
    const loaded = await load([one, other]);
    expect(codesOf(loaded)).toEqual(['PARCEL.NOT_IN_CUSTODY', 200]);
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content.parcels.map(({ waybillNumber }) => waybillNumber)).toEqual([other.waybillNumber]);
  });

  it.each([
    ['record', isTaking],
    ['issue', isIssue],
  ] as const)('a device that is revoked before the %s gets nothing', async (_what, when) => {
    const parcels = await onShelf(1);
    const other = await enrolDevice(system);
    staged.inBetween(() => system.as('staff-admin-lan').post(`/v1/devices/${other.deviceId}/revoke`), when);
    const body = { tokens: parcels.map(({ token }) => token), deviceId: other.deviceId };
    const loaded = await loadShift(system, 'shipper-an', shiftId, body);
    expect(loaded.code).toBe('PARCEL.DEVICE_INVALID');
    expect(loaded.text).not.toContain('data');
  });

  it.each([
    ['record', isTaking],
    ['issue', isIssue],
  ] as const)('a suspended shipper gets nothing, be it before the %s', async (_what, when) => {
    const parcels = await onShelf(1);
    staged.inBetween(() => status('demo', 'shipper-an', 'suspended'), when);
    const loaded = await load(parcels);
    await status('demo', 'shipper-an', 'active');
    expect(JSON.stringify([loaded.code, codesOf(loaded)])).toContain('ACCESS.CHANGED');
    expect(loaded.bundle).toBeUndefined();
  });

  it.each([
    ['record', isTaking],
    ['issue', isIssue],
  ] as const)('a shift that is closed before the %s gets nothing', async (_what, when) => {
    const parcels = await onShelf(1);
    staged.inBetween(() => system.as('desk-em').post(`/v1/shifts/${shiftId}/close`), when);
    const loaded = await load(parcels);
    expect(loaded.code).toBe('PARCEL.SHIFT_CLOSED');
    expect(loaded.bundle).toBeUndefined();
    shiftId = (await openShift(system, 'shipper-an')).shiftId;
  });

  it('what changes five times running is told to come back', async () => {
    const [parcel] = await onShelf(1);
    if (parcel === undefined) throw new Error('there is one');
    const order = unwrapOrder(system.rootKeys);
    staged.stage(async (commit, writes) => {
      if (isTaking(writes))
        await system.table.write({
          kind: 'update',
          key: keyOf('parcels', 'parcel', { tenant: 'demo', parcelId: parcel.parcelId }),
          add: { version: 1 },
        });
      return commit();
    });
    expect(codesOf(await load([parcel]))).toEqual(['PARCEL.CHANGED']);
    expect(order).toEqual([]);
  });
});

describe('the escrow copy', () => {
  it('that has died is refused by itself', async () => {
    const [dead, alive] = await onShelf(2);
    if (dead === undefined || alive === undefined) throw new Error('there are two');
    const { parcelId } = dead;
    const key = keyOf('parcel-escrow', 'escrow', { tenant: 'demo', parcelId });
    await system.table.write({ kind: 'delete', key });
    expect(codesOf(await load([dead, alive]))).toEqual(['PARCEL.SHREDDED', 200]);
  });
});

describe('a bundle', () => {
  it('is kept nowhere, and neither is what it says', async () => {
    const parcels = await onShelf(1);
    const { bundle } = await load(parcels);
    const bytes = Buffer.from(bundle?.data ?? '', 'base64');
    const stored = JSON.stringify(staged.committed, (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    );
    expect(stored).toContain(`load#${bundle?.bundleId}`);
    expect(stored).not.toContain(bytes.subarray(38, 98).toString('base64'));
    expect(stored).not.toMatch(/Hạnh|Đội Cấn/);
    expect(system.faults).toEqual([]);
  });
});

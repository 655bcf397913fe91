import { describe, expect, it } from 'vitest';
import { bringTo, handTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvent } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await openShift(system, 'shipper-an');

const DAY = 86_400_000;

/** Monday is the day on which the system starts. */
const dayAfter = (days: number): string =>
  new Date(Date.parse('2026-11-23') + days * DAY).toISOString().slice(0, 10);

const set = async (setting: object, by = 'security-ha') => {
  const answer = await system.as(by).post('/v1/custody-gate', setting);
  const body = (await answer.json()) as { code?: string; settings?: readonly object[] };
  return { status: answer.status, ...body, event: (answer.headers.get('audit-event') ?? '').split(';')[0] };
};

const read = async (by: string, { token }: Issued, purpose = 'delivery') => {
  const answer = await system.as(by).post('/v1/parcels/resolve', { token, purpose });
  const body = (await answer.json()) as { code?: string; warning?: string; fields?: object };
  return { status: answer.status, ...body, event: (answer.headers.get('audit-event') ?? '').split(';')[0] };
};

const report = async (by: string, from: string, to: string, more = '') => {
  const answer = await system.as(by).get(`/v1/custody-gate/report?from=${from}&to=${to}${more}`);
  return {
    status: answer.status,
    ...((await answer.json()) as { code?: string; counts?: readonly object[] }),
  };
};

const atBaDinh = async (): Promise<Issued> => {
  const parcel = await issue(system);
  await bringTo(system, parcel);
  return parcel;
};

describe('the gate of custody', () => {
  it('enforces where nothing was set', async () => {
    expect((await read('shipper-an', await atBaDinh())).code).toBe('PARCEL.NOT_IN_CUSTODY');
    expect(await report('security-ha', dayAfter(0), dayAfter(0))).toMatchObject({ status: 200, counts: [] });
  });

  it('is loosened from tomorrow on, and tightened from today on', async () => {
    for (const [mode, days] of [
      ['observe', 0],
      ['warn', 0],
      ['observe', -1],
      ['enforce', -1],
    ] as const)
      expect(await set({ mode, validFrom: dayAfter(days) })).toMatchObject({
        status: 422,
        code: 'PARCEL.DATE_INVALID',
      });
    const tightened = await set({ mode: 'enforce', validFrom: dayAfter(0) });
    expect(tightened.settings).toEqual([{ mode: 'enforce', validFrom: dayAfter(0) }]);
    expect(await set({ mode: 'enforce', validFrom: dayAfter(0) })).toMatchObject({ settings: { length: 1 } });
    expect(await recordedEvent(system.table, tightened.event)).toMatchObject({
      api: { operation: 'gate.set' },
      unmapped: { change: 'enforce' },
    });
    expect((await set({ mode: 'enforce', facility: 'NOWHERE', validFrom: dayAfter(0) })).code).toBe(
      'PARCEL.FACILITY_UNKNOWN',
    );
  });

  it('answers in observe and warn what custody speaks against, marks it and counts it, from its day on', async () => {
    await set({ mode: 'observe', facility: 'HN-BA-DINH', validFrom: dayAfter(1) });
    await set({ mode: 'warn', facility: 'HN-BA-DINH', role: 'shipper', validFrom: dayAfter(2) });
    const [foreign, own] = [await atBaDinh(), await issue(system)];
    expect((await read('shipper-an', foreign)).code).toBe('PARCEL.NOT_IN_CUSTODY');

    system.clock.set(Date.parse(`${dayAfter(1)}T08:00:00+07:00`));
    const observed = await read('shipper-an', foreign);
    expect(observed).toMatchObject({ status: 200, fields: { recipient: { name: 'Nguyễn Thị Hạnh' } } });
    expect(observed).not.toHaveProperty('warning');
    expect(await recordedEvent(system.table, observed.event)).toMatchObject({
      unmapped: { outcome: 'allowed', flags: ['gate-observe', 'PARCEL.NOT_IN_CUSTODY'] },
    });
    const current = (await (await system.as('shipper-an').get('/v1/shifts/current')).json()) as {
      shiftId: string;
    };
    await handTo(system, own, current.shiftId);
    const allowed = await read('shipper-an', own);
    expect((await recordedEvent(system.table, allowed.event))?.unmapped.flags).toBeUndefined();

    system.clock.set(Date.parse(`${dayAfter(2)}T08:00:00+07:00`));
    const warned = await read('shipper-an', foreign);
    expect(warned).toMatchObject({ status: 200, warning: 'PARCEL.NOT_IN_CUSTODY' });
    expect((await recordedEvent(system.table, warned.event))?.unmapped.flags).toContain('gate-warn');
    expect((await read('desk-em', own, 'pickup-desk')).status).toBe(200);

    const counts = [
      { facility: 'HN-BA-DINH', role: 'desk-clerk', reads: 1, wouldHaveRefused: 1, rate: 1 },
      { facility: 'HN-BA-DINH', role: 'shipper', reads: 3, wouldHaveRefused: 2, rate: 2 / 3 },
    ];
    expect(await report('security-ha', dayAfter(0), dayAfter(2))).toMatchObject({ counts });
    expect(await report('dispatcher-phong', dayAfter(0), dayAfter(2))).toMatchObject({ counts });
    expect(await report('security-ha', dayAfter(0), dayAfter(2), '&facility=HN-HOAN-KIEM')).toMatchObject({
      counts: [],
    });
  });

  it('has no say in what is closed, forged, revoked or for another purpose', async () => {
    const [closed, revoked, asked] = [await atBaDinh(), await atBaDinh(), await atBaDinh()];
    await scan(system, 'order-system', [{ parcelId: closed.parcelId, event: 'delivered' }]);
    await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
    const forged = { ...asked, token: asked.token.slice(0, -1) + (asked.token.endsWith('0') ? '1' : '0') };
    expect([
      (await read('shipper-an', closed)).code,
      (await read('shipper-an', revoked)).code,
      (await read('shipper-an', forged)).code,
      (await read('shipper-an', asked, 'return')).code,
      (await read('support-phuc', asked, 'dispute')).code,
    ]).toEqual([
      'PARCEL.NOT_IN_CUSTODY',
      'PARCEL.REVOKED',
      'PARCEL.TOKEN_FORGED',
      'PARCEL.PURPOSE_NOT_ALLOWED',
      'PARCEL.CASE_UNKNOWN',
    ]);
  });

  it('enforces again from the moment on that it is set so', async () => {
    const parcel = await atBaDinh();
    expect((await read('shipper-an', parcel)).status).toBe(200);
    await set({ mode: 'enforce', facility: 'HN-BA-DINH', role: 'shipper', validFrom: dayAfter(2) });
    expect((await read('shipper-an', parcel)).code).toBe('PARCEL.NOT_IN_CUSTODY');
  });

  it('is reported to dispatchers for their own facility alone, for days that are counted', async () => {
    expect((await report('dispatcher-phong', dayAfter(0), dayAfter(0), '&facility=HN-HOAN-KIEM')).code).toBe(
      'PARCEL.FACILITY_UNKNOWN',
    );
    for (const [from, to] of [
      [dayAfter(1), dayAfter(0)],
      [dayAfter(0), dayAfter(31)],
      ['2020-01-01', '2020-01-02'],
    ] as const)
      expect((await report('security-ha', from, to)).code).toBe('PARCEL.DATE_INVALID');
    expect((await report('security-ha', dayAfter(0), dayAfter(30))).status).toBe(200);
  });

  it('finds no fault', () => {
    expect(system.faults).toEqual([]);
  });
});

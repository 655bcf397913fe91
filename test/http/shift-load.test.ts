import { describe, expect, it } from 'vitest';
import { bringTo, handTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, recordedEvent } from '../support/recorded-events.ts';
import { enrolDevice, loadShift, openLoaded, type Loaded } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const device = await enrolDevice(system);
const { deviceId } = device;
const { shiftId } = await openShift(system, 'shipper-an');
const binh = await openShift(system, 'shipper-binh');

const atBaDinh = async (kind: 'sealed' | 'opaque' = 'sealed'): Promise<Issued> => {
  const parcel = await issue(system, { kind });
  await bringTo(system, parcel);
  return parcel;
};

const withAn = async (): Promise<Issued> => {
  const parcel = await issue(system);
  await handTo(system, parcel, shiftId);
  return parcel;
};

const load = (body: object, by = 'shipper-an', shift = shiftId): Promise<Loaded> =>
  loadShift(system, by, shift, { deviceId, ...body });

const codesOf = ({ results }: Loaded): readonly (string | number)[] =>
  results.map(({ status, problem }) => problem?.code ?? status);

describe('a load by tokens', () => {
  it('takes what lies at the own facility and seals what the door needs to the device', async () => {
    const [one, other] = [await atBaDinh(), await atBaDinh('opaque')];
    const loaded = await load({ tokens: [one.token, other.token] });
    expect(loaded.answer.status).toBe(200);
    expect(loaded.results).toMatchObject([
      { index: 0, status: 200, parcelId: one.parcelId, state: 'out-for-delivery', taken: true },
      { index: 1, status: 200, parcelId: other.parcelId, state: 'out-for-delivery', taken: true },
    ]);
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content).toMatchObject({
      bundleId: loaded.bundle?.bundleId,
      tenant: 'demo',
      shiftId,
      shipper: 'shipper-an',
      deviceId,
      communes: { '00004': { provinceName: 'Thành phố Hà Nội' } },
    });
    expect(content.parcels.map(({ waybillNumber, labelId }) => [waybillNumber, labelId])).toEqual([
      [one.waybillNumber, one.labelId],
      [other.waybillNumber, other.labelId],
    ]);
    expect(content.parcels[0]).toMatchObject({
      state: 'out-for-delivery',
      sortCode: 'HN-BD-01',
      groups: {
        delivery: { recipientName: 'Nguyễn Thị Hạnh', street: 'Số 8, Phố Đội Cấn', communeCode: '00004' },
        payment: { codAmountVnd: 420_000, handlingNote: 'Gọi trước khi giao' },
      },
    });
    expect(Object.keys(content.parcels[0]?.groups ?? {})).toEqual(['delivery', 'payment']);
    expect(loaded.text).not.toMatch(/Hạnh|Đội Cấn|420000|Gọi/);
  });

  it('lets the phone tell the label from a made-up one', async () => {
    const parcel = await atBaDinh();
    const content = await openLoaded(system, 'shipper-an', await load({ tokens: [parcel.token] }), device);
    expect(content.parcels[0]?.labelDigest).toMatch(/^[\w-]{43}$/);
    const byNumber = await load({ waybillNumbers: [parcel.waybillNumber] });
    const again = await openLoaded(system, 'shipper-an', byNumber, device);
    expect(again.parcels[0]).not.toHaveProperty('labelDigest');
  });

  it('puts the taking and the read on record in one event, which the scan names', async () => {
    const parcel = await atBaDinh();
    const { results } = await load({ tokens: [parcel.token] });
    const event = await recordedEvent(system.table, results[0]?.auditEvent);
    expect(event).toMatchObject({
      api: { operation: 'shift.load' },
      unmapped: {
        outcome: 'allowed',
        purpose: 'delivery',
        groups: ['delivery', 'payment'],
        change: 'out-for-delivery',
        flags: ['readable-off-line'],
      },
    });
    expect(event?.resources).toMatchObject([
      { type: 'shift', uid: shiftId },
      { type: 'device', uid: deviceId },
      { type: 'parcel', version: '4' },
    ]);
    const trail = await system.as('dispatcher-phong').get(`/v1/parcels/${parcel.parcelId}`);
    const { custody, holder } = (await trail.json()) as {
      holder: object;
      custody: { event: string; flags: string[]; source: string }[];
    };
    expect(holder).toEqual({ type: 'shift', id: shiftId });
    expect(custody.at(-1)).toMatchObject({ event: 'out-for-delivery', source: 'shipper', flags: [] });
  });

  it('says in an event of its own that the bundle left, and answers that one’s receipt', async () => {
    const { answer } = await load({ tokens: [(await atBaDinh()).token] });
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'shift.load' },
      unmapped: { flags: ['bundle-issued'], policies: ['bundle-terms'] },
    });
  });

  it('takes what was offered to the shift, and what comes back to the door', async () => {
    const offered = await issue(system);
    await handTo(system, offered, binh.shiftId);
    const holder = { type: 'shift', id: shiftId };
    await scan(system, 'shipper-binh', [{ token: offered.token, event: 'departed', holder }]);
    const attempted = await withAn();
    await scan(system, 'shipper-an', [
      { token: attempted.token, event: 'attempted', detail: { reason: 'no-answer' } },
    ]);
    const { results } = await load({ tokens: [offered.token, attempted.token] });
    expect(results).toMatchObject([
      { status: 200, taken: true },
      { status: 200, taken: true },
    ]);
  });

  it('leaves what the shift has as it is', async () => {
    const parcel = await withAn();
    const { results } = await load({ tokens: [parcel.token], waybillNumbers: [parcel.waybillNumber] });
    expect(results).toMatchObject([
      { index: 0, status: 200, taken: false },
      { index: 1, status: 200, taken: false },
    ]);
    const trail = await system.as('dispatcher-phong').get(`/v1/parcels/${parcel.parcelId}`);
    expect(((await trail.json()) as { custody: unknown[] }).custody).toHaveLength(3);
  });

  it('takes nothing on the strength of another role of its shipper', async () => {
    await system.enrol({
      subject: 'shipper-and-clerk',
      tenant: 'demo',
      kind: 'staff',
      roles: ['shipper', 'desk-clerk', 'dispatcher'],
      facility: 'HN-BA-DINH',
      scopes: ['shifts:load'],
    });
    const own = await openShift(system, 'shipper-and-clerk');
    const [shelved, withOther] = [await atBaDinh(), await withAn()];
    const loaded = await load(
      { tokens: [withOther.token], waybillNumbers: [shelved.waybillNumber] },
      'shipper-and-clerk',
      own.shiftId,
    );
    expect(codesOf(loaded)).toEqual(['PARCEL.NOT_IN_CUSTODY', 'PARCEL.NOT_IN_CUSTODY']);
    const scanned = await load({ tokens: [shelved.token] }, 'shipper-and-clerk', own.shiftId);
    expect(codesOf(scanned)).toEqual([200]);
  });

  it('has each parcel once, in the order in which it was named', async () => {
    const [one, other] = [await withAn(), await withAn()];
    const loaded = await load({
      tokens: [one.token, one.token],
      waybillNumbers: [other.waybillNumber, one.waybillNumber],
    });
    expect(codesOf(loaded)).toEqual([200, 200, 200, 200]);
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content.parcels.map(({ waybillNumber }) => waybillNumber)).toEqual([
      one.waybillNumber,
      other.waybillNumber,
    ]);
    expect(loaded.bundle?.parcels).toBe(2);
  });
});

describe('one bad item', () => {
  it('sinks no other, whatever is wrong with it', async () => {
    const good = await withAn();
    const elsewhere = await issue(system);
    await bringTo(system, elsewhere, 'HN-HOAN-KIEM');
    const revoked = await withAn();
    await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
    const delivered = await withAn();
    await scan(system, 'shipper-an', [
      { token: delivered.token, event: 'delivered', detail: { to: 'self' } },
    ]);
    const forged = `${good.token.slice(0, -1)}${good.token.endsWith('0') ? '1' : '0'}`;
    const shelf = await atBaDinh();
    const loaded = await load({
      tokens: ['TK1:', forged, elsewhere.token, revoked.token, delivered.token, 'no token', good.token],
      waybillNumbers: ['NOBODYS', shelf.waybillNumber, 'no number', good.waybillNumber],
    });
    expect(codesOf(loaded)).toEqual([
      'PARCEL.TOKEN_MALFORMED',
      'PARCEL.TOKEN_FORGED',
      'PARCEL.NOT_IN_CUSTODY',
      'PARCEL.REVOKED',
      'PARCEL.NOT_IN_CUSTODY',
      'PARCEL.TOKEN_MALFORMED',
      200,
      'PARCEL.UNKNOWN',
      'PARCEL.NOT_IN_CUSTODY',
      'PARCEL.UNKNOWN',
      200,
    ]);
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content.parcels.map(({ waybillNumber }) => waybillNumber)).toEqual([good.waybillNumber]);
  });

  it('leaves an event for each parcel that was refused', async () => {
    const elsewhere = await issue(system);
    await bringTo(system, elsewhere, 'HN-HOAN-KIEM');
    const { results, answer } = await load({ tokens: [elsewhere.token], waybillNumbers: ['NOBODYS'] });
    const events = await Promise.all(
      results.map(({ auditEvent }) => recordedEvent(system.table, auditEvent)),
    );
    expect(events).toMatchObject([
      { status_code: 'PARCEL.NOT_IN_CUSTODY', api: { operation: 'shift.load' } },
      { status_code: 'PARCEL.UNKNOWN', api: { operation: 'shift.load' } },
    ]);
    expect(answer.headers.get('audit-event')).toBeNull();
  });

  it('comes to no bundle where there is no good one', async () => {
    const loaded = await load({ waybillNumbers: ['NOBODYS'] });
    expect(loaded.answer.status).toBe(200);
    expect(loaded.bundle).toBeUndefined();
  });
});

describe('a load is refused as a whole', () => {
  it('for a shift of somebody else, one that never was, and a closed one', async () => {
    const { token } = await withAn();
    expect((await load({ tokens: [token] }, 'shipper-binh')).code).toBe('PARCEL.SHIFT_UNKNOWN');
    expect((await load({ tokens: [token] }, 'shipper-an', '0'.repeat(32))).code).toBe('PARCEL.SHIFT_UNKNOWN');
    await system.as('desk-em').post(`/v1/shifts/${binh.shiftId}/close`);
    const closed = await load({ tokens: [token] }, 'shipper-binh', binh.shiftId);
    expect([closed.answer.status, closed.code]).toEqual([403, 'PARCEL.SHIFT_CLOSED']);
    expect(await eventBehind(system.table, closed.answer)).toMatchObject({
      status_code: 'PARCEL.SHIFT_CLOSED',
    });
  });

  it('for a device that nobody enrolled, that was revoked, or that was not named', async () => {
    const { token } = await withAn();
    const revoked = await enrolDevice(system);
    await system.as('staff-admin-lan').post(`/v1/devices/${revoked.deviceId}/revoke`);
    for (const wrong of [revoked.deviceId, 'A'.repeat(43), undefined]) {
      const body = { tokens: [token], ...(wrong !== undefined && { deviceId: wrong }) };
      const loaded = await loadShift(system, 'shipper-an', shiftId, body);
      expect([loaded.answer.status, loaded.code]).toEqual([422, 'PARCEL.DEVICE_INVALID']);
    }
  });

  it('for anybody but a shipper, and for no parcels or too many', async () => {
    const tokens = [(await withAn()).token];
    expect((await load({ tokens }, 'desk-em')).answer.status).toBe(403);
    expect((await load({})).code).toBe('REQUEST.INVALID');
    expect((await load({ tokens: [] })).code).toBe('REQUEST.INVALID');
    const many = Array.from({ length: 251 }, (_, n) => `MANY-${n}`);
    expect((await load({ tokens: many, waybillNumbers: many.slice(1) })).code).toBe('REQUEST.INVALID');
  });
});

describe('the keys that verify bundles', () => {
  it('are a JWK set whose key ids are thumbprints', async () => {
    const answer = await system.as('shipper-an').get('/v1/bundle-keys');
    const { keys } = (await answer.json()) as { keys: { kid: string }[] };
    expect(keys).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' }]);
    expect(keys[0]?.kid).toMatch(/^[\w-]{43}$/);
    expect(system.faults).toEqual([]);
  });
});

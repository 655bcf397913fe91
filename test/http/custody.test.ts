import { describe, expect, it } from 'vitest';
import { bringTo, handTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvent } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await system.enrol({
  subject: 'shipper-cuong',
  tenant: 'demo',
  kind: 'staff',
  roles: ['shipper'],
  facility: 'HN-BA-DINH',
  scopes: ['custody:record'],
});
const an = await openShift(system, 'shipper-an');
const binh = await openShift(system, 'shipper-binh');

const BA_DINH = { type: 'facility', id: 'HN-BA-DINH' };
const HOAN_KIEM = { type: 'facility', id: 'HN-HOAN-KIEM' };
const ANS = { type: 'shift', id: an.shiftId };
const BINHS = { type: 'shift', id: binh.shiftId };

/** Where a parcel stands before a scan. */
const PLACES = {
  'just issued': () => issue(system),
  'at Ba Đình': async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    return parcel;
  },
  'at Hoàn Kiếm': async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel, HOAN_KIEM.id);
    return parcel;
  },
  'with An': async () => {
    const parcel = await issue(system);
    await handTo(system, parcel, an.shiftId);
    return parcel;
  },
  delivered: async () => {
    const parcel = await issue(system);
    await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'delivered' }]);
    return parcel;
  },
};

type Name = 'token' | 'waybillNumber' | 'parcelId';

const report = async (
  by: string,
  parcel: Issued,
  name: Name,
  event: string,
  more: Readonly<Record<string, unknown>> = {},
) => {
  const [result] = await scan(system, by, [{ [name]: parcel[name], event, ...more }]);
  return result;
};

const follow = async ({ parcelId }: Issued, by = 'dispatcher-phong') => {
  const answer = await system.as(by).get(`/v1/parcels/${parcelId}`);
  return (await answer.json()) as {
    code?: string;
    state: string;
    holder?: object;
    custody: { event: string; flags: string[]; occurredAt: string; source: string; holder?: object }[];
  };
};

type Row = readonly [
  by: string,
  event: string,
  name: Name,
  place: keyof typeof PLACES,
  holder: object | undefined,
  due: string,
];

describe('who may report what', () => {
  it.each<Row>([
    ['order-system', 'accepted', 'waybillNumber', 'just issued', BA_DINH, 'accepted'],
    ['order-system', 'accepted', 'parcelId', 'just issued', undefined, 'PARCEL.HOLDER_INVALID'],
    [
      'order-system',
      'arrived',
      'parcelId',
      'just issued',
      { type: 'facility', id: 'NOWHERE' },
      'PARCEL.HOLDER_INVALID',
    ],
    ['order-system', 'out-for-delivery', 'parcelId', 'at Ba Đình', ANS, 'out-for-delivery'],
    ['order-system', 'out-for-delivery', 'parcelId', 'at Ba Đình', BA_DINH, 'PARCEL.HOLDER_INVALID'],
    ['order-system', 'delivered', 'parcelId', 'with An', undefined, 'delivered'],
    ['order-system', 'returned', 'parcelId', 'delivered', undefined, 'PARCEL.CLOSED'],
    ['sorter-chi', 'accepted', 'token', 'just issued', undefined, 'accepted'],
    ['sorter-chi', 'accepted', 'waybillNumber', 'just issued', undefined, 'PARCEL.SCAN_REQUIRED'],
    ['sorter-chi', 'arrived', 'token', 'at Hoàn Kiếm', BA_DINH, 'at-facility'],
    ['sorter-chi', 'arrived', 'token', 'at Ba Đình', HOAN_KIEM, 'PARCEL.HOLDER_INVALID'],
    ['sorter-chi', 'arrived', 'parcelId', 'with An', undefined, 'PARCEL.SCAN_REQUIRED'],
    ['sorter-chi', 'arrived', 'token', 'with An', undefined, 'at-facility'],
    ['sorter-chi', 'delivered', 'token', 'at Ba Đình', undefined, 'PARCEL.EVENT_NOT_ALLOWED'],
    ['dispatcher-phong', 'out-for-delivery', 'waybillNumber', 'at Ba Đình', BINHS, 'out-for-delivery'],
    ['dispatcher-phong', 'out-for-delivery', 'token', 'at Hoàn Kiếm', BINHS, 'PARCEL.NOT_IN_CUSTODY'],
    ['desk-em', 'delivered', 'parcelId', 'at Ba Đình', undefined, 'delivered'],
    ['desk-em', 'delivered', 'token', 'at Hoàn Kiếm', undefined, 'PARCEL.NOT_IN_CUSTODY'],
    ['shipper-an', 'out-for-delivery', 'token', 'at Ba Đình', undefined, 'out-for-delivery'],
    ['shipper-an', 'out-for-delivery', 'waybillNumber', 'at Ba Đình', undefined, 'PARCEL.SCAN_REQUIRED'],
    ['shipper-an', 'out-for-delivery', 'token', 'at Ba Đình', BINHS, 'PARCEL.HOLDER_INVALID'],
    ['shipper-an', 'out-for-delivery', 'token', 'at Hoàn Kiếm', undefined, 'PARCEL.NOT_IN_CUSTODY'],
    ['shipper-an', 'out-for-delivery', 'token', 'just issued', undefined, 'PARCEL.NOT_IN_CUSTODY'],
    ['shipper-an', 'delivered', 'waybillNumber', 'with An', undefined, 'delivered'],
    ['shipper-an', 'accepted', 'token', 'just issued', undefined, 'PARCEL.EVENT_NOT_ALLOWED'],
    ['shipper-binh', 'out-for-delivery', 'token', 'with An', undefined, 'PARCEL.NOT_IN_CUSTODY'],
    ['shipper-binh', 'delivered', 'token', 'with An', undefined, 'PARCEL.NOT_IN_CUSTODY'],
    ['other-shipper', 'out-for-delivery', 'token', 'at Ba Đình', undefined, 'PARCEL.UNKNOWN'],
    ['other-order-system', 'delivered', 'waybillNumber', 'at Ba Đình', undefined, 'PARCEL.UNKNOWN'],
    ['other-order-system', 'delivered', 'parcelId', 'at Ba Đình', undefined, 'PARCEL.UNKNOWN'],
  ])('%s reports %s by %s of a parcel %s to %j: %s', async (by, event, name, place, holder, due) => {
    const parcel = await PLACES[place]();
    const before = await follow(parcel);
    const result = await report(by, parcel, name, event, holder === undefined ? {} : { holder });
    expect(result?.problem?.code ?? result?.state).toBe(due);
    const after = await follow(parcel);
    expect(after.state).toBe(due.startsWith('PARCEL') ? before.state : due);
    expect(after.custody).toHaveLength(before.custody.length + (due.startsWith('PARCEL') ? 0 : 1));

    const tenant = by.startsWith('other') ? 'other' : 'demo';
    const recorded = await recordedEvent(system.table, result?.auditEvent, tenant);
    expect(recorded).toMatchObject(
      due.startsWith('PARCEL')
        ? { status_code: due, unmapped: { outcome: 'refused' } }
        : { unmapped: { outcome: 'allowed', change: event } },
    );
  });
});

describe('a scan', () => {
  it('says who has the parcel from then on, and the trail shows it with the role that said so', async () => {
    const parcel = await PLACES['with An']();
    expect(await follow(parcel)).toMatchObject({
      state: 'out-for-delivery',
      holder: ANS,
      custody: [
        { event: 'accepted', holder: BA_DINH, flags: [], source: 'order-system' },
        { event: 'arrived', holder: BA_DINH, flags: [] },
        { event: 'out-for-delivery', holder: ANS, flags: [] },
      ],
    });
    await report('shipper-an', parcel, 'token', 'delivered');
    const after = await follow(parcel);
    expect(after).not.toHaveProperty('holder');
    expect(after.custody[3]).toMatchObject({ event: 'delivered', source: 'shipper' });
    expect(after.custody[3]).not.toHaveProperty('holder');
  });

  it('is flagged where one before it was missed, in the answer, the trail and the event', async () => {
    const parcel = await PLACES['just issued']();
    const result = await report('order-system', parcel, 'parcelId', 'out-for-delivery', { holder: ANS });
    expect(result).toMatchObject({ status: 200, custodyEvent: { flags: ['skipped-scan'] } });
    expect((await follow(parcel)).custody[0]?.flags).toEqual(['skipped-scan']);
    const event = await recordedEvent(system.table, result?.auditEvent);
    expect(event?.unmapped.flags).toEqual(['skipped-scan']);
  });

  it('is shown to a shipper as long as the parcel is in that one’s custody', async () => {
    const parcel = await PLACES['with An']();
    expect((await follow(parcel, 'shipper-an')).state).toBe('out-for-delivery');
    expect((await follow(parcel, 'shipper-binh')).code).toBe('PARCEL.NOT_IN_CUSTODY');
    await report('shipper-an', parcel, 'token', 'delivered');
    expect((await follow(parcel, 'shipper-an')).code).toBe('PARCEL.NOT_IN_CUSTODY');
  });

  it('by a shipper counts for nothing once the shift is closed', async () => {
    const parcel = await PLACES['at Ba Đình']();
    const mine = await PLACES['at Ba Đình']();
    const { shiftId } = await openShift(system, 'shipper-cuong');
    await report('shipper-cuong', mine, 'token', 'out-for-delivery');
    await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);
    const codes = [
      await report('shipper-cuong', parcel, 'token', 'out-for-delivery'),
      await report('shipper-cuong', mine, 'token', 'delivered'),
      await report('dispatcher-phong', parcel, 'token', 'out-for-delivery', {
        holder: { type: 'shift', id: shiftId },
      }),
    ].map((result) => result?.problem?.code);
    expect(codes).toEqual(['PARCEL.SHIFT_CLOSED', 'PARCEL.SHIFT_CLOSED', 'PARCEL.SHIFT_CLOSED']);
  });
});

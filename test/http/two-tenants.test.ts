import { describe, expect, it } from 'vitest';
import { bringTo, issue, newParcel, openShift, scan } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const parcel = await issue(system);
const other = { tenant: 'other', kind: 'staff', facility: 'DN-HAI-CHAU' } as const;
await system.enrol({
  ...other,
  subject: 'other-desk',
  roles: ['desk-clerk'],
  scopes: ['shifts:open', 'custody:record', 'parcels:read'],
});
await system.enrol({ ...other, subject: 'other-admin', roles: ['staff-admin'], scopes: ['access:admin'] });

describe('two tenants', () => {
  it('may use the same waybill number', async () => {
    const { waybillNumber } = parcel;
    expect((await issue(system, { waybillNumber }, 'other-order-system')).parcelId).not.toBe(parcel.parcelId);
  });

  it('may use the same idempotency key for different bodies', async () => {
    const key = { 'idempotency-key': 'monday-1' };
    const first = await system.as('order-system').post('/v1/parcels', newParcel(), key);
    const second = await system.as('other-order-system').post('/v1/parcels', newParcel(), key);
    expect([first.status, second.status]).toEqual([201, 201]);
  });

  it('list their own staff and facilities and no others, whatever cursor they send', async () => {
    const admin = system.as('other-admin');
    for (const cursor of ['', '?cursor=desk-em', '?cursor=HN-BA-DINH']) {
      const staff = await (await admin.get(`/v1/staff${cursor}`)).text();
      const facilities = await (await admin.get(`/v1/facilities${cursor}`)).text();
      expect(staff + facilities).not.toMatch(/shipper-an|desk-em|HN-/);
    }
    expect(await (await admin.get('/v1/staff')).json()).toMatchObject({
      staff: ['other-admin', 'other-auditor', 'other-desk', 'other-shipper', 'other-staff-admin'].map(
        (id) => ({
          id,
        }),
      ),
    });
  });

  it('cannot hold each other’s parcels: a shift of one takes nothing of the other', async () => {
    const ownParcel = await issue(system, {}, 'other-order-system');
    const theirShift = await openShift(system, 'other-shipper', {
      by: 'other-desk',
      facility: 'DN-HAI-CHAU',
    });
    await bringTo(system, ownParcel, 'DN-HAI-CHAU', 'other-order-system');
    const holder = { type: 'shift', id: theirShift.shiftId };
    const [own] = await scan(system, 'other-order-system', [
      { parcelId: ownParcel.parcelId, event: 'out-for-delivery', holder },
    ]);
    const [foreign] = await scan(system, 'order-system', [
      { parcelId: parcel.parcelId, event: 'out-for-delivery', holder },
    ]);
    expect([own?.status, foreign?.status, foreign?.problem?.code]).toEqual([
      200,
      422,
      'PARCEL.HOLDER_INVALID',
    ]);
  });

  it('cross nowhere by a fault', () => {
    expect(system.faults).toEqual([]);
  });
});

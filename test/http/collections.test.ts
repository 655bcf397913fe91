import { afterEach, describe, expect, it } from 'vitest';
import { down, unconfirmed } from '../support/failing-writes.ts';
import { bringTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind } from '../support/recorded-events.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const an = await openShift(system, 'shipper-an');
const status = staffStatus(system.table);

afterEach(() => staged.stage());

interface Told {
  readonly code?: string;
  readonly state?: string;
  readonly shipper?: string;
  readonly groups?: readonly string[];
}

const toldBy = async (answer: Response): Promise<Told> => (await answer.json()) as Told;

const assign = ({ parcelId }: Issued, shipper: string, by = 'desk-em') =>
  system.as(by).post(`/v1/parcels/${parcelId}/collection`, { shipper });

const cancel = ({ parcelId }: Issued, by = 'desk-em') =>
  system.as(by).post(`/v1/parcels/${parcelId}/collection/cancel`);

const senderBy = async ({ parcelId }: Issued, by: string) => {
  const told = await toldBy(
    await system.as(by).post('/v1/parcels/open', { parcelId, purpose: 'collection' }),
  );
  return told.code ?? told.groups;
};

const stateOf = async ({ parcelId }: Issued) =>
  (await toldBy(await system.as('order-system').get(`/v1/parcels/${parcelId}`))).state;

describe('a collection', () => {
  it.each(['desk-em', 'dispatcher-phong', 'order-system'])(
    'is given by %s, and opens the sender to that shipper alone',
    async (by) => {
      const parcel = await issue(system);
      expect(await senderBy(parcel, 'shipper-an')).toBe('PARCEL.NOT_IN_CUSTODY');
      const answer = await assign(parcel, 'shipper-an', by);
      expect(await answer.clone().json()).toEqual({
        parcelId: parcel.parcelId,
        waybillNumber: parcel.waybillNumber,
        state: 'awaiting-collection',
        shipper: 'shipper-an',
      });
      expect(await eventBehind(system.table, answer)).toMatchObject({
        api: { operation: 'collection.assign' },
        resources: [{ type: 'parcel' }, { type: 'staff' }],
      });
      expect(await senderBy(parcel, 'shipper-an')).toEqual(['sender']);
      expect(await senderBy(parcel, 'shipper-binh')).toBe('PARCEL.NOT_IN_CUSTODY');
      expect((await system.as('shipper-an').get(`/v1/parcels/${parcel.parcelId}`)).status).toBe(200);
      expect((await system.as('shipper-binh').get(`/v1/parcels/${parcel.parcelId}`)).status).toBe(403);
    },
  );

  it('given to another is the former’s no more; given again to who has it, it changes nothing', async () => {
    const parcel = await issue(system);
    await assign(parcel, 'shipper-an');
    const again = await assign(parcel, 'shipper-an');
    expect([again.status, again.headers.get('audit-event')]).toEqual([200, null]);
    await assign(parcel, 'shipper-binh');
    expect(await senderBy(parcel, 'shipper-an')).toBe('PARCEL.NOT_IN_CUSTODY');
    expect(await senderBy(parcel, 'shipper-binh')).toEqual(['sender']);
  });

  it('taken back is nobody’s', async () => {
    const parcel = await issue(system);
    const untouched = await cancel(parcel);
    expect([untouched.status, untouched.headers.get('audit-event')]).toEqual([200, null]);
    await assign(parcel, 'shipper-an');
    const answer = await cancel(parcel, 'dispatcher-phong');
    expect(await toldBy(answer)).toEqual({
      parcelId: parcel.parcelId,
      waybillNumber: parcel.waybillNumber,
      state: 'issued',
    });
    expect(await senderBy(parcel, 'shipper-an')).toBe('PARCEL.NOT_IN_CUSTODY');
    expect(await stateOf(parcel)).toBe('issued');
  });

  it('ends with its first scan, and a parcel that somebody has is collected no more', async () => {
    const parcel = await issue(system);
    await assign(parcel, 'shipper-an');
    const [collected] = await scan(system, 'shipper-an', [{ token: parcel.token, event: 'collected' }]);
    expect(collected).toMatchObject({
      status: 200,
      state: 'in-transit',
      custodyEvent: { flags: [], holder: { type: 'shift', id: an.shiftId } },
    });
    expect(await senderBy(parcel, 'shipper-an')).toBe('PARCEL.NOT_IN_CUSTODY');
    for (const change of [assign(parcel, 'shipper-binh'), cancel(parcel)])
      expect((await toldBy(await change)).code).toBe('PARCEL.STATE_NOT_ALLOWED');

    const accepted = await issue(system);
    await assign(accepted, 'shipper-an');
    await bringTo(system, accepted);
    expect(await senderBy(accepted, 'shipper-an')).toBe('PARCEL.NOT_IN_CUSTODY');
    const revoked = await issue(system);
    await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
    for (const change of [assign(revoked, 'shipper-an'), cancel(revoked)])
      expect((await toldBy(await change)).code).toBe('PARCEL.CLOSED');
  });

  it('is told again by whose first answer was lost, as a duplicate', async () => {
    const parcel = await issue(system);
    await assign(parcel, 'shipper-an');
    const collected = { token: parcel.token, event: 'collected' };
    await scan(system, 'shipper-an', [collected]);
    const [again] = await scan(system, 'shipper-an', [collected]);
    expect(again).toMatchObject({ status: 200, state: 'in-transit', custodyEvent: { flags: ['duplicate'] } });
    await openShift(system, 'shipper-binh');
    const [anothers] = await scan(system, 'shipper-binh', [collected]);
    expect(anothers?.problem?.code).toBe('PARCEL.NOT_IN_CUSTODY');
  });

  it('ends where its parcel is revoked: the shipper follows it no more', async () => {
    const parcel = await issue(system);
    await assign(parcel, 'shipper-an');
    await system.as('order-system').post(`/v1/parcels/${parcel.parcelId}/revoke`, { reason: 'cancelled' });
    const answer = await system.as('shipper-an').get(`/v1/parcels/${parcel.parcelId}`);
    expect((await toldBy(answer)).code).toBe('PARCEL.NOT_IN_CUSTODY');
    expect(await stateOf(parcel)).toBe('revoked');
  });

  it('is given to active shippers only, by staff to those of their own facility', async () => {
    const elsewhere = { tenant: 'demo', kind: 'staff', roles: ['shipper'], scopes: [] } as const;
    await system.enrol({ ...elsewhere, subject: 'shipper-far', facility: 'HN-HOAN-KIEM' });
    await system.enrol({ ...elsewhere, subject: 'shipper-gone', facility: 'HN-BA-DINH' });
    await status('demo', 'shipper-gone', 'suspended');
    const parcel = await issue(system);
    for (const [shipper, by] of [
      ['nobody', 'desk-em'],
      ['desk-em', 'desk-em'],
      ['shipper-far', 'desk-em'],
      ['shipper-far', 'dispatcher-phong'],
      ['shipper-gone', 'order-system'],
    ] as const)
      expect((await toldBy(await assign(parcel, shipper, by))).code).toBe('PARCEL.SHIPPER_NOT_ROSTERED');
    expect((await assign(parcel, 'shipper-far', 'order-system')).status).toBe(200);
  });

  it('is not given to a shipper who is suspended in between', async () => {
    await system.enrol({
      tenant: 'demo',
      kind: 'staff',
      roles: ['shipper'],
      scopes: [],
      subject: 'shipper-late',
      facility: 'HN-BA-DINH',
    });
    const parcel = await issue(system);
    staged.inBetween(() => status('demo', 'shipper-late', 'suspended'));
    expect((await toldBy(await assign(parcel, 'shipper-late'))).code).toBe('PARCEL.SHIPPER_NOT_ROSTERED');
    expect(await stateOf(parcel)).toBe('issued');
  });

  it('whose write is lost is not given; one that was written and not confirmed is, and nothing twice', async () => {
    const parcel = await issue(system);
    staged.stage(down);
    expect((await assign(parcel, 'shipper-an')).status).toBe(503);
    staged.stage();
    expect(await stateOf(parcel)).toBe('issued');
    staged.stage(unconfirmed);
    expect((await assign(parcel, 'shipper-an')).status).toBe(503);
    staged.stage();
    const again = await assign(parcel, 'shipper-an');
    expect([again.status, again.headers.get('audit-event')]).toEqual([200, null]);
    expect(await senderBy(parcel, 'shipper-an')).toEqual(['sender']);
  });
});

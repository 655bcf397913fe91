import { changeSettings, tenantStore } from '@temkin/access';
import { systemRandom } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { codeOf } from '../support/answer-codes.ts';
import { bringTo, issue, issueTo, openCase, openShift, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { askReissue, reissue } from '../support/reissues.ts';
import { enrolDevice, loadShift, openLoaded } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const { clock, table } = system;
const { shiftId } = await openShift(system, 'shipper-an');
const ground = groundwork({ table, clock, rootKey: system.rootKeys.main, random: systemRandom });
const sweep = () => shredDue(ground)({ deadlineMilliseconds: clock.now() + 3_600_000 });
const change = changeSettings({ tenants: tenantStore(system) });

const DAY = 86_400_000;

const resolve = (token: string, by = 'shipper-an', purpose = 'delivery', more: object = {}) =>
  system.as(by).post('/v1/parcels/resolve', { token, purpose, ...more });

const outWithAn = () => issueTo(system, shiftId);

const keyOfLabel = ({ labelId }: Issued) =>
  table.get(keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }));

const shreddings = async (): Promise<readonly unknown[]> =>
  (await recordedEvents(table))
    .filter(({ api }) => api.operation === 'parcel.shred')
    .map(({ unmapped }) => unmapped.change);

describe('a superseded label', () => {
  it('opens for a day, and then its key dies on record by a word of its own', async () => {
    const parcel = await outWithAn();
    const next = await reissue(system, parcel);
    const before = await shreddings();
    const until = Date.parse(next.formerLabelUntil ?? '');
    clock.set(until - 60_000);
    await sweep();
    expect(await codeOf(await resolve(parcel.token))).toBe(200);
    clock.set(until);
    expect(await codeOf(await resolve(parcel.token))).toBe('PARCEL.REVOKED');
    expect(await keyOfLabel(parcel)).toBeDefined();
    expect((await sweep()).shredded).toBe(1);
    expect(await keyOfLabel(parcel)).toBeUndefined();
    expect((await shreddings()).slice(before.length)).toEqual(['superseded-label-key']);
    expect(await codeOf(await resolve(next.token))).toBe(200);
    clock.advance(DAY);
    expect((await sweep()).shredded).toBe(0);
  });

  it('dies with the next sweep once its successor was scanned', async () => {
    const parcel = await outWithAn();
    const next = await reissue(system, parcel);
    const events = [{ token: next.token, event: 'out-for-delivery', holder: { type: 'shift', id: shiftId } }];
    await system.as('order-system').post('/v1/custody-events', { events });
    clock.advance(1_000);
    expect(await sweep()).toMatchObject({ shredded: 1, failed: 0 });
    expect(await keyOfLabel(parcel)).toBeUndefined();
    expect(await keyOfLabel(next)).toBeDefined();
  });

  it('ends with a claim by its successor', async () => {
    const parcel = await outWithAn();
    const next = await reissue(system, parcel);
    const binh = await openShift(system, 'shipper-binh');
    const claim = await system
      .as('dispatcher-phong')
      .post('/v1/parcels/claims', { token: next.token, shiftId: binh.shiftId });
    expect(claim.status).toBe(200);
    expect(await codeOf(await resolve(parcel.token, 'shipper-binh'))).toBe('PARCEL.REVOKED');
    expect(await codeOf(await resolve(next.token, 'shipper-binh'))).toBe(200);
  });
});

const RIGHT = {
  recipient: {
    name: 'Phạm Quốc Bảo',
    phone: '0905111222',
    address: { street: 'Số 5', communeCode: '00008' },
  },
  sender: undefined,
  goods: { description: 'Giày' },
  codAmountVnd: 90_000,
};

describe('a parcel that is on its label alone', () => {
  it('gets a new one with all that was sent, and the former is dead', async () => {
    await change('demo', { keeping: 'label-only' });
    const parcel = await issue(system);
    await bringTo(system, parcel);
    // What a parcel is kept in stays as it was issued.
    await change('demo', { keeping: 'escrow' });
    const next = await reissue(system, parcel, RIGHT);
    expect(next.kind).toBe('sealed-all');
    expect(await codeOf(await resolve(parcel.token, 'desk-em', 'pickup-desk'))).toBe('PARCEL.REVOKED');
    const { parcelId } = parcel;
    const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'lost' });
    const read = await resolve(next.token, 'support-phuc', 'dispute', { caseId });
    expect(await read.json()).toMatchObject({
      fields: {
        recipient: { name: 'Phạm Quốc Bảo', address: { street: 'Số 5' } },
        codAmountVnd: 90_000,
        goods: { description: 'Giày' },
      },
    });
    const copy = keyOf('parcel-escrow', 'escrow', { tenant: 'demo', parcelId });
    expect(await table.get(copy)).toBeUndefined();
    expect(await codeOf(await askReissue(system, parcel, { kind: 'opaque' }))).toBe(
      'PARCEL.KIND_NOT_ALLOWED',
    );
  });

  it('on the road is read and loaded by the former with the new words', async () => {
    await change('demo', { keeping: 'label-only' });
    const parcel = await outWithAn();
    const next = await reissue(system, parcel, RIGHT);
    await change('demo', { keeping: 'escrow' });
    for (const token of [parcel.token, next.token])
      expect(await (await resolve(token)).json()).toMatchObject({
        fields: { recipient: { name: 'Phạm Quốc Bảo' }, codAmountVnd: 90_000 },
      });
    const device = await enrolDevice(system);
    const { deviceId } = device;
    const loaded = await loadShift(system, 'shipper-an', shiftId, { tokens: [parcel.token], deviceId });
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content.parcels[0]?.groups).toMatchObject({
      delivery: { recipientName: 'Phạm Quốc Bảo', street: 'Số 5' },
      payment: { codAmountVnd: 90_000 },
    });
    expect(system.faults).toEqual([]);
  });
});

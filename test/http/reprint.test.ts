import { changeSettings, tenantStore } from '@temkin/access';
import { keyOf } from '@temkin/storage';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawLabels, scansOf, wordsOf } from '../support/drawn-labels.ts';
import { bringTo, handTo, issue, newParcel, openShift, type Issued } from '../support/parcels.ts';
import { recordedEvent } from '../support/recorded-events.ts';
import { reissue } from '../support/reissues.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { eventsInto, KEYS_FORGOTTEN_MILLISECONDS, unwrapOrder } from '../support/unwrap-order.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { shiftId } = await openShift(system, 'shipper-an');
const change = changeSettings({ tenants: tenantStore({ table: system.table }) });

afterEach(async () => {
  staged.stage();
  staged.beforeGet();
  vi.restoreAllMocks();
  await change('demo', { labels: { profile: 'strict', codOnLabel: false } });
});

interface Reprint {
  readonly code?: string;
  readonly label?: { readonly token: string };
}

const reprint = async ({ waybillNumber }: Pick<Issued, 'waybillNumber'>, by = 'desk-em') => {
  const answer = await system.as(by).post('/v1/parcels/open', { waybillNumber, purpose: 'reprint' });
  return { answer, ...((await answer.json()) as Reprint) };
};

const revoke = ({ parcelId }: Issued) =>
  system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'label-leaked' });

const amend = ({ parcelId }: Issued, changes: object) =>
  system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, changes);

describe('a label that is lost', () => {
  it.each(['sealed', 'opaque'])(
    'is printed again bit for bit, scans and opens as before: %s',
    async (kind) => {
      const parcel = await issue(system, { kind });
      const { label } = await reprint(parcel);
      expect(label).toEqual({
        token: parcel.token,
        waybillNumber: parcel.waybillNumber,
        recipient: { name: 'N*** H***', address: { street: '*', communeCode: '00004' } },
        sortCode: 'HN-BD-01',
      });
      const drawn = await drawLabels(system, 'png', [label], { by: 'desk-em' });
      expect(await scansOf('png', drawn)).toEqual([
        { zxing: parcel.token, jsqr: parcel.token, code128: parcel.waybillNumber },
      ]);
    },
  );

  it('says of the address and the amount what labels of the company say, as it is now', async () => {
    const parcel = await issue(system);
    expect((await amend(parcel, { codAmountVnd: 400_000 })).status).toBe(201);
    await change('demo', { labels: { profile: 'street', codOnLabel: true } });
    const { label } = await reprint(parcel);
    expect(label).toMatchObject({
      token: parcel.token,
      recipient: { name: 'N*** H***', address: { street: 'Phố Đội Cấn' } },
      codAmountVnd: 400_000,
    });
    const drawn = await drawLabels(system, 'svg', [label], { by: 'desk-em' });
    expect(wordsOf('svg', drawn)[0]).toContain('Phố Đội Cấn');
  });

  it('is on record before its key is unwrapped, with what was opened for it', async () => {
    const parcel = await issue(system);
    system.clock.advance(KEYS_FORGOTTEN_MILLISECONDS);
    const order = unwrapOrder(system.rootKeys);
    staged.stage(eventsInto(order));
    const { answer } = await reprint(parcel);
    expect(order[0]).toBe('event committed');
    expect(order.slice(1).toSorted()).toEqual(['unwrap escrow', 'unwrap label']);
    const [eventId = ''] = (answer.headers.get('audit-event') ?? '').split(';');
    expect(await recordedEvent(system.table, eventId)).toMatchObject({
      unmapped: { purpose: 'reprint', groups: ['delivery', 'payment'] },
    });
  });

  it('is not printed again once it is dead, whatever overtakes the request', async () => {
    const parcel = await issue(system);
    staged.inBetween(() => revoke(parcel));
    expect((await reprint(parcel)).code).toBe('PARCEL.STATE_NOT_ALLOWED');
    const keyless = await issue(system);
    const key = keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId: keyless.labelId });
    await system.table.transact([{ kind: 'delete', key }], randomUUID());
    expect((await reprint(keyless)).code).toBe('PARCEL.SHREDDED');
  });

  it('is refused by the state of its parcel where that is revoked between two reads', async () => {
    const parcel = await issue(system);
    const { parcelId } = parcel;
    staged.afterReading(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }), () => revoke(parcel));
    expect((await reprint(parcel)).code).toBe('PARCEL.STATE_NOT_ALLOWED');
  });

  it.each(['desk', 'road'])(
    'is the new one once the parcel was issued again, on the %s too',
    async (place) => {
      const parcel = await issue(system);
      await (place === 'road' ? handTo(system, parcel, shiftId) : bringTo(system, parcel));
      await amend(parcel, { codAmountVnd: 400_000 });
      const again = await reissue(system, parcel, { codAmountVnd: 90_000 });
      expect(again.token).not.toBe(parcel.token);
      expect((await reprint(parcel)).label?.token).toBe(again.token);
      await amend(parcel, { handlingNote: 'Gọi khi đến' });
      expect((await reprint(parcel)).label?.token).toBe(again.token);
    },
  );

  it('is the same label, whatever its texts and whatever was left out', async () => {
    const words = fc.constantFrom(
      'Nguyễn Thị Hòa',
      'Hoà',
      'Đỗ Văn Ơ',
      'Lê Thị Út',
      'John Smith',
      'Trần  Nhân',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({ name: words, kind: fc.constantFrom('sealed', 'opaque'), street: words }),
        fc.subarray(['codAmountVnd', 'handlingNote', 'sender', 'sortCode']),
        async ({ name, kind, street }, left) => {
          const { recipient } = newParcel();
          const address = { ...recipient.address, street: `Số 8, ngõ 12/3, ${street}` };
          const without = Object.fromEntries(left.map((field) => [field, undefined]));
          const parcel = await issue(system, {
            kind,
            recipient: { ...recipient, name, address },
            ...without,
          });
          expect((await reprint(parcel)).label?.token).toBe(parcel.token);
        },
      ),
      { numRuns: 25 },
    );
  });
});

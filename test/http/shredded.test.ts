import { monthsAfter, systemRandom } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { AMENDMENTS_LIMIT } from '@temkin/parcel/domain';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { bringTo, issue, labelOf, openCase, openShift, scan, type Issued } from '../support/parcels.ts';
import { enrolDevice } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const { table, clock } = system;
const ground = groundwork({ table, clock, rootKey: system.rootKeys.main, random: systemRandom });
const shred = () => shredDue(ground)({ deadlineMilliseconds: clock.now() + 3_600_000 });

const DAY = 86_400_000;

const [parcel, never] = [await issue(system), await issue(system)];
await bringTo(system, parcel);

const amend = ({ parcelId }: Issued): Promise<Response> =>
  system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, { handlingNote: 'Khóa cổng' });

// As often as can be: all of it goes in one transaction.
const parcelKey = keyOf('parcels', 'parcel', { tenant: 'demo', parcelId: parcel.parcelId });
await amend(parcel);
await table.write({ kind: 'update', key: parcelKey, set: { amendmentVersion: AMENDMENTS_LIMIT - 1 } });
await amend(parcel);
await scan(system, 'desk-em', [{ parcelId: parcel.parcelId, event: 'delivered' }]);
const end = monthsAfter(clock.now(), 8);

const { deviceId } = await enrolDevice(system);
const { shiftId } = await openShift(system, 'shipper-an');

/** Every way to ask for a parcel. */
const WAYS: readonly (readonly [string, (parcel: Issued) => Promise<Response>])[] = [
  ['followed', ({ parcelId }) => system.as('order-system').get(`/v1/parcels/${parcelId}`)],
  [
    'revoked',
    ({ parcelId }) =>
      system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' }),
  ],
  ['amended', amend],
  [
    'opened by waybill number',
    ({ waybillNumber }) =>
      system.as('dispatcher-phong').post('/v1/parcels/open', { waybillNumber, purpose: 'route' }),
  ],
  [
    'resolved',
    ({ token }) => system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' }),
  ],
  [
    'made a case of',
    ({ parcelId }) =>
      system.as('support-lead-quynh').post('/v1/cases', { parcelId, kind: 'dispute', reason: 'lost' }),
  ],
  [
    'scanned',
    async ({ token }) =>
      system.as('desk-em').post('/v1/custody-events', { events: [{ token, event: 'arrived' }] }),
  ],
  ['claimed', ({ token }) => system.as('dispatcher-phong').post('/v1/parcels/claims', { token, shiftId })],
  [
    'loaded, label in hand',
    ({ token }) => system.as('shipper-an').post(`/v1/shifts/${shiftId}/load`, { deviceId, tokens: [token] }),
  ],
  [
    'printed anew',
    (issued) => system.as('desk-em').post('/v1/labels', { format: 'svg', items: [labelOf(issued)] }),
  ],
];

interface Said {
  readonly status?: number;
  readonly code?: string;
  readonly finalFrom?: string;
  readonly results?: readonly { readonly problem?: Said }[];
}

const said = async (answer: Response): Promise<readonly unknown[]> => {
  const body = (await answer.json()) as Said;
  const { status, code, finalFrom } = body.results?.[0]?.problem ?? body;
  return [status, code, finalFrom];
};

const query = (question: object): Promise<Response> =>
  system.as('auditor-khanh').post('/v1/audit/queries', question);

describe('a parcel at the end of its retention', () => {
  it('can be asked for until then, a case be made of it, and the label nobody accepted is void', async () => {
    clock.set(end - DAY);
    await shred();
    const follow = await system.as('order-system').get(`/v1/parcels/${parcel.parcelId}`);
    expect(await follow.json()).toMatchObject({ state: 'delivered' });
    await openCase(system, { parcelId: parcel.parcelId, kind: 'dispute', reason: 'lost' });
    const voided = await system.as('order-system').get(`/v1/parcels/${never.parcelId}`);
    expect(await voided.json()).toMatchObject({ state: 'revoked' });
  });

  it.each(WAYS)('is gone from then on, destroyed or not, however it is %s', async (_how, ask) => {
    clock.set(end);
    expect(await said(await ask(parcel))).toEqual([410, 'PARCEL.SHREDDED', undefined]);
  });

  it.each(WAYS)(
    'is shredded however it is %s, and the answer says from when that is final',
    async (_how, ask) => {
      await shred();
      const [status, code, finalFrom] = await said(await ask(parcel));
      expect([status, code]).toEqual([410, 'PARCEL.SHREDDED']);
      // The phone index can be recovered for 35 days.
      expect(Math.floor((Date.parse(String(finalFrom)) - end) / DAY)).toBe(35);
      expect(system.faults).toEqual([]);
    },
  );

  it('leaves nothing of its amendments, beside the label or the escrow copy', async () => {
    const left = await Promise.all(
      (['parcels', 'parcel-escrow'] as const).map(async (name) => {
        const { items } = await table.query({ table: name, partition: parcelKey.partition, limit: 100 });
        return items.map(({ sort }) => sort);
      }),
    );
    expect(left).toEqual([['parcel'], []]);
  });

  it('is unknown to auditors by its number, and its events stay', async () => {
    const byNumber = await query({ parcelId: parcel.parcelId });
    expect(await byNumber.json()).toMatchObject({ events: [] });
    const all = (await (await query({ action: 'parcel.shred' })).json()) as { events: readonly unknown[] };
    expect(all.events.length).toBeGreaterThan(0);
  });
});

import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { down, UNCONFIRMED } from '../support/failing-writes.ts';
import { handTo, issue, openShift, scan } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { eventsInto, KEYS_FORGOTTEN_MILLISECONDS, unwrapOrder } from '../support/unwrap-order.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

const status = staffStatus(system.table);

afterEach(() => {
  staged.stage();
  vi.restoreAllMocks();
});

/** A parcel out for delivery on An's new shift, all keys forgotten. */
const outWithAn = async () => {
  const current = await system.as('shipper-an').get('/v1/shifts/current');
  if (current.ok) {
    const { shiftId } = (await current.json()) as { shiftId: string };
    await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);
  }
  const { shiftId } = await openShift(system, 'shipper-an');
  const issued = await issue(system);
  await handTo(system, issued, shiftId);
  system.clock.advance(KEYS_FORGOTTEN_MILLISECONDS);
  return { ...issued, shiftId };
};

const read = async (token: string, by = 'shipper-an') => {
  const answer = await system.as(by).post('/v1/parcels/resolve', { token, purpose: 'delivery' });
  const text = await answer.text();
  return { answer, text, code: answer.ok ? 200 : (JSON.parse(text) as { code: string }).code };
};

const PLAINTEXT = /Hạnh|Đội Cấn|420000|Gọi trước/;

describe('a read', () => {
  it('is durable on record before the label’s key is unwrapped', async () => {
    const { token } = await outWithAn();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(eventsInto(order));
    const { answer, text } = await read(token);
    expect(answer.status).toBe(200);
    expect(text).toMatch(PLAINTEXT);
    expect(order).toEqual(['event committed', 'unwrap label']);
  });

  it.each(UNCONFIRMED)('gives no plaintext and unwraps no key where %s', async (_what, due, stage) => {
    const { token } = await outWithAn();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(stage);
    const { answer, text, code } = await read(token);
    expect([answer.status, code]).toEqual([503, due]);
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(receiptOf(answer)).toBeUndefined();
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).not.toContain('unwrap label');
    staged.stage();
    expect((await read(token)).code).toBe(200);
  });

  it('is refused as unavailable where even the refusal cannot be put on record', async () => {
    const { token } = await outWithAn();
    staged.stage(down);
    expect((await read(token, 'shipper-binh')).code).toBe('AUDIT.UNAVAILABLE');
  });
});

describe('a revocation between two reads of a decision wins:', () => {
  it('its reader is told of it, not of a key that is gone', async () => {
    const { token, labelId, parcelId } = await outWithAn();
    const revoked = new Promise<void>((resolve) => {
      staged.afterReading(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }), async () => {
        const body = { reason: 'label-leaked' };
        await system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, body);
        resolve();
      });
    });
    staged.beforeReading(keyOf('parcel-keys', 'labelKey', { tenant: 'demo', labelId }), () => revoked);
    expect((await read(token)).code).toBe('PARCEL.REVOKED');
  });
});

describe('a change between decision and commit wins:', () => {
  it('a suspended reader gets nothing, and the key stays wrapped', async () => {
    const { token } = await outWithAn();
    const order = unwrapOrder(system.rootKeys);
    const before = await recordedEvents(system.table);
    staged.inBetween(() => status('demo', 'shipper-an', 'suspended'));
    const { answer, text, code } = await read(token);
    expect([answer.status, code]).toEqual([409, 'ACCESS.CHANGED']);
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).not.toContain('unwrap label');
    expect(await recordedEvents(system.table)).toHaveLength(before.length);
    expect((await read(token)).code).toBe('ACCESS.UNAUTHENTICATED');
    await status('demo', 'shipper-an', 'active');
    expect((await read(token)).code).toBe(200);
  });

  it('a reader who is suspended while being refused stays on record as refused', async () => {
    const { token } = await outWithAn();
    staged.inBetween(() => status('demo', 'shipper-binh', 'suspended'));
    const { answer, code } = await read(token, 'shipper-binh');
    expect(code).toBe('PARCEL.NOT_IN_CUSTODY');
    expect((await eventBehind(system.table, answer))?.status_code).toBe('PARCEL.NOT_IN_CUSTODY');
    await status('demo', 'shipper-binh', 'active');
  });

  it.each<
    [string, string, (parcel: { shiftId: string; parcelId: string; labelId: string }) => Promise<unknown>]
  >([
    [
      'a closed shift',
      'PARCEL.SHIFT_CLOSED',
      ({ shiftId }) => system.as('desk-em').post(`/v1/shifts/${shiftId}/close`),
    ],
    [
      'a shift closed and another opened',
      'PARCEL.SHIFT_CLOSED',
      async ({ shiftId }) => {
        await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);
        await openShift(system, 'shipper-an');
      },
    ],
    [
      'a delivery',
      'PARCEL.NOT_IN_CUSTODY',
      ({ parcelId }) => scan(system, 'order-system', [{ parcelId, event: 'delivered' }]),
    ],
    [
      'an arrival at another facility',
      'PARCEL.NOT_IN_CUSTODY',
      ({ parcelId }) => {
        const holder = { type: 'facility', id: 'HN-HOAN-KIEM' };
        return scan(system, 'order-system', [{ parcelId, event: 'arrived', holder }]);
      },
    ],
    [
      'a dead label',
      'PARCEL.REVOKED',
      ({ labelId }) =>
        system.table.write({
          kind: 'update',
          key: keyOf('parcels', 'label', { tenant: 'demo', labelId }),
          set: { status: 'dead' },
          add: { version: 1 },
        }),
    ],
  ])('%s is seen on the second look, and nothing is opened', async (_what, due, change) => {
    const parcel = await outWithAn();
    const order = unwrapOrder(system.rootKeys);
    staged.inBetween(() => change(parcel));
    const { answer, text, code } = await read(parcel.token);
    expect(code).toBe(due);
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).not.toContain('unwrap label');
    expect((await eventBehind(system.table, answer))?.status_code).toBe(due);
  });

  it('one that changes nothing for the reader costs a second look and no more', async () => {
    const parcel = await outWithAn();
    const before = (await recordedEvents(system.table)).length;
    const holder = { type: 'shift', id: parcel.shiftId };
    staged.inBetween(() =>
      scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'out-for-delivery', holder }]),
    );
    expect((await read(parcel.token)).code).toBe(200);
    expect(await recordedEvents(system.table)).toHaveLength(before + 2);
  });

  it('five in a row are told to come back, with nothing opened', async () => {
    const { token, parcelId } = await outWithAn();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(async (commit) => {
      await system.table.write({
        kind: 'update',
        key: keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }),
        add: { version: 1 },
      });
      return commit();
    });
    const { answer, text, code } = await read(token);
    expect([answer.status, code]).toEqual([409, 'PARCEL.CHANGED']);
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).not.toContain('unwrap label');
    expect(system.faults).toEqual([]);
  });
});

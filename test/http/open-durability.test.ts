import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UNCONFIRMED } from '../support/failing-writes.ts';
import { bringTo, issue, openCase, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { eventsInto, KEYS_FORGOTTEN_MILLISECONDS, unwrapOrder } from '../support/unwrap-order.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

const PLAINTEXT = /Hạnh|Đội Cấn|420000|Gọi trước/;

const status = staffStatus(system.table);

afterEach(() => {
  staged.stage();
  vi.restoreAllMocks();
});

/** A parcel on the shelf of the desk, all keys forgotten. */
const atDesk = async (): Promise<Issued> => {
  const issued = await issue(system);
  await bringTo(system, issued);
  system.clock.advance(KEYS_FORGOTTEN_MILLISECONDS);
  return issued;
};

const pickUp = async ({ waybillNumber }: Issued) => {
  const answer = await system
    .as('desk-em')
    .post('/v1/parcels/open', { waybillNumber, purpose: 'pickup-desk' });
  const text = await answer.text();
  return { answer, text, code: answer.ok ? 200 : (JSON.parse(text) as { code: string }).code };
};

const copyOf = ({ parcelId }: Issued) => keyOf('parcel-escrow', 'escrow', { tenant: 'demo', parcelId });

describe('opening an escrow copy', () => {
  it('is durable on record before the key is unwrapped', async () => {
    const parcel = await atDesk();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(eventsInto(order));
    const { text } = await pickUp(parcel);
    expect(text).toMatch(PLAINTEXT);
    expect(order).toEqual(['event committed', 'unwrap escrow']);
  });

  it('makes no escrow key: issuing does', async () => {
    const parcel = await atDesk();
    const generate = vi.spyOn(system.rootKeys.escrow, 'generateDataKey');
    expect((await pickUp(parcel)).code).toBe(200);
    expect(generate).not.toHaveBeenCalled();
  });

  it.each(UNCONFIRMED)('gives no plaintext and unwraps no key where %s', async (_what, due, stage) => {
    const parcel = await atDesk();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(stage);
    const { answer, text, code } = await pickUp(parcel);
    expect([answer.status, code]).toEqual([503, due]);
    expect(receiptOf(answer)).toBeUndefined();
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).toEqual([]);
    staged.stage();
    expect((await pickUp(parcel)).code).toBe(200);
  });
});

describe('a change between decision and commit wins:', () => {
  it('a suspended clerk gets nothing, and the key stays wrapped', async () => {
    const parcel = await atDesk();
    const order = unwrapOrder(system.rootKeys);
    const before = await recordedEvents(system.table);
    staged.inBetween(() => status('demo', 'desk-em', 'suspended'));
    const { answer, text, code } = await pickUp(parcel);
    expect([answer.status, code]).toEqual([409, 'ACCESS.CHANGED']);
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).toEqual([]);
    expect(await recordedEvents(system.table)).toHaveLength(before.length);
    await status('demo', 'desk-em', 'active');
    expect((await pickUp(parcel)).code).toBe(200);
  });

  it.each<[string, string, (parcel: Issued) => Promise<unknown>]>([
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
      'the end of the escrow copy, while the parcel changes too',
      'PARCEL.SHREDDED',
      async ({ parcelId }) => {
        const ids = { tenant: 'demo', parcelId };
        await system.table.write({ kind: 'delete', key: keyOf('parcel-escrow', 'escrow', ids) });
        await system.table.write({
          kind: 'update',
          key: keyOf('parcels', 'parcel', ids),
          add: { version: 1 },
        });
      },
    ],
  ])('%s is seen on the second look, and nothing is opened', async (_what, due, change) => {
    const parcel = await atDesk();
    const order = unwrapOrder(system.rootKeys);
    staged.inBetween(() => change(parcel));
    const { answer, text, code } = await pickUp(parcel);
    expect(code).toBe(due);
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).toEqual([]);
    expect((await eventBehind(system.table, answer))?.status_code).toBe(due);
  });

  it('five in a row are told to come back, with nothing opened', async () => {
    const parcel = await atDesk();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(async (commit) => {
      await system.table.write({
        kind: 'update',
        key: keyOf('parcels', 'parcel', { tenant: 'demo', parcelId: parcel.parcelId }),
        add: { version: 1 },
      });
      return commit();
    });
    const { answer, text, code } = await pickUp(parcel);
    expect([answer.status, code]).toEqual([409, 'PARCEL.CHANGED']);
    expect(text).not.toMatch(PLAINTEXT);
    expect(order).toEqual([]);
  });
});

describe('an escrow copy', () => {
  it('that belongs to another parcel is a fault, and nothing of it is shown', async () => {
    const [one, other] = [await atDesk(), await atDesk()];
    const item = await system.table.get(copyOf(other));
    if (item === undefined) throw new Error('an issued parcel has an escrow copy');
    await system.table.write({ kind: 'put', key: copyOf(one), item });
    const { answer, text } = await pickUp(one);
    expect(answer.status).toBe(500);
    expect(text).not.toMatch(PLAINTEXT);
    expect(system.faults).toHaveLength(1);
  });

  it('with one group in the place of another is a fault, and nothing of it is shown', async () => {
    const parcel = await atDesk();
    const { parcelId } = parcel;
    const key = copyOf(parcel);
    const item = await system.table.get(key);
    const groups = item?.groups as Readonly<Record<string, never>> | undefined;
    if (item === undefined || groups?.sender === undefined) throw new Error('a copy has its groups');
    const swapped = { ...groups, delivery: groups.sender };
    await system.table.write({ kind: 'put', key, item: { ...item, groups: swapped } });
    const caseId = (await openCase(system, { parcelId, kind: 'dispute', reason: 'lost' })).caseId;
    const answer = await system
      .as('support-phuc')
      .post('/v1/parcels/open', { parcelId, purpose: 'dispute', caseId });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/Dũng|Kim Mã|Áo/);
  });
});

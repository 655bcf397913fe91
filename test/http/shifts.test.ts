import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { openShift, type OpenedShift } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const status = staffStatus(system.table);

const scopes = ['shifts:open', 'shifts:read'];
await system.enrol({
  subject: 'desk-hoan-kiem',
  tenant: 'demo',
  kind: 'staff',
  roles: ['desk-clerk'],
  facility: 'HN-HOAN-KIEM',
  scopes,
});

await system.enrol({
  subject: 'other-desk',
  tenant: 'other',
  kind: 'staff',
  roles: ['desk-clerk'],
  facility: 'DN-HAI-CHAU',
  scopes,
});

let serial = 0;
const newShipper = async (facility = 'HN-BA-DINH'): Promise<string> => {
  const subject = `shipper-${(serial += 1)}`;
  await system.enrol({ subject, tenant: 'demo', kind: 'staff', roles: ['shipper'], facility, scopes });
  return subject;
};

const open = (shipper: string, { by = 'desk-em', facility = 'HN-BA-DINH', key = '' } = {}) =>
  system.as(by).post('/v1/shifts', { shipper, facility }, key === '' ? {} : { 'idempotency-key': key });

const close = (shiftId: string, by = 'desk-em') => system.as(by).post(`/v1/shifts/${shiftId}/close`);

const current = (shipper: string) => system.as(shipper).get('/v1/shifts/current');

const shiftIn = async (answer: Response) => (await answer.json()) as OpenedShift & { closedAt?: string };

afterEach(() => {
  staged.stage();
});

describe('opening a shift', () => {
  it('answers the shift, which is then the shipper’s current one', async () => {
    const shipper = await newShipper();
    const answer = await open(shipper);
    expect(answer.status).toBe(201);
    const shift = await shiftIn(answer);
    expect(shift).toEqual({
      shiftId: expect.stringMatching(/^[0-9a-f]{32}$/),
      shipper,
      facility: 'HN-BA-DINH',
      state: 'open',
      openedAt: expect.stringMatching(/^2026-11-23T01:00:\d\d\.\d{3}Z$/),
    });
    expect(await (await current(shipper)).json()).toEqual(shift);
  });

  it('is on record with the shipper’s pseudonym, and with no id that leads to the shipper', async () => {
    const shipper = await newShipper();
    const answer = await open(shipper, { by: 'dispatcher-phong' });
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({ api: { operation: 'shift.open' }, unmapped: { outcome: 'allowed' } });
    expect(event?.resources).toEqual([{ type: 'staff', uid: expect.stringMatching(/^[\w-]{22}$/) }]);
    expect(JSON.stringify(event)).not.toContain(shipper);
    expect(JSON.stringify(event)).not.toContain((await shiftIn(answer)).shiftId);
  });

  it('is refused while the shipper has one, also to another clerk', async () => {
    const shipper = await newShipper();
    await openShift(system, shipper);
    for (const by of ['desk-em', 'dispatcher-phong']) {
      const answer = await open(shipper, { by });
      expect([answer.status, await codeOf(answer)]).toEqual([409, 'PARCEL.SHIFT_OPEN']);
    }
  });

  it('opens one of many that are asked for at once', async () => {
    const shipper = await newShipper();
    const codes = await Promise.all(Array.from({ length: 8 }, async () => codeOf(await open(shipper))));
    expect(codes.filter((code) => code === 201)).toHaveLength(1);
    expect(codes.filter((code) => code === 'PARCEL.SHIFT_OPEN')).toHaveLength(7);
  });

  it.each<[string, () => Promise<Response>]>([
    ['somebody unknown', () => open('nobody')],
    ['somebody who is no shipper', () => open('sorter-chi')],
    ['a system', () => open('order-system')],
    ['a shipper of another facility', async () => open(await newShipper('HN-HOAN-KIEM'))],
    [
      'a shipper of the own facility for another one',
      async () => open(await newShipper(), { facility: 'HN-HOAN-KIEM' }),
    ],
    [
      'a shipper of another facility, there',
      async () => open(await newShipper('HN-HOAN-KIEM'), { facility: 'HN-HOAN-KIEM' }),
    ],
    ['a shipper of another tenant', () => open('other-shipper')],
    [
      'a suspended shipper',
      async () => {
        const shipper = await newShipper();
        await status('demo', shipper, 'suspended');
        return open(shipper);
      },
    ],
    [
      'a shipper who is suspended in that very moment',
      async () => {
        const shipper = await newShipper();
        staged.inBetween(() => status('demo', shipper, 'suspended'));
        return open(shipper);
      },
    ],
  ])('is refused for %s, with one answer for all', async (_who, ask) => {
    const answer = await ask();
    expect(await answer.json()).toEqual({
      type: 'urn:temkin:problem:PARCEL.SHIPPER_NOT_ROSTERED',
      status: 422,
      title: 'No such shipper is on the roster of your facility.',
      code: 'PARCEL.SHIPPER_NOT_ROSTERED',
    });
  });

  it('is no business of shippers, sorters or systems', async () => {
    for (const by of ['shipper-an', 'sorter-chi', 'order-system', 'auditor-khanh'])
      expect(await codeOf(await open('shipper-an', { by }))).toBe('ACCESS.ROLE_NOT_ALLOWED');
  });

  it('is done once under one idempotency key, however often it is asked for', async () => {
    const shipper = await newShipper();
    const answers = [
      ...(await Promise.all([open(shipper, { key: 'once' }), open(shipper, { key: 'once' })])),
      await open(shipper, { key: 'once' }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    const receipts = new Set(answers.map((answer) => receiptOf(answer)?.eventId));
    expect(receipts.size).toBe(1);
    expect(receipts).not.toContain(undefined);
    const [a, b, c] = await Promise.all(answers.map(shiftIn));
    expect([b, c]).toEqual([a, a]);
    await close(String(a?.shiftId));
    expect(await shiftIn(await open(shipper, { key: 'once' }))).toMatchObject({
      shiftId: a?.shiftId,
      state: 'closed',
    });
    expect(await codeOf(await open(shipper, { key: 'another' }))).toBe(201);
  });
});

describe('closing a shift', () => {
  it('answers the closed shift and leaves the shipper without one', async () => {
    const shipper = await newShipper();
    const { shiftId } = await openShift(system, shipper);
    const answer = await close(shiftId, 'dispatcher-phong');
    expect(answer.status).toBe(200);
    const closed = await shiftIn(answer);
    expect(closed).toMatchObject({ shiftId, state: 'closed' });
    expect(closed.closedAt).toMatch(/^2026-11-23T/);
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'shift.close' },
      resources: [{ type: 'staff' }],
    });
    expect(await codeOf(await current(shipper))).toBe('PARCEL.SHIFT_CLOSED');
  });

  it('that is closed already changes nothing, and has no event of its own', async () => {
    const { shiftId } = await openShift(system, await newShipper());
    const first = await shiftIn(await close(shiftId));
    const before = await recordedEvents(system.table);
    const again = await close(shiftId);
    expect(await shiftIn(again)).toEqual(first);
    expect(receiptOf(again)).toBeUndefined();
    expect(await recordedEvents(system.table)).toHaveLength(before.length);
  });

  it('is done once where several ask at once', async () => {
    const { shiftId } = await openShift(system, await newShipper());
    const before = (await recordedEvents(system.table)).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => close(shiftId)));
    const shifts = await Promise.all(answers.map(shiftIn));
    expect(new Set(shifts.map((shift) => JSON.stringify(shift))).size).toBe(1);
    expect(await recordedEvents(system.table)).toHaveLength(before + 1);
  });

  it('makes room for another, which is another shift', async () => {
    const shipper = await newShipper();
    const first = await openShift(system, shipper);
    await close(first.shiftId);
    const second = await openShift(system, shipper);
    expect(second.shiftId).not.toBe(first.shiftId);
    expect(await (await current(shipper)).json()).toEqual(second);
    await close(first.shiftId);
    expect((await current(shipper)).status).toBe(200);
  });

  it('is refused as unknown to another facility, to another tenant, and where there is none', async () => {
    const { shiftId } = await openShift(system, await newShipper());
    const refused = [
      await close(shiftId, 'desk-hoan-kiem'),
      await close('0'.repeat(32)),
      await close(shiftId, 'other-desk'),
    ];
    for (const answer of refused) {
      expect(receiptOf(answer)).toBeDefined();
      expect(await answer.json()).toEqual({
        type: 'urn:temkin:problem:PARCEL.SHIFT_UNKNOWN',
        status: 404,
        title: 'There is no such shift at your facility.',
        code: 'PARCEL.SHIFT_UNKNOWN',
      });
    }
    expect(await codeOf(await close(shiftId, 'shipper-an'))).toBe('ACCESS.ROLE_NOT_ALLOWED');
    expect(system.faults).toEqual([]);
  });
});

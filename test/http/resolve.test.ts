import { monthsAfter } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { PURPOSES } from '../../packages/capabilities/parcel/src/domain/index.ts';
import { bringTo, handTo, issue, newParcel, openShift, scan, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { staffStatus } from '../support/staff-status.ts';
import { testSystem, type TokenOptions } from '../support/system.ts';

const system = await testSystem();

const read = async (by: string, token: string, purpose = 'delivery', options?: TokenOptions) => {
  const answer = await system.as(by, options).post('/v1/parcels/resolve', { token, purpose });
  const body = (await answer.json()) as { code?: string; fields?: object; groups?: string[]; state?: string };
  return { answer, body, code: body.code ?? answer.status };
};

const closeShift = (shiftId: string) => system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);

/** A parcel out for delivery with An, whose shift it answers. */
const outWithAn = async (overrides: Readonly<Record<string, unknown>> = {}) => {
  const current = await system.as('shipper-an').get('/v1/shifts/current');
  const shift = current.ok
    ? ((await current.json()) as { shiftId: string })
    : await openShift(system, 'shipper-an');
  const issued = await issue(system, overrides);
  await handTo(system, issued, shift.shiftId);
  return { ...issued, shiftId: shift.shiftId };
};

const atDoor = {
  recipient: {
    name: 'Nguyễn Thị Hạnh',
    address: {
      street: 'Số 8, Phố Đội Cấn',
      communeCode: '00004',
      communeName: 'Phường Ba Đình',
      provinceName: 'Thành phố Hà Nội',
    },
  },
  codAmountVnd: 420_000,
  handlingNote: 'Gọi trước khi giao',
};

describe('the shipper at the door', () => {
  it('sees name, street, commune, COD and note, and no phone, goods or sender', async () => {
    const { token, parcelId, waybillNumber } = await outWithAn();
    const { answer, body } = await read('shipper-an', token);
    expect(body).toEqual({
      parcelId,
      waybillNumber,
      state: 'out-for-delivery',
      groups: ['delivery', 'payment'],
      fields: atDoor,
    });
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'parcel.resolve' },
      unmapped: { outcome: 'allowed', purpose: 'delivery', groups: ['delivery', 'payment'] },
    });
  });

  it('sees no payment fields where there are none to see', async () => {
    const { token } = await outWithAn({ codAmountVnd: undefined, handlingNote: undefined });
    const { body } = await read('shipper-an', token);
    expect(body.fields).toEqual({ recipient: atDoor.recipient });
    expect(body.groups).toEqual(['delivery', 'payment']);
  });

  it('is refused once the shift is closed, and the next shift inherits nothing', async () => {
    const { token, shiftId } = await outWithAn();
    await closeShift(shiftId);
    expect((await read('shipper-an', token)).code).toBe('PARCEL.SHIFT_CLOSED');
    await openShift(system, 'shipper-an');
    expect((await read('shipper-an', token)).code).toBe('PARCEL.SHIFT_CLOSED');
  });

  it('is refused once the parcel is delivered, or back on the shelf', async () => {
    const delivered = await outWithAn();
    const returned = await outWithAn();
    const moves = [
      { token: delivered.token, event: 'delivered' },
      { token: returned.token, event: 'arrived', holder: { type: 'facility', id: 'HN-BA-DINH' } },
    ];
    await scan(system, 'order-system', moves);
    for (const { token } of [delivered, returned])
      expect((await read('shipper-an', token)).code).toBe('PARCEL.NOT_IN_CUSTODY');
  });

  it('may read for delivery and for nothing else', async () => {
    const { token } = await outWithAn();
    const codes = await Promise.all(
      PURPOSES.map(async (purpose) => [purpose, (await read('shipper-an', token, purpose)).code]),
    );
    expect(Object.fromEntries(codes)).toEqual({
      ...Object.fromEntries(PURPOSES.map((purpose) => [purpose, 'PARCEL.PURPOSE_NOT_ALLOWED'])),
      delivery: 200,
    });
    expect((await read('shipper-an', token, 'curiosity')).code).toBe('REQUEST.INVALID');
  });

  it('is refused an old label for good: one that is dead, or whose key is past its last day', async () => {
    const dead = await outWithAn();
    await system.table.write({
      kind: 'update',
      key: keyOf('parcels', 'label', { tenant: 'demo', labelId: dead.labelId }),
      set: { status: 'dead' },
      add: { version: 1 },
    });
    const { answer, code } = await read('shipper-an', dead.token);
    expect([answer.status, code]).toEqual([410, 'PARCEL.REVOKED']);

    const old = await outWithAn();
    const start = system.clock.now();
    system.clock.set(monthsAfter(start, 6) - 1_000);
    expect((await read('shipper-an', old.token)).code).toBe(200);
    system.clock.set(monthsAfter(start, 6));
    const late = await read('shipper-an', old.token);
    expect([late.answer.status, late.code]).toEqual([410, 'PARCEL.SHREDDED']);
    expect((await eventBehind(system.table, late.answer))?.status_code).toBe('PARCEL.SHREDDED');
  });
});

describe('the desk', () => {
  it('opens what lies at its own facility, for pick-up alone', async () => {
    const here = await issue(system);
    const there = await issue(system);
    await bringTo(system, here);
    await bringTo(system, there, 'HN-HOAN-KIEM');
    const { body } = await read('desk-em', here.token, 'pickup-desk');
    expect(body).toMatchObject({ state: 'at-facility', groups: ['delivery', 'payment'], fields: atDoor });
    expect((await read('desk-em', there.token, 'pickup-desk')).code).toBe('PARCEL.NOT_IN_CUSTODY');
    expect((await read('desk-em', here.token, 'delivery')).code).toBe('PARCEL.PURPOSE_NOT_ALLOWED');
  });

  it('opens nothing that is only accepted, nor what a shipper of the facility has', async () => {
    const accepted = await issue(system);
    const holder = { type: 'facility', id: 'HN-BA-DINH' };
    await scan(system, 'order-system', [{ token: accepted.token, event: 'accepted', holder }]);
    expect((await read('desk-em', accepted.token, 'pickup-desk')).code).toBe('PARCEL.STATE_NOT_ALLOWED');
    const { token } = await outWithAn();
    expect((await read('desk-em', token, 'pickup-desk')).code).toBe('PARCEL.NOT_IN_CUSTODY');
  });
});

describe('support', () => {
  it('opens nothing for a dispute without a case, whatever it calls one', async () => {
    const { token } = await outWithAn();
    const body = { token, purpose: 'dispute' };
    const path = '/v1/parcels/resolve';
    const bare = await system.as('support-phuc').post(path, body);
    const made = await system.as('support-phuc').post(path, { ...body, caseId: 'case-1' });
    for (const answer of [bare, made]) {
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'PARCEL.CASE_UNKNOWN' });
      expect((await eventBehind(system.table, answer))?.status_code).toBe('PARCEL.CASE_UNKNOWN');
    }
  });
});

describe('a refusal', () => {
  it('is on record where the caller is known, by its code and purpose, and says nothing personal', async () => {
    const { token } = await outWithAn();
    const refused = [
      ['shipper-an', 'pickup-desk', 'PARCEL.PURPOSE_NOT_ALLOWED'],
      ['desk-em', 'pickup-desk', 'PARCEL.NOT_IN_CUSTODY'],
      ['other-shipper', 'delivery', 'PARCEL.UNKNOWN'],
      ['sorter-chi', 'delivery', 'ACCESS.ROLE_NOT_ALLOWED'],
      ['auditor-khanh', 'delivery', 'ACCESS.ROLE_NOT_ALLOWED'],
    ] as const;
    for (const [by, purpose, reason] of refused) {
      const { answer, body, code } = await read(by, token, purpose);
      expect(code).toBe(reason);
      const tenant = by === 'other-shipper' ? 'other' : 'demo';
      const event = await eventBehind(system.table, answer, tenant);
      expect(event).toMatchObject({ status_code: reason, unmapped: { outcome: 'refused' } });
      // Before the body is read nothing is known of purpose and parcel; of another tenant's parcel not even that it exists.
      expect(event?.unmapped.purpose).toBe(reason.startsWith('PARCEL') ? purpose : undefined);
      expect(event?.resources).toHaveLength(tenant === 'demo' && reason.startsWith('PARCEL') ? 1 : 0);
      expect(JSON.stringify([body, event])).not.toMatch(/Hạnh|Đội Cấn|912345678|TK1:/);
    }
  });

  it('is on record also for want of a scope', async () => {
    const { token } = await outWithAn();
    const { answer, code } = await read('shipper-an', token, 'delivery', { scopes: ['parcels:read'] });
    expect(code).toBe('ACCESS.SCOPE_MISSING');
    expect((await eventBehind(system.table, answer))?.status_code).toBe('ACCESS.SCOPE_MISSING');
  });

  it('of a token that is missing or expired leaves no event, and of somebody suspended an event without a receipt', async () => {
    const { token } = await outWithAn();
    const status = staffStatus(system.table);
    await status('demo', 'shipper-binh', 'suspended');
    const before = await recordedEvents(system.table);
    const anonymous = await system.fetch(
      new Request('http://api.example/v1/parcels/resolve', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, purpose: 'delivery' } satisfies Partial<Issued> & { purpose: string }),
      }),
    );
    expect([anonymous.status, ((await anonymous.json()) as { code: string }).code]).toEqual([
      401,
      'ACCESS.UNAUTHENTICATED',
    ]);
    const expired = await read('shipper-an', token, 'delivery', { expiresInSeconds: 0 });
    expect([expired.answer.status, expired.code]).toEqual([401, 'ACCESS.TOKEN_EXPIRED']);
    expect(await recordedEvents(system.table)).toHaveLength(before.length);
    const suspended = await read('shipper-binh', token);
    expect([suspended.answer.status, suspended.code]).toEqual([401, 'ACCESS.UNAUTHENTICATED']);
    for (const answer of [anonymous, expired.answer, suspended.answer])
      expect(receiptOf(answer)).toBeUndefined();
    expect((await recordedEvents(system.table)).slice(before.length)).toMatchObject([
      { api: { operation: 'parcel.resolve' }, resources: [], status_code: 'ACCESS.UNAUTHENTICATED' },
    ]);
    await status('demo', 'shipper-binh', 'active');
  });

  it('tells of an unknown label only that there is no such parcel', async () => {
    const { token } = await issue(system, newParcel(), 'other-order-system');
    const { body } = await read('shipper-an', token);
    expect(body).toEqual({
      type: 'urn:temkin:problem:PARCEL.UNKNOWN',
      status: 404,
      title: 'There is no such parcel.',
      code: 'PARCEL.UNKNOWN',
    });
    expect(system.faults).toEqual([]);
  });
});

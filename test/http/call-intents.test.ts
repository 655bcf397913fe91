import { changeSettings, tenantStore } from '@temkin/access';
import { describe, expect, it, beforeEach } from 'vitest';
import { askCall, cancel, declare, onTheRoad, shiftOf, type Declared } from '../support/calls.ts';
import { handTo, issue, scan } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const MORNING = Date.parse('2026-11-23T08:00:00+07:00');
const HOUR = 3_600_000;
const MINUTE = 60_000;

const system = await testSystem({ now: MORNING });

/** By a day, so that nothing that a test counted counts in the next. */
let days = 0;
beforeEach(() => {
  days += 1;
  system.clock.advance(MORNING + days * 24 * HOUR - system.clock.now());
});

const codeOf = async (answer: Response): Promise<string> => {
  const { code } = (await answer.json()) as { readonly code?: string };
  return `${answer.status} ${code ?? ''}`;
};

const phone = '0987000111';
const contact = {
  recipient: { name: 'Lê Thị Bích', phone, address: { street: 'Số 9', communeCode: '00004' } },
};

describe('a declared call', () => {
  it('tells what to dial, a code to speak and what to say, and never whom it reaches', async () => {
    const parcel = await onTheRoad(system, { ...contact, codAmountVnd: 0 });
    const answer = await askCall(system, { waybillNumber: parcel.waybillNumber });
    const text = await answer.text();
    expect(answer.status).toBe(201);
    const call = JSON.parse(text) as Declared;
    expect(call).toEqual({
      intentId: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      state: 'created',
      mode: 'masked',
      dial: expect.stringMatching(/^\+84247100000[12]$/),
      spokenCode: expect.stringMatching(/^\d{4}$/),
      script: {
        vi: expect.stringContaining('Bưu chính Demo'),
        en: expect.stringContaining('Bưu chính Demo'),
      },
      expiresAt: expect.any(String),
    });
    const left = Date.parse(call.expiresAt) - system.clock.now();
    expect(left > MINUTE && left <= 2 * MINUTE).toBe(true);
    expect(call.script.vi).toContain(Array.from(call.spokenCode).join(' '));
    expect(text).not.toMatch(/987000111/);
    await cancel(system, call.intentId);
  });

  it('is on record with the read of its contact, neither with a number', async () => {
    const parcel = await onTheRoad(system, { ...contact, codAmountVnd: 0 });
    const answer = await askCall(system, { token: parcel.token });
    expect(answer.status).toBe(201);
    const { intentId } = (await answer.json()) as Declared;
    const event = await eventBehind(system.table, answer);
    expect(event?.api.operation).toBe('call.declare');
    expect(event?.unmapped).toMatchObject({ purpose: 'call', change: 'masked' });
    expect(event?.resources).toEqual([
      { type: 'parcel', uid: expect.any(String) },
      { type: 'call', uid: intentId },
    ]);
    const events = await recordedEvents(system.table);
    const opened = events.at(-2);
    expect(opened?.api.operation).toBe('parcel.open');
    expect(opened?.unmapped).toMatchObject({ purpose: 'call', groups: ['payment', 'contact'] });
    expect(opened?.resources[0]?.uid).toBe(event?.resources[0]?.uid);
    expect(JSON.stringify(events)).not.toMatch(/987000111|84247100000/);
    await cancel(system, intentId);
  });

  it('can be seen by who declared it, without its code, and by nobody else', async () => {
    const call = await declare(system, await onTheRoad(system));
    const seen = await system.as('shipper-an').get(`/v1/call-intents/${call.intentId}`);
    expect(await seen.json()).toEqual({
      intentId: call.intentId,
      state: 'created',
      mode: call.mode,
      declared: 'before',
      createdAt: new Date(Date.parse(call.expiresAt) - 2 * MINUTE).toISOString(),
      expiresAt: call.expiresAt,
    });
    const other = await system.as('shipper-binh').get(`/v1/call-intents/${call.intentId}`);
    expect(await codeOf(other)).toBe('404 CALL.UNKNOWN');
    const stranger = await system.as('shipper-binh').post(`/v1/call-intents/${call.intentId}/cancel`);
    expect(await codeOf(stranger)).toBe('404 CALL.UNKNOWN');
    await cancel(system, call.intentId);
  });
});

describe('the same request', () => {
  it('is not told the code again, but the id by which it can be cancelled', async () => {
    const { waybillNumber } = await onTheRoad(system);
    const asked = { waybillNumber };
    const { intentId } = (await (await askCall(system, asked, { key: 'k-1' })).json()) as Declared;
    const again = await askCall(system, asked, { key: 'k-1' });
    expect(again.status).toBe(409);
    const problem = (await again.json()) as { readonly code: string; readonly detail: string };
    expect(problem.code).toBe('CALL.ALREADY_DONE');
    expect(problem.detail).toContain(intentId);
    await cancel(system, intentId);
    expect((await askCall(system, asked, { key: 'k-2' })).status).toBe(201);
  });
});

describe('a call is refused', () => {
  it.each([
    ['06:59:59', '403 CALL.OUTSIDE_HOURS', '1'],
    ['21:00:00', '403 CALL.OUTSIDE_HOURS', '36000'],
    ['07:00:00', '201 ', null],
    ['20:59:59', '201 ', null],
  ])('outside the calling hours, at %s not or not', async (time, due, retryAfter) => {
    const parcel = await onTheRoad(system);
    const day = new Date(system.clock.now()).toISOString().slice(0, 10);
    const at = Date.parse(`${day}T${time}+07:00`);
    system.clock.advance((at < system.clock.now() ? at + 24 * HOUR : at) - system.clock.now());
    const answer = await askCall(system, { waybillNumber: parcel.waybillNumber });
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(await codeOf(answer.clone())).toBe(due);
    if (answer.ok) await cancel(system, ((await answer.json()) as Declared).intentId);
  });

  it('about a parcel that nobody, somebody else or a facility has', async () => {
    const issued = await issue(system);
    const asked = (waybillNumber: string) => askCall(system, { waybillNumber });
    expect(await codeOf(await asked(issued.waybillNumber))).toBe('403 PARCEL.NOT_IN_CUSTODY');
    const others = await onTheRoad(system, {}, 'shipper-binh');
    expect(await codeOf(await asked(others.waybillNumber))).toBe('403 PARCEL.NOT_IN_CUSTODY');
    expect(await codeOf(await asked('NO-SUCH-ONE'))).toBe('404 PARCEL.UNKNOWN');
    const own = await onTheRoad(system);
    await scan(system, 'order-system', [{ parcelId: own.parcelId, event: 'refused' }]);
    expect(await codeOf(await asked(own.waybillNumber))).toBe('403 PARCEL.STATE_NOT_ALLOWED');
    await scan(system, 'order-system', [{ parcelId: others.parcelId, event: 'delivered' }]);
    expect(await codeOf(await asked(others.waybillNumber))).toBe('403 PARCEL.NOT_IN_CUSTODY');
  });

  it('once its shift is closed', async () => {
    const parcel = await onTheRoad(system);
    await system.as('desk-em').post(`/v1/shifts/${await shiftOf(system)}/close`);
    expect(await codeOf(await askCall(system, { waybillNumber: parcel.waybillNumber }))).toBe(
      '403 PARCEL.SHIFT_CLOSED',
    );
  });

  it('while another of the same shipper is live, and not after it was cancelled or should have rung', async () => {
    const [one, two] = [await onTheRoad(system), await onTheRoad(system)];
    const first = await declare(system, one);
    const refused = await askCall(system, { waybillNumber: two.waybillNumber });
    expect(await codeOf(refused)).toBe('409 CALL.ALREADY_LIVE');
    await cancel(system, first.intentId);
    const second = await declare(system, two);
    system.clock.advance(2 * MINUTE);
    const third = await declare(system, one);
    const seen = await system.as('shipper-an').get(`/v1/call-intents/${second.intentId}`);
    expect(((await seen.json()) as { readonly state: string }).state).toBe('expired');
    await cancel(system, third.intentId);
  });

  it('the seventh time in a day, about the same parcel', async () => {
    const parcel = await onTheRoad(system);
    for (let i = 0; i < 6; i++) await cancel(system, (await declare(system, parcel)).intentId);
    const refused = await askCall(system, { waybillNumber: parcel.waybillNumber });
    expect(await codeOf(refused)).toBe('429 CALL.TOO_MANY');
    const other = await onTheRoad(system);
    await cancel(system, (await declare(system, other)).intentId);
  });

  it('where the recipient is called by every number already', async () => {
    const mine = await onTheRoad(system, contact);
    const first = await declare(system, mine, { mode: 'masked' });
    const second = await declare(
      system,
      await onTheRoad(system, contact, 'shipper-binh'),
      { mode: 'masked' },
      'shipper-binh',
    );
    expect(second.dial).not.toBe(first.dial);
    await system.enrol({
      subject: 'shipper-cuong',
      tenant: 'demo',
      kind: 'staff',
      roles: ['shipper'],
      facility: 'HN-BA-DINH',
      scopes: ['calls:declare', 'shifts:read'],
    });
    const third = await onTheRoad(system, contact, 'shipper-cuong');
    const refused = await askCall(system, { waybillNumber: third.waybillNumber }, { by: 'shipper-cuong' });
    expect(await codeOf(refused)).toBe('409 CALL.NUMBERS_BUSY');
    system.clock.advance(2 * MINUTE);
    await cancel(system, (await declare(system, third, {}, 'shipper-cuong')).intentId, 'shipper-cuong');
  });

  it('without a token’s parcel, by a malformed one, or by both names or none', async () => {
    const { token, waybillNumber } = await onTheRoad(system);
    expect(await codeOf(await askCall(system, { token: 'TK1:' }))).toBe('400 PARCEL.TOKEN_MALFORMED');
    expect(await codeOf(await askCall(system, {}))).toBe('422 REQUEST.INVALID');
    expect(await codeOf(await askCall(system, { token, waybillNumber }))).toBe('422 REQUEST.INVALID');
    expect(await codeOf(await askCall(system, { waybillNumber, calledAt: '2026-11-23T08:00:00Z' }))).toBe(
      '422 REQUEST.INVALID',
    );
  });
});

describe('a call that nobody has noted as over', () => {
  it('was over when it should have rung, however much later the next one is declared', async () => {
    const parcel = await onTheRoad(system);
    const first = await declare(system, parcel);
    system.clock.advance(HOUR);
    const next = await declare(system, parcel);
    const seen = await system.as('shipper-an').get(`/v1/call-intents/${first.intentId}`);
    expect(await seen.json()).toMatchObject({ state: 'expired', endedAt: first.expiresAt });
    await cancel(system, next.intentId);
  });
});

describe('a parcel that is kept on its label alone', () => {
  it('is called about with the label in hand, and not by its number', async () => {
    const change = changeSettings({ tenants: tenantStore(system) });
    await change('demo', { keeping: 'label-only' });
    const parcel = await issue(system, contact);
    await change('demo', { keeping: 'escrow' });
    await handTo(system, parcel, await shiftOf(system));
    const byNumber = await askCall(system, { waybillNumber: parcel.waybillNumber });
    expect(await codeOf(byNumber)).toMatch(/PARCEL\.LABEL_ONLY$/);
    const answer = await askCall(system, { token: parcel.token });
    expect(answer.status).toBe(201);
    await cancel(system, ((await answer.json()) as Declared).intentId);
  });
});

describe('a mode', () => {
  it('is as good as what is to be collected, and never better than that for the asking', async () => {
    const [cash, none] = [
      await onTheRoad(system, { codAmountVnd: 500_000 }),
      await onTheRoad(system, { codAmountVnd: 0 }),
    ];
    const branded = await declare(system, cash);
    expect([branded.mode, branded.dial]).toEqual(['branded', undefined]);
    await cancel(system, branded.intentId);
    const lesser = await declare(system, cash, { mode: 'own-sim' });
    expect([lesser.mode, lesser.dial === undefined]).toEqual(['own-sim', false]);
    await cancel(system, lesser.intentId);
    const better = await declare(system, none, { mode: 'branded' });
    expect(better.mode).toBe('masked');
    await cancel(system, better.intentId);
  });
});

describe('a call that is declared late', () => {
  it('is over from the start, and hinders no other', async () => {
    const [one, two] = [await onTheRoad(system), await onTheRoad(system)];
    const live = await declare(system, one);
    const late = await declare(system, two, {
      declared: 'late',
      calledAt: new Date(system.clock.now() - 4 * MINUTE).toISOString(),
    });
    expect([late.state, late.mode, late.dial]).toEqual(['ended', 'own-sim', undefined]);
    const left = Date.parse(late.expiresAt) - system.clock.now();
    expect(left > 10 * MINUTE && left <= 11 * MINUTE).toBe(true);
    const cancelled = await system.as('shipper-an').post(`/v1/call-intents/${late.intentId}/cancel`);
    expect(await codeOf(cancelled)).toBe('409 CALL.NOT_CANCELLABLE');
    await cancel(system, live.intentId);
  });

  it('has no number that is destroyed, and no event that says so', async () => {
    const { intentId } = await declare(system, await onTheRoad(system), { declared: 'late' });
    system.clock.advance(5 * HOUR);
    await system.sweepCalls();
    const acts = (await recordedEvents(system.table))
      .filter(({ resources }) => resources.some(({ uid }) => uid === intentId))
      .map(({ api }) => api.operation);
    expect(acts).toEqual(['call.declare']);
  });

  it('is refused after five minutes', async () => {
    const { waybillNumber } = await onTheRoad(system);
    const calledAt = new Date(system.clock.now() - 5 * MINUTE - 1).toISOString();
    const refused = await askCall(system, { waybillNumber, declared: 'late', calledAt });
    expect(await codeOf(refused)).toBe('409 CALL.TOO_LATE');
  });
});

describe('a cancelled call', () => {
  it('stays cancelled, with no second event', async () => {
    const { intentId } = await declare(system, await onTheRoad(system));
    const path = `/v1/call-intents/${intentId}/cancel`;
    const first = await system.as('shipper-an').post(path);
    expect(receiptOf(first)).toBeDefined();
    const second = await system.as('shipper-an').post(path);
    expect([second.status, receiptOf(second)]).toEqual([200, undefined]);
    expect(await second.json()).toEqual(await first.json());
  });
});

it('faults are none', () => expect(system.faults).toEqual([]));

import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { down, unconfirmed } from '../support/failing-writes.ts';
import { newParcel, type Issued } from '../support/parcels.ts';
import { receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

let serial = 0;
const newKey = (): string => `key-${(serial += 1)}`;

const post = (key: string, parcel: object, by = 'order-system', path = '/v1/parcels') =>
  system.as(by).post(path, parcel, { 'idempotency-key': key });

/** How much there is: what was written through transactions, and events in the outbox. */
const amount = async () => ({
  writes: staged.committed.length,
  events: (await recordedEvents(system.table)).length,
});

describe.each(['sealed', 'opaque'])('a request for a %s label that is repeated with its key', (kind) => {
  it('has the same answer and receipt, and creates nothing', async () => {
    const key = newKey();
    const parcel = newParcel({ kind });
    const first = await post(key, parcel);
    const issued = await first.json();
    const before = await amount();
    for (let i = 0; i < 3; i += 1) {
      const again = await post(key, parcel);
      expect(again.status).toBe(201);
      expect(receiptOf(again)).toEqual(receiptOf(first));
      expect(receiptOf(again)).toBeDefined();
      expect(await again.json()).toEqual(issued);
    }
    expect(await amount()).toEqual(before);
  });

  it('has the same answer where the first one was lost on its way', async () => {
    const key = newKey();
    const parcel = newParcel({ kind });
    staged.stage(unconfirmed);
    const lost = await post(key, parcel);
    staged.stage();
    expect(lost.status).toBe(503);
    expect(lost.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await codeOf(lost)).toBe('PARCEL.OUTCOME_UNKNOWN');
    const before = await amount();

    const answer = await post(key, parcel);
    expect(answer.status).toBe(201);
    expect(((await answer.json()) as Issued).waybillNumber).toBe(parcel.waybillNumber);
    expect(await amount()).toEqual(before);
  });

  it('is done anew where the first time did nothing', async () => {
    const key = newKey();
    const parcel = newParcel({ kind });
    staged.stage(down);
    const lost = await post(key, parcel);
    staged.stage();
    expect(lost.status).toBe(503);
    expect(await codeOf(lost)).toBe('AUDIT.UNAVAILABLE');
    const before = await amount();

    expect((await post(key, parcel)).status).toBe(201);
    expect((await amount()).events).toBe(before.events + 1);
  });

  it('has one answer where several of them run at the same time', async () => {
    for (let round = 0; round < 4; round += 1) {
      const key = newKey();
      const parcel = newParcel({ kind });
      const before = await amount();
      const answers = await Promise.all([post(key, parcel), post(key, parcel), post(key, parcel)]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
      const [a, b, c] = await Promise.all(answers.map((answer) => answer.json()));
      expect(b).toEqual(a);
      expect(c).toEqual(a);
      expect(new Set(answers.map((answer) => receiptOf(answer)?.eventId)).size).toBe(1);
      expect((await amount()).events).toBe(before.events + 1);
    }
  });
});

describe('an idempotency key', () => {
  it('refuses another body with 422, and creates nothing', async () => {
    const key = newKey();
    const parcel = newParcel();
    await post(key, parcel);
    const before = await amount();
    for (const other of [newParcel(), { ...parcel, codAmountVnd: 1 }]) {
      const answer = await post(key, other);
      expect(answer.status).toBe(422);
      expect(await codeOf(answer)).toBe('REQUEST.IDEMPOTENCY_MISMATCH');
    }
    expect(await amount()).toEqual(before);
  });

  it('means nothing to another tenant, client or route', async () => {
    await system.enrol({
      subject: 'order-system-2',
      tenant: 'demo',
      kind: 'system',
      roles: ['order-system'],
      scopes: ['parcels:issue'],
    });
    const key = newKey();
    const answers = [
      await post(key, newParcel()),
      await post(key, newParcel(), 'other-order-system'),
      await post(key, newParcel(), 'order-system-2'),
      await post(key, { parcels: [newParcel()] }, 'order-system', '/v1/parcels/batch'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 200]);
  });

  it('does not save a caller from being asked again who they are', async () => {
    const key = newKey();
    const parcel = newParcel();
    await post(key, parcel);
    const answer = await system
      .as('order-system', { scopes: ['parcels:read'] })
      .post('/v1/parcels', parcel, { 'idempotency-key': key });
    expect(await codeOf(answer)).toBe('ACCESS.SCOPE_MISSING');
  });

  it('keeps a refusal refused, and lets what is mended through under a new key', async () => {
    const key = newKey();
    const { waybillNumber } = (await (await post(newKey(), newParcel())).json()) as Issued;
    const parcel = newParcel({ waybillNumber });
    for (let i = 0; i < 2; i += 1)
      expect(await codeOf(await post(key, parcel))).toBe('PARCEL.WAYBILL_EXISTS');
    expect((await post(newKey(), { ...parcel, waybillNumber: newParcel().waybillNumber })).status).toBe(201);
  });

  it('is forgotten after a day: the same request then meets the waybill number it has used', async () => {
    const key = newKey();
    const parcel = newParcel();
    await post(key, parcel);
    system.clock.advance(86_400_000);
    expect(await codeOf(await post(key, parcel))).toBe('PARCEL.WAYBILL_EXISTS');
  });
});

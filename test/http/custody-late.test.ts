import { keyWrap, open, deriveKey, keyRing } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { bytesOf, keyOf, tableWrappedKeys, textOf, type Item } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { bringTo, handTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvent } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const an = await openShift(system, 'shipper-an');
await openShift(system, 'shipper-binh');
await system.enrol({
  subject: 'shipper-cuong',
  tenant: 'demo',
  kind: 'staff',
  roles: ['shipper'],
  facility: 'HN-BA-DINH',
  scopes: ['custody:record'],
});

const BA_DINH = { type: 'facility', id: 'HN-BA-DINH' };
const HOAN_KIEM = { type: 'facility', id: 'HN-HOAN-KIEM' };

const MINUTE = 60_000;

const ago = (minutes: number): string => new Date(system.clock.now() - minutes * MINUTE).toISOString();

interface Followed {
  readonly state: string;
  readonly holder?: { readonly id: string };
  readonly offeredTo?: object;
  readonly custody: readonly {
    readonly event: string;
    readonly flags: readonly string[];
    readonly reason?: string;
  }[];
}

const follow = async ({ parcelId }: Pick<Issued, 'parcelId'>): Promise<Followed> => {
  const answer = await system.as('dispatcher-phong').get(`/v1/parcels/${parcelId}`);
  return (await answer.json()) as Followed;
};

const report = async (by: string, event: Readonly<Record<string, unknown>>) =>
  (await scan(system, by, [event]))[0];

describe('a scanner whose clock is an hour wrong', () => {
  const detail = expect.stringMatching(/Date field of an answer/) as unknown;

  it('is told so where it is ahead, and nothing is kept of its scan', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    const scanned = { token: parcel.token, event: 'out-for-delivery', occurredAt: ago(-60) };
    expect(await report('shipper-an', scanned)).toMatchObject({
      status: 422,
      problem: { code: 'PARCEL.TIME_INVALID', detail },
    });
    expect((await follow(parcel)).state).toBe('at-facility');
  });

  it('has its scans judged as of then where it is behind, and is told so where they are refused for it', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    const scanned = { token: parcel.token, event: 'out-for-delivery', occurredAt: ago(60) };
    expect(await report('shipper-an', scanned)).toMatchObject({
      status: 403,
      problem: { code: 'PARCEL.NOT_IN_CUSTODY', detail },
    });
    const { occurredAt: _wrong, ...atOnce } = scanned;
    expect(await report('shipper-an', atOnce)).toMatchObject({ status: 200, custodyEvent: { flags: [] } });
    expect(await report('shipper-binh', atOnce)).not.toMatchObject({ problem: { detail } });
  });

  it('brings nothing back that others have moved on since, where it is behind', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    system.clock.advance(30 * MINUTE);
    await handTo(system, parcel, an.shiftId);
    const [kept] = await scan(system, 'desk-em', [
      { token: parcel.token, event: 'arrived', occurredAt: ago(20) },
    ]);
    expect(kept).toMatchObject({
      status: 200,
      custodyEvent: { flags: ['duplicate', 'late', 'out-of-order'] },
    });
    expect((await follow(parcel)).state).toBe('out-for-delivery');
  });
});

describe('a scan that comes late', () => {
  it('is kept and flagged, and does not move the parcel back', async () => {
    const parcel = await issue(system);
    await report('order-system', {
      parcelId: parcel.parcelId,
      event: 'accepted',
      holder: HOAN_KIEM,
      occurredAt: ago(90),
    });
    await report('order-system', {
      parcelId: parcel.parcelId,
      event: 'arrived',
      holder: BA_DINH,
      occurredAt: ago(10),
    });
    const late = await report('order-system', {
      parcelId: parcel.parcelId,
      event: 'departed',
      holder: BA_DINH,
      occurredAt: ago(60),
    });
    expect(late).toMatchObject({ status: 200, custodyEvent: { flags: ['late', 'out-of-order'] } });
    expect((await recordedEvent(system.table, late?.auditEvent))?.unmapped.flags).toEqual([
      'late',
      'out-of-order',
    ]);
    const after = await follow(parcel);
    expect(after).toMatchObject({ state: 'at-facility', holder: BA_DINH });
    expect(after).not.toHaveProperty('offeredTo');
    expect(after.custody.map(({ event }) => event)).toEqual(['accepted', 'departed', 'arrived']);
  });

  it('says who has the parcel where what happened since left that open', async () => {
    const parcel = await issue(system);
    const { parcelId } = parcel;
    await bringTo(system, parcel);
    system.clock.advance(60 * MINUTE);
    await report('order-system', { parcelId, event: 'attempted', detail: { reason: 'no-answer' } });
    const holder = { type: 'shift', id: an.shiftId };
    await report('order-system', { parcelId, event: 'out-for-delivery', holder, occurredAt: ago(20) });
    expect(await follow(parcel)).toMatchObject({ state: 'attempted', holder });
  });

  it('by a shipper counts as of when the parcel was still with that one, in a shift that is closed by now', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    const { shiftId } = await openShift(system, 'shipper-cuong');
    await report('shipper-cuong', { token: parcel.token, event: 'out-for-delivery' });
    system.clock.advance(60 * MINUTE);
    await report('sorter-chi', { token: parcel.token, event: 'arrived' });
    await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);
    const attempted = { token: parcel.token, event: 'attempted', detail: { reason: 'nobody-there' } };
    expect(await report('shipper-cuong', { ...attempted, occurredAt: ago(30) })).toMatchObject({
      status: 200,
      custodyEvent: { flags: ['late', 'out-of-order'], reason: 'nobody-there' },
    });
    expect((await report('shipper-cuong', attempted))?.problem?.code).toBe('PARCEL.NOT_IN_CUSTODY');
    expect((await report('shipper-binh', { ...attempted, occurredAt: ago(30) }))?.problem?.code).toBe(
      'PARCEL.NOT_IN_CUSTODY',
    );
    expect(await follow(parcel)).toMatchObject({ state: 'at-facility', holder: BA_DINH });
  });

  it('tells of an end a second time, and is flagged so', async () => {
    const parcel = await issue(system);
    await handTo(system, parcel, an.shiftId);
    await report('order-system', { parcelId: parcel.parcelId, event: 'delivered' });
    const second = await report('shipper-an', {
      token: parcel.token,
      event: 'delivered',
      detail: { to: 'self' },
    });
    expect(second).toMatchObject({ status: 200, custodyEvent: { flags: ['duplicate'] } });
    expect((await report('shipper-binh', { token: parcel.token, event: 'delivered' }))?.problem?.code).toBe(
      'PARCEL.NOT_IN_CUSTODY',
    );
    expect(await follow(parcel)).toMatchObject({ state: 'delivered', custody: { length: 5 } });
  });

  it('leaves a revoked parcel revoked', async () => {
    const { parcelId } = await issue(system);
    const occurredAt = ago(1);
    await system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' });
    expect(
      await report('order-system', { parcelId, event: 'accepted', holder: BA_DINH, occurredAt }),
    ).toMatchObject({
      status: 200,
      custodyEvent: { flags: ['out-of-order'] },
    });
    expect(await follow({ parcelId })).toMatchObject({ state: 'revoked' });
    expect(
      (await report('order-system', { parcelId, event: 'arrived', holder: BA_DINH }))?.problem?.code,
    ).toBe('PARCEL.CLOSED');
  });
});

describe('an offer', () => {
  it('of a shipper leaves the parcel with that one until the other accepts it by scanning', async () => {
    const parcel = await issue(system);
    await handTo(system, parcel, an.shiftId);
    const binh = (await (await system.as('shipper-binh').get('/v1/shifts/current')).json()) as {
      shiftId: string;
    };
    const take = { token: parcel.token, event: 'out-for-delivery' };
    expect((await report('shipper-binh', take))?.problem?.code).toBe('PARCEL.NOT_IN_CUSTODY');
    const offeredTo = { type: 'shift', id: binh.shiftId };
    await report('shipper-an', { token: parcel.token, event: 'departed', holder: offeredTo });
    expect(await follow(parcel)).toMatchObject({
      state: 'in-transit',
      holder: { id: an.shiftId },
      offeredTo,
    });
    const { token: _label, ...byNumber } = { ...take, parcelId: parcel.parcelId };
    expect((await report('shipper-binh', byNumber))?.problem?.code).toBe('PARCEL.SCAN_REQUIRED');
    expect(await report('shipper-binh', take)).toMatchObject({ custodyEvent: { flags: [] } });
    const after = await follow(parcel);
    expect(after).toMatchObject({ state: 'out-for-delivery', holder: offeredTo });
    expect(after).not.toHaveProperty('offeredTo');
  });

  it('leads to no facility of which a shipper is not, and to no shift that is not open', async () => {
    const parcel = await issue(system);
    await handTo(system, parcel, an.shiftId);
    for (const holder of [
      HOAN_KIEM,
      { type: 'shift', id: '0'.repeat(32) },
      { type: 'facility', id: 'NOWHERE' },
    ])
      expect(
        (await report('shipper-an', { token: parcel.token, event: 'departed', holder }))?.problem?.code,
      ).toBe('PARCEL.HOLDER_INVALID');
  });
});

describe('whom a parcel was handed to', () => {
  it('is kept sealed under the subject key, bound to its scan, and shown to nobody', async () => {
    const parcel = await issue(system);
    await handTo(system, parcel, an.shiftId);
    const { parcelId } = parcel;
    const detail = { to: 'neighbour', proof: { kind: 'photo', reference: 'PROOF-7' } };
    const delivered = await report('shipper-an', { token: parcel.token, event: 'delivered', detail });
    expect(JSON.stringify([delivered, await follow(parcel)])).not.toMatch(/neighbour|PROOF-7/);

    const tenant = 'demo';
    const custodyEventId = delivered?.custodyEvent?.custodyEventId ?? '';
    const stored = await system.table.get(
      keyOf('parcels', 'custodyEvent', { tenant, parcelId, custodyEventId }),
    );
    const key = await system.table.get(keyOf('parcel-keys', 'subjectKey', { tenant, parcelId }));
    const { table, clock, rootKeys } = system;
    const ring = keyRing({
      rootKey: rootKeys.main,
      wrappedKeys: tableWrappedKeys(table, clock),
      clock,
      random: systemRandom,
      epochs: 'shared',
    });
    const wrapped = {
      keyId: textOf(key ?? {}, 'keyId'),
      nonce: bytesOf(key ?? {}, 'nonce'),
      wrapped: bytesOf(key ?? {}, 'wrapped'),
    };
    const subjectKey = await keyWrap(ring, 'subject', systemRandom).unwrap(tenant, wrapped, parcelId);
    const sealed = stored?.detail as Item;
    const openAs = (scanId: string) =>
      open(
        deriveKey(subjectKey ?? new Uint8Array(32), 'custody1', 1),
        { nonce: bytesOf(sealed, 'nonce'), ciphertext: bytesOf(sealed, 'ciphertext') },
        JSON.stringify([tenant, parcelId, scanId]),
      );
    expect(JSON.parse(new TextDecoder().decode(openAs(custodyEventId)))).toEqual(detail);
    expect(openAs('0'.repeat(32))).toBeUndefined();
  });

  it.each([
    [{ event: 'delivered', detail: { proof: { kind: 'photo' } } }],
    [{ event: 'delivered', detail: { to: 'self', reason: 'no-answer' } }],
    [{ event: 'attempted' }],
    [{ event: 'attempted', detail: { reason: 'no-answer', to: 'self' } }],
    [{ event: 'arrived', detail: { to: 'self' } }],
    [{ event: 'attempted', detail: { reason: 'did not like the dog' } }],
  ])('and why in vain stand where they belong and nowhere else: %j', async (event) => {
    const { token } = await issue(system);
    expect(await report('order-system', { token, ...event })).toMatchObject({
      status: 422,
      problem: { code: 'REQUEST.INVALID' },
    });
  });
});

describe('the scans of a day', () => {
  it('find no fault', () => {
    expect(system.faults).toEqual([]);
  });
});

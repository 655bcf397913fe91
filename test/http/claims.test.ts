import { describe, expect, it } from 'vitest';
import { bringTo, handTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvent } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const atBaDinh = { tenant: 'demo', kind: 'staff', facility: 'HN-BA-DINH' } as const;
for (const subject of ['shipper-cuong', 'shipper-dat'])
  await system.enrol({
    ...atBaDinh,
    subject,
    roles: ['shipper'],
    scopes: ['custody:record', 'parcels:resolve'],
  });
const an = await openShift(system, 'shipper-an');
const binh = await openShift(system, 'shipper-binh');

const HOAN_KIEM = 'HN-HOAN-KIEM';

const boundFor = async (facility: string, from = HOAN_KIEM): Promise<Issued> => {
  const parcel = await issue(system);
  await bringTo(system, parcel, from);
  const holder = { type: 'facility', id: facility };
  await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'departed', holder }]);
  return parcel;
};

const claim = async (by: string, { token }: Pick<Issued, 'token'>, more: object = {}, key?: string) => {
  const answer = await system
    .as(by)
    .post('/v1/parcels/claims', { token, ...more }, key === undefined ? {} : { 'idempotency-key': key });
  const body = (await answer.json()) as {
    code?: string;
    state?: string;
    claimsLeft?: number;
    shiftId?: string;
  };
  const [event] = (answer.headers.get('audit-event') ?? '').split(';');
  return { status: answer.status, ...body, event };
};

const trailOf = async ({ parcelId }: Issued) => {
  const answer = await system.as('dispatcher-phong').get(`/v1/parcels/${parcelId}`);
  return (await answer.json()) as { holder?: object; custody: { event: string; flags: string[] }[] };
};

const door = async (by: string, { token }: Issued): Promise<number> =>
  (await system.as(by).post('/v1/parcels/resolve', { token, purpose: 'delivery' })).status;

describe('a claim by a shipper', () => {
  it('opens what was on the way to the own depot, with the anomaly on record', async () => {
    const parcel = await boundFor('HN-BA-DINH');
    expect(await door('shipper-an', parcel)).toBe(403);
    const claimed = await claim('shipper-an', parcel);
    expect(claimed).toMatchObject({ status: 200, state: 'out-for-delivery', shiftId: an.shiftId });
    expect(await door('shipper-an', parcel)).toBe(200);
    const { holder, custody } = await trailOf(parcel);
    expect(holder).toEqual({ type: 'shift', id: an.shiftId });
    expect(custody.at(-1)).toMatchObject({ event: 'out-for-delivery', flags: ['claimed', 'skipped-scan'] });
    expect(await recordedEvent(system.table, claimed.event)).toMatchObject({
      api: { operation: 'custody.claim' },
      unmapped: { flags: ['claimed', 'skipped-scan'], policies: ['claim-limits'] },
    });
  });

  it('takes it from a colleague who does not have it in hand', async () => {
    const parcel = await issue(system);
    await handTo(system, parcel, binh.shiftId);
    expect((await claim('shipper-an', parcel)).status).toBe(200);
    expect([await door('shipper-an', parcel), await door('shipper-binh', parcel)]).toEqual([200, 403]);
  });

  it('of another depot’s parcel is refused, and nothing opens there without a dispatcher’s', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel, HOAN_KIEM);
    expect(await claim('shipper-an', parcel)).toMatchObject({ status: 403, code: 'PARCEL.OTHER_DEPOT' });
    expect(await door('shipper-an', parcel)).toBe(403);
    const claimed = await claim('dispatcher-phong', parcel, { shiftId: an.shiftId });
    expect(claimed.status).toBe(200);
    expect((await trailOf(parcel)).custody.at(-1)?.flags).toEqual(['claimed', 'other-depot']);
    expect(await door('shipper-an', parcel)).toBe(200);
  });

  it('of what nobody ever had is one of another depot', async () => {
    expect((await claim('shipper-an', await issue(system))).code).toBe('PARCEL.OTHER_DEPOT');
  });

  it.each([
    ['held', 'PARCEL.STATE_NOT_ALLOWED'],
    ['damaged', 'PARCEL.STATE_NOT_ALLOWED'],
    ['delivered', 'PARCEL.CLOSED'],
    ['lost', 'PARCEL.CLOSED'],
  ])('of what is %s is refused: %s', async (event, code) => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event }]);
    expect((await claim('shipper-an', parcel)).code).toBe(code);
  });

  it('of what the own shift has is needless, without a shift it is nothing, and for another’s it is refused', async () => {
    const parcel = await issue(system);
    await handTo(system, parcel, an.shiftId);
    expect((await claim('shipper-an', parcel)).code).toBe('PARCEL.CLAIM_NEEDLESS');
    const attempted = { token: parcel.token, event: 'attempted', detail: { reason: 'no-answer' } };
    await scan(system, 'order-system', [attempted]);
    expect((await claim('shipper-an', parcel)).code).toBe('PARCEL.CLAIM_NEEDLESS');
    expect((await claim('shipper-dat', parcel)).code).toBe('PARCEL.SHIFT_CLOSED');
    expect((await claim('shipper-an', parcel, { shiftId: binh.shiftId })).code).toBe('PARCEL.HOLDER_INVALID');
  });

  it('counts once however often it is sent under one key', async () => {
    const parcel = await boundFor('HN-BA-DINH');
    const first = await claim('shipper-binh', parcel, {}, 'claim-1');
    const again = await claim('shipper-binh', parcel, {}, 'claim-1');
    expect([first.status, again.status, again.shiftId]).toEqual([200, 200, binh.shiftId]);
    expect((await trailOf(parcel)).custody).toHaveLength(4);
    expect(first.claimsLeft).toBe(4);
  });

  it('is one of five for a shift, exactly, also where ten come at once; a dispatcher adds to them', async () => {
    const { shiftId } = await openShift(system, 'shipper-cuong');
    const parcels = await Promise.all(Array.from({ length: 10 }, () => boundFor('HN-BA-DINH')));
    const claims: Awaited<ReturnType<typeof claim>>[] = [];
    for (const pair of [0, 2, 4, 6, 8])
      claims.push(
        ...(await Promise.all(parcels.slice(pair, pair + 2).map((parcel) => claim('shipper-cuong', parcel)))),
      );
    expect(claims.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(claims.filter(({ code }) => code === 'PARCEL.CLAIMS_SPENT')).toHaveLength(5);
    expect(
      claims
        .map(({ claimsLeft }) => claimsLeft)
        .filter((left) => left !== undefined)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4]);
    const left = parcels.find((_, i) => claims[i]?.status !== 200);
    if (left === undefined) throw new Error('five are left');
    expect(await claim('dispatcher-phong', left, { shiftId })).toMatchObject({ status: 200, claimsLeft: 49 });
  });

  it('finds no fault', () => {
    expect(system.faults).toEqual([]);
  });
});

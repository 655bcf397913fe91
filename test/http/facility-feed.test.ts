import { describe, expect, it } from 'vitest';
import { bringTo, handTo, issue, openShift, scan, type Issued } from '../support/parcels.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const an = await openShift(system, 'shipper-an');

const HOAN_KIEM = 'HN-HOAN-KIEM';
const BA_DINH = 'HN-BA-DINH';

type Line = Readonly<Record<string, string>>;

const feed = async (facility: string, query = '', by = 'order-system'): Promise<readonly Line[]> => {
  const answer = await system.as(by).get(`/v1/facilities/${facility}/parcels${query}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  const text = await answer.text();
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
};

const listed = async ({ waybillNumber }: Issued): Promise<readonly string[]> => {
  const lists = await Promise.all([BA_DINH, HOAN_KIEM].map(async (id) => [id, await feed(id)] as const));
  return lists
    .filter(([, lines]) => lines.some((line) => line.waybillNumber === waybillNumber))
    .map(([id]) => id);
};

const report = (parcel: Issued, event: string, facility?: string, more: object = {}) =>
  scan(system, 'order-system', [
    {
      parcelId: parcel.parcelId,
      event,
      ...(facility !== undefined && { holder: { type: 'facility', id: facility } }),
      ...more,
    },
  ]);

describe('what a facility has to sort', () => {
  it('is what lies there or is on its way there, and nothing else', async () => {
    const parcel = await issue(system);
    const seen = [await listed(parcel)];
    for (const [event, facility] of [
      ['accepted', HOAN_KIEM],
      ['arrived', HOAN_KIEM],
      ['departed', BA_DINH],
      ['arrived', BA_DINH],
      ['held', undefined],
      ['delivered', undefined],
    ] as const) {
      await report(parcel, event, facility);
      seen.push(await listed(parcel));
    }
    expect(seen).toEqual([[], [HOAN_KIEM], [HOAN_KIEM], [BA_DINH], [BA_DINH], [BA_DINH], []]);
  });

  it('is without what is out with a shipper, and without what was revoked', async () => {
    const [out, revoked] = [await issue(system), await issue(system)];
    await handTo(system, out, an.shiftId);
    await bringTo(system, revoked);
    expect(await listed(revoked)).toEqual([BA_DINH]);
    await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
    expect([await listed(out), await listed(revoked)]).toEqual([[], []]);
  });

  it('is not changed by a scan that comes late', async () => {
    const parcel = await issue(system);
    await report(parcel, 'arrived', BA_DINH);
    const occurredAt = new Date(system.clock.now() - 3_600_000).toISOString();
    await report(parcel, 'arrived', HOAN_KIEM, { occurredAt });
    expect(await listed(parcel)).toEqual([BA_DINH]);
  });

  it('says the waybill number, the commune and the sort code where there is one, and nothing personal', async () => {
    const [sorted, unsorted] = [await issue(system), await issue(system, { sortCode: undefined })];
    for (const parcel of [sorted, unsorted]) await bringTo(system, parcel, HOAN_KIEM);
    const lines = await feed(HOAN_KIEM);
    expect(lines).toContainEqual({
      waybillNumber: sorted.waybillNumber,
      communeCode: '00004',
      sortCode: 'HN-BD-01',
    });
    expect(lines).toContainEqual({ waybillNumber: unsorted.waybillNumber, communeCode: '00004' });
  });

  it('comes page by page, each line once, with a cursor where more may follow', async () => {
    for (let i = 0; i < 7; i += 1) await bringTo(system, await issue(system), HOAN_KIEM);
    const whole = await feed(HOAN_KIEM);
    const pages: Line[] = [];
    let query = '?limit=3';
    for (;;) {
      const lines = await feed(HOAN_KIEM, query);
      const cursor = lines.find((line) => 'cursor' in line)?.cursor;
      pages.push(...lines.filter((line) => !('cursor' in line)));
      if (cursor === undefined) break;
      query = `?limit=3&cursor=${cursor}`;
    }
    expect(whole.length).toBeGreaterThan(6);
    expect(pages).toEqual(whole);
  });

  it('is told to the staff of the facility and to no other', async () => {
    expect((await feed(BA_DINH, '', 'sorter-chi')).length).toBeGreaterThan(0);
    for (const facility of [HOAN_KIEM, 'NOWHERE']) {
      const answer = await system.as('sorter-chi').get(`/v1/facilities/${facility}/parcels`);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        404,
        'PARCEL.FACILITY_UNKNOWN',
      ]);
    }
  });
});

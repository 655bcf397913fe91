import { OutcomeUnknown } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { sendOut } from '../support/loads.ts';
import { bringTo, issue, openShift, scan, type Issued, type ScanAnswer } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const an = await openShift(system, 'shipper-an');
await openShift(system, 'shipper-binh');

const holder = { type: 'facility', id: 'HN-BA-DINH' };

const written = (): number => staged.committed.length;

const post = async (key: string, events: readonly object[], by = 'order-system') =>
  system.as(by).post('/v1/custody-events', { events }, { 'idempotency-key': key });

const resultsOf = async (answer: Response): Promise<readonly ScanAnswer[]> =>
  ((await answer.json()) as { results: readonly ScanAnswer[] }).results;

const scanOf = ({ parcelId }: Issued, sourceEventId: string) => ({
  parcelId,
  event: 'accepted',
  holder,
  sourceEventId,
});

describe('a source’s own id of a scan', () => {
  it('stands for one scan: with another event it is refused, and moves nothing', async () => {
    const { parcelId } = await issue(system);
    const sourceEventId = 'belt-7-scan-1';
    const send = async (event: string) =>
      (await scan(system, 'order-system', [{ parcelId, event, holder, sourceEventId }]))[0];
    expect(await send('accepted')).toMatchObject({ status: 200, state: 'accepted' });
    expect(await send('arrived')).toMatchObject({
      status: 409,
      problem: { code: 'PARCEL.SOURCE_EVENT_EXISTS' },
    });
    expect(await send('accepted')).toMatchObject({ status: 200, state: 'accepted' });
  });
});

describe('a scan with an id of its source', () => {
  it('is recorded once and answered the same, in one request or many, at once or later', async () => {
    const parcel = await issue(system);
    const once = scanOf(parcel, 'scan-1');
    const [first, again] = await scan(system, 'order-system', [once, once]);
    const before = written();
    const [later] = await scan(system, 'order-system', [once]);
    const together = await Promise.all(Array.from({ length: 5 }, () => scan(system, 'order-system', [once])));
    expect(first?.status).toBe(200);
    for (const result of [again, later, ...together.flat()])
      expect(result).toEqual({ ...first, index: result?.index });
    expect(written()).toBe(before);
  });

  it('is recorded once where it comes several times at once and was never seen', async () => {
    for (let round = 0; round < 5; round += 1) {
      const once = scanOf(await issue(system), `round-${round}`);
      const before = (await recordedEvents(system.table)).length;
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => scan(system, 'order-system', [once])),
      );
      expect(new Set(answers.flat().map((result) => JSON.stringify(result))).size).toBe(1);
      expect(answers[0]?.[0]?.status).toBe(200);
      expect(await recordedEvents(system.table)).toHaveLength(before + 1);
    }
  });

  it('is recorded once although a month, and with it the key of such ids, ends in between', async () => {
    const parcel = await issue(system);
    system.clock.set(Date.parse('2026-11-30T23:59:59Z'));
    const [first] = await scan(system, 'order-system', [scanOf(parcel, 'scan-5')]);
    system.clock.set(Date.parse('2026-12-01T00:00:01Z'));
    expect(await scan(system, 'order-system', [scanOf(parcel, 'scan-5')])).toEqual([first]);
    system.clock.set(Date.parse('2026-12-31T23:59:59Z'));
    expect(await scan(system, 'order-system', [scanOf(parcel, 'scan-5')])).toEqual([first]);
  });

  it('is another scan for another parcel', async () => {
    const [a, b] = [await issue(system), await issue(system)];
    const [first] = await scan(system, 'order-system', [scanOf(a, 'scan-2')]);
    const [second] = await scan(system, 'order-system', [scanOf(b, 'scan-2')]);
    expect(second?.custodyEvent?.custodyEventId).not.toBe(first?.custodyEvent?.custodyEventId);
  });

  it('is answered the same although the parcel has moved on and is closed', async () => {
    const parcel = await issue(system);
    const [first] = await scan(system, 'order-system', [scanOf(parcel, 'scan-3')]);
    await scan(system, 'order-system', [{ parcelId: parcel.parcelId, event: 'delivered' }]);
    expect(await scan(system, 'order-system', [scanOf(parcel, 'scan-3')])).toEqual([first]);
  });

  it('is another scan from another person, also through the same app', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    const app = { client: 'scanner-app' };
    const taking = { token: parcel.token, event: 'out-for-delivery', sourceEventId: 'scan-4' };
    const results = [];
    for (const by of ['shipper-an', 'shipper-binh', 'shipper-an'])
      results.push(
        ...(await resultsOf(await system.as(by, app).post('/v1/custody-events', { events: [taking] }))),
      );
    expect(results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      200,
      'PARCEL.NOT_IN_CUSTODY',
      200,
    ]);
  });
});

describe('a request that is repeated with its idempotency key', () => {
  it('has the same answer and records nothing, its refusals apart', async () => {
    const events = await Promise.all(
      Array.from({ length: 8 }, async () => ({
        token: (await issue(system)).token,
        event: 'accepted',
        holder,
      })),
    );
    const first = await resultsOf(await post('custody-1', events));
    expect(first.map(({ status }) => status)).toEqual(events.map(() => 200));
    const before = written();
    expect(await resultsOf(await post('custody-1', events))).toEqual(first);
    expect(written()).toBe(before);
    const other = await post('custody-1', events.slice(1));
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([
      422,
      'REQUEST.IDEMPOTENCY_MISMATCH',
    ]);
  });

  it('makes up for what was cut off, and records nothing twice', async () => {
    const parcels = await sendOut(system, an.shiftId, 20);
    const events = parcels.map(({ parcelId }) => ({ parcelId, event: 'delivered' }));
    let seen = 0;
    staged.stage(async (commit) => {
      const number = (seen += 1);
      const verdict = await commit();
      if (number > 9) throw new OutcomeUnknown('cut');
      return verdict;
    });
    const first = await resultsOf(await post('custody-2', events));
    staged.stage();
    expect(first.filter(({ status }) => status === 200)).toHaveLength(9);
    const second = await resultsOf(await post('custody-2', events));
    expect(second.map(({ state }) => state)).toEqual(events.map(() => 'delivered'));
    const done = first.filter(({ status }) => status === 200);
    expect(done.map(({ index }) => second[index])).toEqual(done);
    const trails = staged.committed.filter(
      ({ key }) =>
        key.sort.startsWith('custody#') && parcels.some(({ parcelId }) => key.partition.endsWith(parcelId)),
    );
    expect(trails).toHaveLength(2 * parcels.length);
  });
});

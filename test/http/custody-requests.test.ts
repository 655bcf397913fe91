import { StoreUnavailable } from '@temkin/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { cut, down } from '../support/failing-writes.ts';
import { bringTo, issue, openShift, scan, type Issued, type ScanAnswer } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const an = await openShift(system, 'shipper-an');

afterEach(() => {
  staged.stage();
});

const holder = { type: 'facility', id: 'HN-BA-DINH' };

const issueMany = (count: number): Promise<Issued[]> =>
  Promise.all(Array.from({ length: count }, () => issue(system)));

const accept = ({ parcelId }: Issued, more: object = {}) => ({
  parcelId,
  event: 'accepted',
  holder,
  ...more,
});

const outcomesOf = (results: readonly ScanAnswer[]) =>
  results.map(({ status, problem, state }) => `${status} ${problem?.code ?? state}`);

const trailOf = async ({ parcelId }: Pick<Issued, 'parcelId'>) => {
  const answer = await system.as('dispatcher-phong').get(`/v1/parcels/${parcelId}`);
  return (await answer.json()) as {
    state: string;
    custody: { event: string; flags: string[]; occurredAt: string; recordedAt: string }[];
  };
};

const eventCount = async (): Promise<number> => (await recordedEvents(system.table)).length;

describe('scans of one request', () => {
  it('are recorded or refused each by itself, in the order sent', async () => {
    const [a, b, c, closed] = (await issueMany(4)) as [Issued, Issued, Issued, Issued];
    await scan(system, 'order-system', [{ parcelId: closed.parcelId, event: 'delivered' }]);
    const forged = a.token.slice(0, -1) + (a.token.endsWith('0') ? '1' : '0');
    const before = await eventCount();
    const results = await scan(system, 'order-system', [
      accept(a),
      accept({ ...b, parcelId: '0'.repeat(32) }),
      { token: 'nonsense', event: 'accepted', holder },
      { token: forged, event: 'accepted', holder },
      accept(closed),
      { parcelId: b.parcelId, event: 'accepted' },
      accept(b, { occurredAt: '2099-01-01T00:00:00Z' }),
      { waybillNumber: 'NO-SUCH-WAYBILL', event: 'delivered' },
      accept(c),
    ]);
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(outcomesOf(results)).toEqual([
      '200 accepted',
      '404 PARCEL.UNKNOWN',
      '400 PARCEL.TOKEN_MALFORMED',
      '400 PARCEL.TOKEN_FORGED',
      '409 PARCEL.CLOSED',
      '422 PARCEL.HOLDER_INVALID',
      '422 PARCEL.TIME_INVALID',
      '404 PARCEL.UNKNOWN',
      '200 accepted',
    ]);
    expect(new Set(results.map(({ auditEvent }) => auditEvent)).size).toBe(9);
    expect(await eventCount()).toBe(before + 9);
  });

  it('of the same parcel are recorded one after another, as they were sent', async () => {
    const parcels = await issueMany(6);
    const shift = { type: 'shift', id: an.shiftId };
    const events = ['accepted', 'arrived', 'out-for-delivery', 'arrived', 'out-for-delivery', 'delivered'];
    const scans = parcels.flatMap(({ parcelId }) =>
      events.map((event) => ({ parcelId, event, holder: event === 'out-for-delivery' ? shift : holder })),
    );
    const results = await scan(system, 'order-system', scans);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([200]));
    for (const parcel of parcels) {
      const { state, custody } = await trailOf(parcel);
      expect(state).toBe('delivered');
      expect(custody.map(({ event }) => event)).toEqual(events);
      expect(custody.flatMap(({ flags }) => flags)).toEqual([]);
    }
  });

  it('are at least one and at most 500', async () => {
    for (const events of [
      [],
      Array.from({ length: 501 }, () => ({ waybillNumber: 'W', event: 'delivered' })),
    ]) {
      const answer = await system.as('order-system').post('/v1/custody-events', { events });
      expect(answer.status).toBe(422);
      const problem = (await answer.json()) as { code: string; errors: { pointer: string }[] };
      expect(problem.code).toBe('REQUEST.INVALID');
      expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/events']);
    }
  });

  it('name their parcel in exactly one way', async () => {
    const { parcelId, token } = await issue(system);
    for (const event of [{ event: 'delivered' }, { event: 'delivered', parcelId, token }]) {
      const [result] = await scan(system, 'order-system', [event]);
      expect(result).toMatchObject({
        status: 422,
        problem: { code: 'REQUEST.INVALID', errors: [{ pointer: '/events/0' }] },
      });
    }
  });

  it('sink no other where one does not fit the schema', async () => {
    const parcels = await issueMany(2);
    const [first, second] = parcels.map((parcel) => accept(parcel));
    const results = await scan(system, 'order-system', [{ ...first }, { event: 'stolen' }, { ...second }]);
    expect(results.map(({ index, status }) => `${index} ${status}`)).toEqual(['0 200', '1 422', '2 200']);
  });
});

describe('a store that fails at one scan', () => {
  it.each([
    ['is down', down, 'AUDIT.UNAVAILABLE'],
    ['leaves the outcome unknown', cut, 'STORE.OUTCOME_UNKNOWN'],
  ] as const)('and %s sinks no other, and is told of that one alone', async (_what, stage, code) => {
    const parcels = await issueMany(12);
    const [hit] = parcels.slice(5);
    staged.stage((commit, writes) =>
      writes.some(({ key }) => key.partition.includes(hit?.parcelId ?? '-'))
        ? stage(commit, writes)
        : commit(),
    );
    const results = await scan(
      system,
      'order-system',
      parcels.map((parcel) => accept(parcel)),
    );
    expect(outcomesOf(results)).toEqual(
      parcels.map((parcel) => (parcel === hit ? `503 ${code}` : '200 accepted')),
    );
  });

  it('by a read sinks no other either', async () => {
    const [first, hit, last] = (await issueMany(3)) as [Issued, Issued, Issued];
    staged.beforeGet(({ partition }) => {
      if (partition.includes(hit.parcelId)) throw new StoreUnavailable('down');
    });
    const results = await scan(
      system,
      'order-system',
      [first, hit, last].map((parcel) => accept(parcel)),
    );
    staged.beforeGet();
    expect(outcomesOf(results)).toEqual(['200 accepted', '503 STORE.UNAVAILABLE', '200 accepted']);
  });
});

describe('a shift that is closed between decision and commit', () => {
  it.each(['out-for-delivery', 'delivered'])(
    'refuses the scan %s, and the parcel stays where it was',
    async (event) => {
      const { token, parcelId } = await issue(system);
      await bringTo(system, { parcelId });
      const { shiftId } = await openShift(system, 'shipper-binh');
      if (event === 'delivered') await scan(system, 'shipper-binh', [{ token, event: 'out-for-delivery' }]);
      const { state } = await trailOf({ parcelId });
      staged.inBetween(() => system.as('desk-em').post(`/v1/shifts/${shiftId}/close`));
      expect(outcomesOf(await scan(system, 'shipper-binh', [{ token, event }]))).toEqual([
        '403 PARCEL.SHIFT_CLOSED',
      ]);
      expect((await trailOf({ parcelId })).state).toBe(state);
    },
  );
});

const from = (milliseconds: number): string => new Date(system.clock.now() + milliseconds).toISOString();

describe('the time of a scan', () => {
  it('may be up to five minutes ahead of the server, and no more', async () => {
    const [a, b, c] = (await issueMany(3)) as [Issued, Issued, Issued];
    const results = await scan(system, 'order-system', [
      accept(a, { occurredAt: from(4 * 60_000 + 50_000) }),
      accept(b, { occurredAt: from(5 * 60_000 + 10_000) }),
      accept(c, { occurredAt: '9999-12-31T23:59:59Z' }),
    ]);
    expect(outcomesOf(results)).toEqual([
      '200 accepted',
      '422 PARCEL.TIME_INVALID',
      '422 PARCEL.TIME_INVALID',
    ]);
  });

  it('orders the trail, whenever the scan was reported', async () => {
    const parcel = await issue(system);
    const { parcelId } = parcel;
    await scan(system, 'order-system', [
      { parcelId, event: 'arrived', holder, occurredAt: '2026-11-22T09:30:00+07:00' },
    ]);
    await scan(system, 'order-system', [accept(parcel, { occurredAt: '2026-11-22T08:00:00+07:00' })]);
    const { custody } = await trailOf(parcel);
    expect(custody.map(({ event, occurredAt }) => [event, occurredAt])).toEqual([
      ['accepted', '2026-11-22T01:00:00.000Z'],
      ['arrived', '2026-11-22T02:30:00.000Z'],
    ]);
    expect(custody[1]?.recordedAt.localeCompare(custody[0]?.recordedAt ?? '')).toBe(-1);
  });

  it.each(['0000-01-01T00:00:00+14:00', '2026-09-23T07:00:00+07:00'])(
    'is refused where it lies too far back, as %s, and leaves nothing behind',
    async (occurredAt) => {
      const parcel = await issue(system);
      const [result] = await scan(system, 'order-system', [accept(parcel, { occurredAt })]);
      expect(result).toMatchObject({ status: 422, problem: { code: 'PARCEL.TIME_INVALID' } });
      expect((await trailOf(parcel)).custody).toEqual([]);
    },
  );

  it('is the server’s where it is not given', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    for (const { occurredAt, recordedAt } of (await trailOf(parcel)).custody)
      expect(occurredAt).toBe(recordedAt);
  });
});

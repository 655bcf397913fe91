import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { eventIds, systemRandom } from '@temkin/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { down } from '../support/failing-writes.ts';
import { handTo, issue, openShift, type Issued } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

interface Event {
  readonly eventId: string;
  readonly time: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly purpose?: string;
  readonly actor: { readonly pseudonym: string; readonly role: string };
  readonly resources: readonly { readonly type: string; readonly pseudonym: string }[];
}

interface Page {
  readonly events: readonly Event[];
  readonly pending: number;
  readonly cursor?: string;
}

const ask = (criteria: object, by = 'auditor-khanh') => system.as(by).post('/v1/audit/queries', criteria);

const eventsOf = async (criteria: object, by?: string): Promise<readonly Event[]> => {
  const answer = await ask({ limit: 200, ...criteria }, by);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as Page).events;
};

const wordsOf = (events: readonly Event[]): string[] =>
  events.map(({ action, outcome, reason = '' }) => `${action} ${outcome} ${reason}`.trim());

const read = (by: string, { token }: Issued) =>
  system.as(by).post('/v1/parcels/resolve', { token, purpose: 'delivery' });

// The story that all questions are about: two parcels with An; An reads the first, Binh is refused it.
const { shiftId } = await openShift(system, 'shipper-an');
const [parcel, another] = [await issue(system), await issue(system)];
const betweenIssueAndRoad = new Date(system.clock.now()).toISOString();
await handTo(system, parcel, shiftId);
await handTo(system, another, shiftId);
const allowed = await read('shipper-an', parcel);
const refused = await read('shipper-binh', parcel);
const story = (await recordedEvents(system.table)).map(({ metadata }) => metadata.uid);

afterEach(() => {
  staged.stage();
});

const LIFE = [
  'parcel.issue allowed',
  'custody.record allowed',
  'custody.record allowed',
  'custody.record allowed',
];

describe('a question about the events', () => {
  it('by parcel id or waybill number is answered with the whole life of that parcel, in order', async () => {
    const { parcelId, waybillNumber } = parcel;
    const due = [...LIFE, 'parcel.resolve allowed', 'parcel.resolve refused PARCEL.NOT_IN_CUSTODY'];
    for (const criteria of [{ parcelId }, { waybillNumber }, { parcelId, waybillNumber }])
      expect(
        wordsOf(await eventsOf({ ...criteria, to: new Date(system.clock.now()).toISOString() })).slice(0, 6),
      ).toEqual(due);
    const { waybillNumber: foreign } = another;
    expect(wordsOf(await eventsOf({ waybillNumber: foreign })).slice(0, 4)).toEqual(LIFE);
    expect(await eventsOf({ parcelId, waybillNumber: foreign })).toEqual([]);
  });

  it('by what is not there finds nothing', async () => {
    expect(await eventsOf({ parcelId: '0'.repeat(32) })).toEqual([]);
    expect(await eventsOf({ waybillNumber: 'NOT-THERE' })).toEqual([]);
    expect(await eventsOf({ subject: 'A'.repeat(22) })).toEqual([]);
    expect(await eventsOf({ actor: 'A'.repeat(22) })).toEqual([]);
    expect(await eventsOf({ action: 'parcel.shred' })).toEqual([]);
    expect(await eventsOf({ outcome: 'failed' })).toEqual([]);
  });

  it('by pseudonym of a subject or an actor follows that one, as an earlier answer named it', async () => {
    const [issueEvent, , , , reading] = await eventsOf({ parcelId: parcel.parcelId });
    const subject = issueEvent?.resources[0]?.pseudonym;
    expect(wordsOf(await eventsOf({ subject })).slice(0, 6)).toEqual(
      wordsOf(await eventsOf({ parcelId: parcel.parcelId })).slice(0, 6),
    );
    expect(reading?.actor.role).toBe('shipper');
    expect(wordsOf(await eventsOf({ actor: reading?.actor.pseudonym }))).toEqual(['parcel.resolve allowed']);
    const [opening] = await eventsOf({ action: 'shift.open' });
    const staff = opening?.resources.find(({ type }) => type === 'staff')?.pseudonym;
    expect(staff).toBe(reading?.actor.pseudonym);
    expect(wordsOf(await eventsOf({ subject: staff })).slice(0, 1)).toEqual(['shift.open allowed']);
  });

  it('by action and outcome finds those alone', async () => {
    expect(new Set(wordsOf(await eventsOf({ action: 'custody.record' })))).toEqual(
      new Set(['custody.record allowed']),
    );
    expect(wordsOf(await eventsOf({ outcome: 'refused' }))).toEqual([
      'parcel.resolve refused PARCEL.NOT_IN_CUSTODY',
    ]);
    expect(await eventsOf({ action: 'parcel.issue', outcome: 'refused' })).toEqual([]);
  });

  it('by time takes the first instant and leaves the last', async () => {
    const before = await eventsOf({ to: betweenIssueAndRoad });
    const after = await eventsOf({ from: betweenIssueAndRoad });
    expect(wordsOf(before)).toEqual(['shift.open allowed', 'parcel.issue allowed', 'parcel.issue allowed']);
    expect(wordsOf(after).slice(0, 8)).not.toContain('parcel.issue allowed');
    const [first, second] = before;
    expect(await eventsOf({ from: first?.time, to: second?.time })).toEqual([first]);
    expect(await eventsOf({ from: second?.time, to: second?.time })).toEqual([]);
  });

  it('by several criteria at once finds what fits all of them', async () => {
    const { parcelId } = parcel;
    const criteria = { parcelId, action: 'parcel.resolve', outcome: 'allowed', from: betweenIssueAndRoad };
    const [only, ...others] = await eventsOf(criteria);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ eventId: receiptOf(allowed)?.eventId, purpose: 'delivery' });
    expect(await eventsOf({ ...criteria, to: betweenIssueAndRoad })).toEqual([]);
  });

  it('is answered from all shards, merged in the order of their ids and of time', async () => {
    const events = await eventsOf({});
    const ids = events.map(({ eventId }) => eventId);
    expect(ids.slice(0, story.length)).toEqual(story);
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    const times = events.map(({ time }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(ids.map((id) => id.slice(-1))).size).toBeGreaterThan(4);
  });

  it.each([
    { surplus: 1 },
    { parcelId: 'x' },
    { waybillNumber: 'lower' },
    { subject: 'short' },
    { outcome: 'maybe' },
    { from: 'yesterday' },
    { cursor: '' },
    { cursor: 'x'.repeat(9_601) },
    { limit: 0 },
    { limit: 201 },
    { limit: 1.5 },
  ])('is refused where it is malformed: %j', async (criteria) => {
    const answer = await ask(criteria);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      422,
      'REQUEST.INVALID',
    ]);
  });
});

describe('the pages of an answer', () => {
  it('hold every event once, in order, while the log grows and whatever their size', async () => {
    for (const limit of [1, 3, 7]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const answer = await ask({ limit, ...(cursor !== undefined && { cursor }) });
        const page = (await answer.json()) as Page;
        expect(page.events.length).toBeLessThanOrEqual(limit);
        expect(page.pending).toBe(page.events.length);
        seen.push(...page.events.map(({ eventId }) => eventId));
        cursor = page.cursor;
        await issue(system);
      } while (cursor !== undefined && seen.length < story.length);
      expect(seen.slice(0, story.length)).toEqual(story);
    }
  });

  it('come to an end, also where the last one is full', async () => {
    const to = betweenIssueAndRoad;
    const sizes = [];
    let cursor: string | undefined;
    do {
      const page = (await (
        await ask({ to, limit: 3, ...(cursor !== undefined && { cursor }) })
      ).json()) as Page;
      sizes.push(page.events.length);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3);
  });
});

describe('the auditor’s own reading', () => {
  it('is on record before anything is read, and is not among its own results', async () => {
    const answer = await ask({ parcelId: parcel.parcelId });
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({ api: { operation: 'audit.query' }, unmapped: { outcome: 'allowed' } });
    const { events } = (await answer.json()) as Page;
    expect(event?.resources).toEqual([{ type: 'parcel', uid: events[0]?.resources[0]?.pseudonym }]);
    expect(events.map(({ eventId }) => eventId)).not.toContain(receiptOf(answer)?.eventId);
    const own = await eventsOf({ action: 'audit.query', subject: events[0]?.resources[0]?.pseudonym });
    expect(own.map(({ eventId }) => eventId)).toContain(receiptOf(answer)?.eventId);
  });

  it('tells by a keyed hash which subject or actor was asked for, and never in the words of the request', async () => {
    const [one, other] = ['Duongxuanvi_0377120465', 'Phamthuyliu-0388451207'];
    const recorded = async (criteria: object) => {
      const event = await eventBehind(system.table, await ask(criteria));
      for (const text of [one, other]) expect(JSON.stringify(event)).not.toContain(text);
      return event?.resources ?? [];
    };
    const [subject] = await recorded({ subject: one });
    expect(subject).toEqual({ type: 'asked-subject', uid: expect.stringMatching(/^[\w-]{22}$/) });
    expect(await recorded({ actor: one })).toEqual([{ type: 'asked-actor', uid: subject?.uid }]);
    const [first, second] = await recorded({ subject: one, actor: other });
    expect(first).toEqual(subject);
    expect(second?.uid).not.toBe(first?.uid);
  });

  it('tells which events were asked for, and an action that there is not by a keyed hash', async () => {
    const time = { from: '2026-09-01T00:00:00.50Z', to: '2026-12-01T00:00:00Z' };
    const asked = { action: 'parcel.resolve', outcome: 'refused', ...time };
    const event = await eventBehind(system.table, await ask(asked));
    expect(event?.resources).toEqual([
      { type: 'asked-action', uid: 'parcel.resolve' },
      { type: 'asked-outcome', uid: 'refused' },
      { type: 'asked-from', uid: '2026-09-01T00:00:00.500Z' },
      { type: 'asked-to', uid: '2026-12-01T00:00:00.000Z' },
    ]);
    const unknown = await eventBehind(system.table, await ask({ action: 'Phamthuyliu-0388451207' }));
    expect(unknown?.resources).toEqual([{ type: 'asked-action', uid: expect.stringMatching(/^[\w-]{22}$/) }]);
  });

  it('tells that a parcel was asked for that there is not, by a keyed hash', async () => {
    const event = await eventBehind(system.table, await ask({ waybillNumber: 'EK999999999VN' }));
    expect(event?.resources).toEqual([{ type: 'asked-parcel', uid: expect.stringMatching(/^[\w-]{22}$/) }]);
    const both = await eventBehind(
      system.table,
      await ask({ parcelId: parcel.parcelId, waybillNumber: parcel.waybillNumber }),
    );
    expect(both?.resources).toEqual([{ type: 'parcel', uid: expect.stringMatching(/^[\w-]{22}$/) }]);
  });

  it('has other words for the same question of another tenant', async () => {
    const question = { subject: 'A'.repeat(22) };
    const [ours] = (await eventBehind(system.table, await ask(question)))?.resources ?? [];
    const asked = await ask(question, 'other-auditor');
    const [theirs] = (await eventBehind(system.table, asked, 'other'))?.resources ?? [];
    expect(theirs?.type).toBe('asked-subject');
    expect(theirs?.uid).not.toBe(ours?.uid);
  });

  it('hides nothing that a process with a faster clock has recorded', async () => {
    const time = system.clock.now() + 60_000;
    const eventId = eventIds({ now: () => time }, systemRandom)();
    const actor = { pseudonym: 'B'.repeat(22), roles: ['sorter'] };
    const head = {
      eventId,
      time,
      tenant: 'demo',
      actor,
      writer: { session: '0'.repeat(32), n: 0, void: [] },
    };
    const entry = toEntry(toOcsf(head, { action: 'parcel.read', outcome: 'allowed', resources: [] }));
    await system.table.transact([outboxPut('demo', eventId, entry)], 'faster-clock');
    const answer = await ask({ from: new Date(time - 120_000).toISOString(), limit: 200 });
    const ids = ((await answer.json()) as Page).events.map((event) => event.eventId);
    expect(ids).toContain(eventId);
    expect(ids).not.toContain(receiptOf(answer)?.eventId);
  });

  it('shows nothing where it cannot be put on record', async () => {
    staged.stage(down);
    const eventId = receiptOf(refused)?.eventId ?? '';
    for (const answer of [await ask({}), await system.as('auditor-khanh').get(`/v1/audit/events/${eventId}`)])
      expect([answer.status, await answer.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'AUDIT.UNAVAILABLE' }),
      ]);
  });
});

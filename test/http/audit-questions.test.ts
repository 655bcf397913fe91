import { SAVED_QUESTIONS } from '@temkin/audit/domain';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { auditExport, linesOf } from '../support/audit-exports.ts';
import { auditPage } from '../support/audit-pages.ts';
import { handTo, issue, openShift } from '../support/parcels.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

interface Counts {
  readonly counts: readonly { readonly of: string; readonly count: number }[];
  readonly cursor?: string;
  readonly asOf: readonly { readonly size: number }[];
}

// An reads both parcels and Binh is refused both; somebody claims with no label, and asks for what there is not.
const { shiftId } = await openShift(system, 'shipper-an');
const [parcel, another] = [await issue(system), await issue(system)];
for (const one of [parcel, another]) await handTo(system, one, shiftId);
const read = (by: string, token: string) =>
  system.as(by).post('/v1/parcels/resolve', { token, purpose: 'delivery' });
for (const { token } of [parcel, another, parcel]) await read('shipper-an', token);
await system.log.sequence();
await system.log.follow();
for (const { token } of [parcel, another]) await read('shipper-binh', token);
await system.as('shipper-an').post('/v1/parcels/claims', { token: 'TK1:0' });
await system.log.sequence();
await system.as('support-phuc').post('/v1/parcels/open', {
  waybillNumber: 'NOT-THERE',
  purpose: 'support',
  caseId: 'case-1',
});

const answering = async (question: string, more: object = {}) =>
  (await auditPage(system, { question, limit: 200, ...more })).events;

const count = async (body: object, by = 'auditor-khanh'): Promise<Counts> => {
  const answer = await system.as(by).post('/v1/audit/counts', body);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Counts;
};

/** Counts words as the API says that it does. */
const countedBy = (words: readonly string[]) =>
  [...new Set(words)]
    .map((of) => ({ of, count: words.filter((word) => word === of).length }))
    .toSorted((a, b) => b.count - a.count || (a.of < b.of ? -1 : 1));

describe('the saved questions', () => {
  it('are listed in two languages, and what they ask for, and the listing leaves no event', async () => {
    const before = (await recordedEvents(system.table)).length;
    const answer = await system.as('auditor-khanh').get('/v1/audit/questions');
    const { questions } = (await answer.json()) as { readonly questions: readonly object[] };
    expect(questions).toHaveLength(Object.keys(SAVED_QUESTIONS).length);
    expect(questions).toContainEqual({
      name: 'who-read',
      asks: { en: 'Who read this parcel or person?', vi: 'Ai đã đọc bưu gửi hoặc người này?' },
      aboutSubject: true,
      counted: false,
    });
    expect(questions).toContainEqual(
      expect.objectContaining({ name: 'top-readers', aboutSubject: false, counted: true }),
    );
    expect(answer.headers.get('audit-event')).toBeNull();
    expect(await recordedEvents(system.table)).toHaveLength(before);
  });

  it('are answered by the events that answer them, and by all of those', async () => {
    const to = new Date(system.clock.now()).toISOString();
    const { events } = await auditPage(system, { to, limit: 200 });
    const found: string[] = [];
    for (const [name, { aboutSubject, isAnswer }] of Object.entries(SAVED_QUESTIONS)) {
      if (aboutSubject === true) continue;
      const due = events.filter(isAnswer);
      expect(await answering(name, { to }), name).toEqual(due);
      if (due.length > 0) found.push(name);
    }
    expect(found).toEqual(['refusals-by-reason', 'top-readers', 'searches-that-found-nothing', 'claims']);
  });

  it('about one parcel are answered for that one, by whatever names it', async () => {
    const [first] = await answering('who-read', { waybillNumber: parcel.waybillNumber });
    const subject = first?.resources[0]?.pseudonym;
    for (const named of [
      { parcelId: parcel.parcelId },
      { waybillNumber: parcel.waybillNumber },
      { subject },
    ]) {
      const events = await answering('who-read', named);
      expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
        Array.from({ length: 2 }, () => 'parcel.resolve allowed'),
      );
      const { text } = await auditExport(system, { ...named, question: 'who-read', format: 'jsonl' });
      expect(
        linesOf(text)
          .slice(0, -1)
          .map((line) => JSON.parse(line) as object),
      ).toEqual(events);
    }
  });

  it('take further criteria, go on by a cursor of their own, and stand in the event of the asking', async () => {
    const reads = await answering('top-readers');
    const [first] = reads;
    const page = await auditPage(system, { question: 'top-readers', limit: 1 });
    expect(page.events).toEqual([first]);
    const rest = await auditPage(system, { question: 'top-readers', limit: 200, cursor: page.cursor });
    expect(rest.events).toEqual(reads.slice(1));
    expect(await answering('top-readers', { outcome: 'refused' })).toEqual([]);
    for (const question of [{}, { question: 'claims' }])
      expect(
        await codeOf(
          await system.as('auditor-khanh').post('/v1/audit/queries', { ...question, cursor: page.cursor }),
        ),
      ).toBe('AUDIT.CURSOR_INVALID');
    const answer = await system.as('auditor-khanh').post('/v1/audit/queries', { question: 'claims' });
    expect((await eventBehind(system.table, answer))?.resources).toEqual([
      { type: 'question', uid: 'claims' },
    ]);
  });

  it.each([
    ['queries', { question: 'who' }, '/question'],
    ['queries', { question: 'toString' }, '/question'],
    ['queries', { question: 'who-read' }, '/question'],
    ['queries', { question: 'who-read', actor: 'A'.repeat(22) }, '/question'],
    ['counts', {}, '/question'],
    ['counts', { question: 'claims' }, '/question'],
    ['counts', { question: 'top-readers', limit: 5 }, ''],
  ])('are refused where they are malformed: %s %j', async (path, body, pointer) => {
    const answer = await system.as('auditor-khanh').post(`/v1/audit/${path}`, body);
    const { code, errors } = (await answer.json()) as {
      code: string;
      errors: readonly { pointer: string }[];
    };
    expect([code, errors.map((error) => error.pointer)]).toEqual(['REQUEST.INVALID', [pointer]]);
  });
});

describe('counts', () => {
  it('are those of the events that a query finds, most first', async () => {
    const refusals = await answering('refusals-by-reason');
    const byReason = await count({ question: 'refusals-by-reason' });
    expect(byReason.counts).toEqual(countedBy(refusals.map(({ reason = '' }) => reason)));
    expect(byReason.counts.length).toBeGreaterThan(1);
    expect(byReason.cursor).toBeUndefined();
    expect(byReason.asOf[0]?.size).toBeGreaterThan(5);

    const reads = await answering('top-readers');
    const readers = await count({ question: 'top-readers' });
    expect(readers.counts).toEqual(countedBy(reads.map(({ actor }) => actor.pseudonym)));
    expect(readers.counts[0]?.count).toBe(3);
  });

  it('take the same criteria', async () => {
    const { parcelId } = parcel;
    const reads = await answering('top-readers', { parcelId });
    const { counts } = await count({ question: 'top-readers', parcelId });
    expect(counts).toEqual(countedBy(reads.map(({ actor }) => actor.pseudonym)));
    expect(await count({ question: 'top-readers', to: '2020-01-01T00:00:00Z' })).toMatchObject({
      counts: [],
    });
  });

  it('are on record before anything is counted, with what was asked', async () => {
    const answer = await system.as('auditor-khanh').post('/v1/audit/counts', { question: 'top-readers' });
    const event = await eventBehind(system.table, answer);
    expect(event).toMatchObject({ api: { operation: 'audit.query' } });
    expect(event?.resources).toEqual([{ type: 'question', uid: 'top-readers' }]);
  });

  it('are of the own company alone', async () => {
    expect((await count({ question: 'top-readers' }, 'other-auditor')).counts).toEqual([]);
    const { parcelId } = parcel;
    expect((await count({ question: 'top-readers', parcelId }, 'other-auditor')).counts).toEqual([]);
  });

  it('come about without a fault', () => {
    expect(system.faults).toEqual([]);
  });
});

import { EVENT_FORMATS } from '@temkin/audit/domain';
import { outboxPut, toEntry, toOcsf, type EventDraft } from '@temkin/audit-event';
import { eventIds, systemRandom } from '@temkin/kernel';
import { fromBundle, newBundles, parseCheckpoint, parseNote, tilePath } from '@temkin/tlog';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { auditExport, linesOf } from '../support/audit-exports.ts';
import { auditPage } from '../support/audit-pages.ts';
import { down } from '../support/failing-writes.ts';
import { issue } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem, type TestSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });

// Some events are in the index, some in the log beyond it, some wait.
const parcel = await issue(system);
for (let count = 0; count < 4; count += 1) await issue(system);
await system.log.sequence();
await system.log.follow();
for (let count = 0; count < 3; count += 1) await issue(system);
await system.log.sequence();
for (let count = 0; count < 3; count += 1) await issue(system);

const QUESTION = { action: 'parcel.issue' };

afterEach(() => {
  staged.stage();
});

const exporting = (body: object, by = 'auditor-khanh') => system.as(by).post('/v1/audit/exports', body);

/** The entries of the newest log, as its files have them. */
const loggedEntries = ({ log }: TestSystem): readonly string[] => {
  const text = (name: string): string => new TextDecoder().decode(log.blobs.stored.get(name));
  const size = parseCheckpoint(parseNote(text('demo/2026/checkpoint'))?.text ?? '')?.size ?? 0;
  return newBundles(0, size)
    .flatMap(
      (tile) =>
        fromBundle(log.blobs.stored.get(`demo/2026/${tilePath(tile)}`) ?? new Uint8Array(), tile.width) ?? [],
    )
    .map((entry) => new TextDecoder().decode(entry));
};

const isIssue = (entry: string): boolean => entry.includes('"operation":"parcel.issue"');

/** Puts an event into the outbox as whoever can write there may. */
const plant = async (into: TestSystem, draft: Partial<EventDraft>, pseudonym = 'B'.repeat(22)) => {
  const time = into.clock.now();
  const eventId = eventIds({ now: () => time }, systemRandom)();
  const writer = { session: '0'.repeat(32), n: 0, void: [] };
  const head = { eventId, time, tenant: 'demo', actor: { pseudonym, roles: ['sorter'] }, writer };
  const entry = toEntry(toOcsf(head, { action: 'parcel.read', outcome: 'allowed', resources: [], ...draft }));
  await into.table.transact([outboxPut('demo', eventId, entry)], eventId);
};

describe('an export', () => {
  it('in jsonl has the events that a query has, in its order, and then how the logs were', async () => {
    const { events, asOf } = await auditPage(system, { ...QUESTION, limit: 200 });
    expect(events).toHaveLength(11);
    expect(events.filter(({ index }) => index === undefined)).toHaveLength(3);
    for (const limit of [1, 4, 11, 1_000]) {
      const { text, parts } = await auditExport(system, { ...QUESTION, format: 'jsonl', limit });
      expect(parts.length).toBeGreaterThanOrEqual(Math.ceil(11 / limit));
      const lines = linesOf(text).map((line) => JSON.parse(line) as object);
      expect(lines).toEqual([...events, { events: [], asOf }]);
    }
  });

  it('in csv has a row for each of them under the names of the columns, once', async () => {
    const { events } = await auditPage(system, { ...QUESTION, limit: 200 });
    const { header, write } = EVENT_FORMATS.csv;
    const rows = events.map((event) => write(event, new Uint8Array()));
    for (const limit of [2, 1_000])
      expect((await auditExport(system, { ...QUESTION, format: 'csv', limit })).text).toBe(
        header + rows.join(''),
      );
    expect(rows[0]).toContain(events[0]?.leafHash);
  });

  it('in ocsf has the bytes that the log has, and those of what waits for it', async () => {
    const waiting = (await recordedEvents(system.table)).map((event) =>
      new TextDecoder().decode(toEntry(event)),
    );
    const due = [...loggedEntries(system), ...waiting].filter(isIssue);
    expect(due).toHaveLength(11);
    for (const limit of [3, 1_000])
      expect(linesOf((await auditExport(system, { ...QUESTION, format: 'ocsf', limit })).text)).toEqual(due);
  });

  it.each([
    ['jsonl', 'application/x-ndjson'],
    ['csv', 'text/csv; charset=utf-8'],
    ['ocsf', 'application/x-ndjson'],
  ])('in %s says what it is', async (format, mediaType) => {
    expect((await exporting({ format })).headers.get('content-type')).toBe(mediaType);
  });

  it('goes on from the cursor of a query to the same question, and of no other', async () => {
    const { cursor } = await auditPage(system, { ...QUESTION, limit: 9 });
    const { text } = await auditExport(system, { ...QUESTION, cursor, format: 'csv' });
    expect(linesOf(text)).toHaveLength(2);
    for (const other of [{}, { ...QUESTION, question: 'claims' }, { ...QUESTION, outcome: 'allowed' }])
      expect(await codeOf(await exporting({ ...other, cursor, format: 'csv' }))).toBe('AUDIT.CURSOR_INVALID');
    expect(await codeOf(await exporting({ ...QUESTION, cursor, format: 'csv' }, 'other-auditor'))).toBe(
      'AUDIT.CURSOR_INVALID',
    );
  });

  it('of nothing and of another company’s parcel is a file without events', async () => {
    const { header } = EVENT_FORMATS.csv;
    for (const [criteria, by] of [
      [{ action: 'parcel.shred' }, 'auditor-khanh'],
      [{ parcelId: parcel.parcelId }, 'other-auditor'],
      [{ waybillNumber: parcel.waybillNumber }, 'other-auditor'],
    ] as const) {
      expect((await auditExport(system, { ...criteria, format: 'csv' }, { by })).text).toBe(header);
      expect((await auditExport(system, { ...criteria, format: 'ocsf' }, { by })).text).toBe('');
      const { text } = await auditExport(system, { ...criteria, format: 'jsonl' }, { by });
      expect(JSON.parse(text)).toMatchObject({ events: [] });
    }
    expect((await auditExport(system, { parcelId: parcel.parcelId, format: 'csv' })).text).toContain(
      'parcel.issue',
    );
  });

  it.each([
    {},
    { format: 'xml' },
    { format: 'toString' },
    { format: 'csv', limit: 0 },
    { format: 'csv', limit: 1_001 },
    { format: 'csv', question: 'who' },
    { format: 'csv', question: 'who-read' },
    { format: 'csv', question: 'who-read', actor: 'A'.repeat(22) },
    { format: 'csv', subject: 'short' },
  ])('is refused where it is malformed: %j', async (body) => {
    expect(await codeOf(await exporting(body))).toBe('REQUEST.INVALID');
  });
});

describe('an export on record', () => {
  it('is there for each of its parts, with whom it is about and the saved question, and in none of the request’s words', async () => {
    const subject = 'Duongxuanvi_0377120465';
    const criteria = { parcelId: parcel.parcelId, subject, question: 'who-read' };
    const event = await eventBehind(system.table, await exporting({ ...criteria, format: 'csv' }));
    expect(event).toMatchObject({
      api: { operation: 'audit.export' },
      class_uid: 6005,
      unmapped: { outcome: 'allowed' },
    });
    expect(event?.resources).toEqual([
      { type: 'parcel', uid: expect.stringMatching(/^[\w-]{22}$/) },
      { type: 'asked-subject', uid: expect.stringMatching(/^[\w-]{22}$/) },
      { type: 'question', uid: 'who-read' },
    ]);
    expect(JSON.stringify(event)).not.toContain(subject);

    const { parts, receipts } = await auditExport(system, { ...QUESTION, format: 'jsonl', limit: 4 });
    expect(parts.length).toBeGreaterThan(2);
    expect(new Set(receipts).size).toBe(parts.length);
    const { events } = await auditPage(system, { action: 'audit.export', limit: 200 });
    const recorded = events.map(({ eventId }) => eventId);
    for (const receipt of receipts) expect(recorded).toContain(receipt?.split(';')[0]);
  });

  it('is not among its own events', async () => {
    const answer = await exporting({ action: 'audit.export', format: 'jsonl' });
    const text = await answer.text();
    expect(linesOf(text).length).toBeGreaterThan(1);
    expect(text).not.toContain(receiptOf(answer)?.eventId);
  });

  it('shows nothing where it cannot be put there', async () => {
    staged.stage(down);
    for (const format of ['jsonl', 'csv', 'ocsf'])
      expect(await codeOf(await exporting({ format }))).toBe('AUDIT.UNAVAILABLE');
  });
});

describe('the parts of an export', () => {
  it('have every event once, while the log grows', async () => {
    const growing = await testSystem();
    for (let count = 0; count < 7; count += 1) await issue(growing);
    const moves = [growing.log.sequence, () => issue(growing), growing.log.follow, growing.log.sequence];
    const before = (await recordedEvents(growing.table)).map(({ metadata }) => metadata.uid);
    const { text } = await auditExport(
      growing,
      { ...QUESTION, format: 'jsonl', limit: 2 },
      { between: async (part) => moves[part % moves.length]?.() },
    );
    const lines = linesOf(text).map((line) => JSON.parse(line) as { readonly eventId?: string });
    const seen = lines.flatMap(({ eventId }) => (eventId === undefined ? [] : [eventId]));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before));
    expect(growing.faults).toEqual([]);
  });

  it('stay small enough for a function to answer, whatever the events are', async () => {
    const large = await testSystem();
    const fields = Array.from({ length: 6_000 }, (_, at) => `"${at}"`);
    for (let count = 0; count < 40; count += 1) await plant(large, { fields });
    for (const format of ['jsonl', 'csv', 'ocsf']) {
      const { parts, text } = await auditExport(large, { action: 'parcel.read', format });
      expect(parts.length).toBeGreaterThan(1);
      // 6 MiB and 100 bytes is what a function of AWS Lambda answers at most, as JSON and with its headers.
      for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(6_291_456);
      for (const part of parts) expect(part.length).toBeLessThan(966_000);
      expect(linesOf(text)).toHaveLength(format === 'ocsf' ? 40 : 41);
    }
  });

  it('have no cell that a spreadsheet would compute, whoever put the event into the log', async () => {
    const intruded = await testSystem();
    await plant(
      intruded,
      { reason: '=HYPERLINK("https://evil.example")', grounds: '+1', purpose: '-1' },
      '@SUM(1)',
    );
    const { text } = await auditExport(intruded, { action: 'parcel.read', format: 'csv' });
    expect(text).toContain('"\'=HYPERLINK(""https://evil.example"")"');
    expect(text).toContain('"\'@SUM(1)"');
    expect(/(?:^|,|\n)"?[=+@-]/.test(text)).toBe(false);
  });

  it('come about without a fault', () => {
    expect(system.faults).toEqual([]);
  });
});

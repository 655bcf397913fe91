import { logEvents, logFiles, findUnrecordedChanges } from '@temkin/audit';
import { toBase64 } from '@temkin/kernel';
import { keyOf, numberOf, textOf } from '@temkin/storage';
import { parseCheckpoint, parseNote } from '@temkin/tlog';
import { describe, expect, it } from 'vitest';
import { auditPage, type AuditedEvent, type AuditPage } from '../support/audit-pages.ts';
import { askForCode, historyPath, postPublicly, type ShownHistory } from '../support/parcel-history.ts';
import { issue, newParcel, openCase, type Issued } from '../support/parcels.ts';
import { receiptOf } from '../support/recorded-events.ts';
import { testSystem, type TestSystem } from '../support/system.ts';

const idsOf = (events: readonly AuditedEvent[]): readonly string[] => events.map(({ eventId }) => eventId);

/** All pages of a question; something is done before each but the first. */
const allPages = async (
  system: TestSystem,
  query: object,
  between: (page: number) => Promise<unknown> = async () => {},
): Promise<readonly AuditPage[]> => {
  const pages = [await auditPage(system, query)];
  for (;;) {
    const cursor = pages.at(-1)?.cursor;
    if (cursor === undefined) return pages;
    await between(pages.length);
    pages.push(await auditPage(system, { ...query, cursor }));
  }
};

/** What the newest checkpoint of a year's log says. */
const newestIn = ({ log }: TestSystem, year: string) => {
  const note = parseNote(new TextDecoder().decode(log.blobs.stored.get(`demo/${year}/checkpoint`)));
  const checkpoint = parseCheckpoint(note?.text ?? '');
  if (checkpoint === undefined) throw new Error(`the log of ${year} has no checkpoint`);
  return { size: checkpoint.size, root: toBase64(checkpoint.root) };
};

describe('an event on its way', () => {
  it('is found by the same question while it waits, in the log, and in the index, once, and then with its place', async () => {
    const system = await testSystem();
    const answer = await system.as('order-system').post('/v1/parcels', newParcel());
    const { parcelId } = (await answer.json()) as Issued;
    const receipt = receiptOf(answer);
    const questions = [{ action: 'parcel.issue' }, { parcelId, action: 'parcel.issue' }];

    for (const question of questions) {
      const { events, pending, asOf } = await auditPage(system, question);
      expect([idsOf(events), events[0]?.index, events[0]?.leafHash]).toEqual([
        [receipt?.eventId],
        undefined,
        undefined,
      ]);
      expect([pending, asOf]).toEqual([1, []]);
    }

    const merged = { logYear: '2026', index: expect.any(Number), leafHash: receipt?.leaf };
    await system.log.sequence();
    for (const question of questions) {
      const { events, pending, asOf } = await auditPage(system, question);
      expect(events).toEqual([expect.objectContaining({ eventId: receipt?.eventId, ...merged })]);
      expect([pending, asOf]).toEqual([
        0,
        [{ year: '2026', ...newestIn(system, '2026'), indexedThrough: 0 }],
      ]);
    }

    await system.log.follow();
    for (const question of questions) {
      const { events, asOf } = await auditPage(system, question);
      expect(events).toEqual([expect.objectContaining({ eventId: receipt?.eventId, ...merged })]);
      expect(asOf[0]?.indexedThrough).toBe(asOf[0]?.size);
    }

    const one = await system.as('auditor-khanh').get(`/v1/audit/events/${receipt?.eventId}`);
    expect(await one.json()).toMatchObject(merged);
    expect(system.faults).toEqual([]);
  });

  it('is counted as pending on the page that shows it so', async () => {
    const system = await testSystem();
    await issue(system);
    await system.log.sequence();
    await issue(system);
    const { events, pending } = await auditPage(system, { action: 'parcel.issue' });
    expect([events.map(({ index }) => index !== undefined), pending]).toEqual([[true, false], 1]);
  });

  it('accounts for its change, wherever it stands', async () => {
    const system = await testSystem();
    const { parcelId } = await issue(system);
    const item = await system.table.get(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }));
    const change = {
      tenant: 'demo',
      pseudonym: textOf(item ?? {}, 'pseudonym'),
      eventId: textOf(item ?? {}, 'eventId'),
      version: numberOf(item ?? {}, 'version'),
      changedAt: system.clock.now(),
    };
    const another = { ...change, version: change.version + 1 };
    const unrecorded = findUnrecordedChanges({
      events: logEvents({ table: system.table, files: logFiles(system.log.blobs) }),
    });
    for (const move of [async () => {}, system.log.sequence, system.log.follow]) {
      await move();
      expect(await unrecorded([change, another])).toEqual([another]);
    }
  });

  it('stands in the history of the parcel, wherever it stands', async () => {
    const system = await testSystem();
    const { waybillNumber } = await issue(system);
    const { caseId } = await openCase(system, { waybillNumber, kind: 'support', reason: 'help-requested' });
    const read = () =>
      system.as('support-phuc').post('/v1/parcels/open', { waybillNumber, purpose: 'support', caseId });
    for (const [at, move] of [system.log.follow, system.log.sequence, read].entries()) {
      expect((await read()).status).toBe(200);
      await move();
      const { challengeId, code } = await askForCode(
        system,
        { waybillNumber, phone: '0912345678' },
        `2001:db8:${at}::1`,
      );
      const opened = await postPublicly(system, historyPath('demo', challengeId), { code });
      const { reads, complete } = (await opened.json()) as ShownHistory;
      const supports = reads.filter(({ role }) => role === 'support');
      expect([supports.length, complete]).toEqual([move === read ? at + 2 : at + 1, true]);
    }
  });
});

/** Where the events stand when the question is first asked. */
const BEGINNINGS: readonly (readonly [string, (system: TestSystem) => Promise<void>])[] = [
  ['waits', async () => {}],
  ['is in the log', ({ log }) => log.sequence()],
  [
    'is in the index, the log beyond, and waits',
    async (system) => {
      await system.log.sequence();
      await system.log.follow();
      for (const move of [system.log.sequence, async () => {}]) {
        for (let count = 0; count < 4; count += 1) await issue(system);
        await move();
      }
    },
  ],
];

/** Nine parcels and more, at each of these places. */
const begun = await Promise.all(
  BEGINNINGS.map(async ([at, begin]) => {
    const system = await testSystem();
    for (let count = 0; count < 9; count += 1) await issue(system);
    await begin(system);
    return { at, system };
  }),
);

describe.each(begun)('the pages of a question, where all $at at first', ({ system }) => {
  it.each([
    ['everything', () => ({})],
    ['an action', () => ({ action: 'parcel.issue' })],
    ['an actor', ({ actor }: AuditedEvent) => ({ actor: actor.pseudonym })],
    ['a parcel', ({ resources }: AuditedEvent) => ({ subject: resources[0]?.pseudonym })],
    ['a time', ({ time }: AuditedEvent) => ({ from: time })],
  ])('by %s have each event once while the log grows, and tell of the logs as they were', async (__, ask) => {
    const [first] = (await auditPage(system, { action: 'parcel.issue', limit: 1 })).events;
    if (first === undefined) throw new Error('nothing was issued');
    const question = ask(first);
    const before = new Set(idsOf((await auditPage(system, { ...question, limit: 200 })).events));

    const moves = [system.log.sequence, () => issue(system), system.log.follow, system.log.sequence];
    const pages = await allPages(system, { ...question, limit: 2 }, async (page) => {
      if (page < 9) await moves[page % moves.length]?.();
    });
    const seen = pages.flatMap(({ events }) => idsOf(events));
    expect(new Set(seen).size).toBe(seen.length);
    expect([...before].filter((eventId) => !seen.includes(eventId))).toEqual([]);
    for (const { asOf } of pages) expect(asOf).toEqual(pages[0]?.asOf);
    for (const { events, pending } of pages)
      expect(pending).toBe(events.filter(({ index }) => index === undefined).length);
    expect(system.faults).toEqual([]);
  });
});

describe('a question', () => {
  it('comes to an end, however much is recorded meanwhile, and by a clock five minutes ahead leaves nothing out', async () => {
    const system = await testSystem();
    for (let count = 0; count < 5; count += 1) await issue(system);
    system.clock.advance(-250_000);
    const pages = await allPages(system, { limit: 2 }, async (page) => {
      if (page === 1) system.clock.advance(600_000);
      if (page > 4) throw new Error('the pages come to no end');
      for (let count = 0; count < 3; count += 1) await issue(system);
    });
    const actions = pages.flatMap(({ events }) => events.map(({ action }) => action));
    expect(actions).toEqual(Array.from({ length: 5 }, () => 'parcel.issue'));
  });
});

describe('the logs of two years', () => {
  it('are both told of, and their events come in one answer', async () => {
    const system = await testSystem();
    await issue(system);
    await system.log.sequence();
    system.clock.set(Date.parse('2027-01-04T01:00:00Z'));
    await issue(system);
    await system.log.sequence();
    await system.log.follow();
    const { events, asOf } = await auditPage(system, { action: 'parcel.issue' });
    expect(events.map(({ logYear }) => logYear)).toEqual(['2026', '2027']);
    expect(asOf).toEqual(
      ['2026', '2027'].map((year) => {
        const { size, root } = newestIn(system, year);
        return { year, size, root, indexedThrough: size };
      }),
    );
  });

  it('leave out the root of a checkpoint that is lost', async () => {
    const system = await testSystem();
    await issue(system);
    await system.log.sequence();
    const { size } = newestIn(system, '2026');
    system.log.blobs.stored.delete(`demo/2026/checkpoints/${size}`);
    expect((await auditPage(system, {})).asOf).toEqual([{ year: '2026', size, indexedThrough: 0 }]);
  });
});

import { toEntry } from '@temkin/audit-event';
import type { StoredItem } from '@temkin/storage';
import { registryFindings, type LaterMove } from '@temkin/subscriber';
import type { DataRequest } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { authorityRequests } from '../../packages/capabilities/subscriber/src/store/authority-requests.ts';
import { bases } from '../../packages/capabilities/subscriber/src/store/bases.ts';
import { claims } from '../../packages/capabilities/subscriber/src/store/claims.ts';
import { dataRequests } from '../../packages/capabilities/subscriber/src/store/data-requests.ts';
import { docket } from '../../packages/capabilities/subscriber/src/store/docket.ts';
import { closeRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/close-registry-case.ts';
import { openRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/open-registry-case.ts';
import { people } from '../../packages/capabilities/subscriber/src/store/people.ts';
import { timelines } from '../../packages/capabilities/subscriber/src/store/timelines.ts';
import { isBackedUp } from '../../packages/surfaces/cli/src/format/backup-order.ts';
import { bringBack } from '../../packages/surfaces/cli/src/restore/bring-back.ts';
import type { Manifest } from '../../packages/surfaces/cli/src/format/manifest.ts';
import { replayedEvents } from '../../packages/surfaces/cli/src/restore/replayed-events.ts';
import { restoreReport } from '../../packages/surfaces/cli/src/restore/restore-report.ts';
import { memoryTable } from '../support/memory-table.ts';
import { numberOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { DAY, LEAD, OFFICER, rightsWorld, type RightsWorld } from './rights-world.ts';

let seeds = 11_000;
const seed = () => seedOf((seeds += 1));

const backup = (world: RightsWorld): readonly StoredItem[] =>
  world.memory.items().filter(({ key }) => isBackedUp(key.table) && key.table !== 'outbox');

/** The backup in a fresh store, by all events that are on record. */
const restored = (world: RightsWorld, items: readonly StoredItem[]) => {
  const replayed = replayedEvents();
  for (const event of world.events()) replayed.addLogged(toEntry(event));
  const { clock } = world;
  const back = bringBack(replayed.inOrder(), {
    beganMilliseconds: clock.now(),
    clock,
    logged: new Set(),
  });
  for (const stored of items) if (back.studies.has(stored.key.table)) back.study(stored);
  const added = (['subscriber-rights', 'subscribers'] as const).flatMap((name) => back.missingFrom(name));
  const table = memoryTable(
    [...items, ...added].flatMap(({ key, item }) => {
      const fate = back.bring({ key, item });
      return 'item' in fate ? [{ key, item: fate.item }] : [];
    }),
  );
  const page = async (
    register: 'claims' | 'subject-requests' | 'authority-requests',
    state: 'open' | 'closed',
  ) => (await docket(table).page(TENANT, register, { state, limit: 50 })).ids;
  return { table, page, lost: back.lost() };
};

/** Person n and a claim that number n + 1 is not theirs. */
const claimed = async (world: RightsWorld, n: number) => {
  const { personId, ids } = await world.register(n, [n + 1]);
  const { session, challengeId } = await world.check(n);
  const subscriptionId = ids[1] ?? '';
  const file = () => world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId });
  return { personId, subscriptionId, file };
};

const file = (world: RightsWorld, personId: string, kind: DataRequest) =>
  world.rights.fileDataRequest(OFFICER, { personId, kind, needsProcessor: false }, seed());

const authority = (world: RightsWorld) =>
  world.rights.registerAuthorityRequest(
    OFFICER,
    {
      authority: 'Công an phường',
      officer: 'Lê Văn Tám',
      channel: 'document',
      documentNumber: '17/CV',
      documentDate: '2026-11-22',
      documentSha256: 'cd'.repeat(32),
      verification: 'called-back',
      ground: 'criminal-case',
      urgency: 'ordinary',
      fields: ['name'],
      people: [{ msisdn: numberOf(1) }],
      receivedAt: world.clock.now(),
    },
    seed(),
  );

const release = async (world: RightsWorld, requestId: string) => {
  await world.rights.releaseAuthorityRequest(OFFICER, requestId);
  world.two.agreeToAll();
  await world.rights.releaseAuthorityRequest(OFFICER, requestId);
};

const byKey = (items: readonly StoredItem[]) =>
  items.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));

/** A claim about a number whose timeline runs, upon another finding. */
const claimedBeside = async (world: RightsWorld) => {
  const { file: claim, personId, subscriptionId } = await claimed(world, 1);
  const { claimId } = await claim();
  await registryFindings(world.dependencies()).recordFinding(
    LEAD,
    { subscriptionId, timeline: 'wrong-information', grounds: 'authority', foundAt: world.clock.now() },
    seed(),
  );
  return { claimId, personId, subscriptionId };
};

describe('claims that come back', () => {
  it('are rejected as they were since, with number, case and docket, and may be filed anew', async () => {
    const world = await rightsWorld();
    const { file: claim, personId, subscriptionId } = await claimed(world, 1);
    const { claimId, caseId, claimantSubscriptionId } = await claim();
    const before = backup(world);
    world.clock.advance(DAY);
    await world.rights.decideClaim(LEAD, claimId, 'rejected');
    const { table, page, lost } = restored(world, before);
    const decidedAt = world.events().find(({ unmapped }) => unmapped.change === 'rejected')?.time;
    expect(await claims(table).find(TENANT, claimId)).toMatchObject({ state: 'rejected', decidedAt });
    expect(
      await claims(table).ofNumber(TENANT, { personId, subscriptionId, claimantSubscriptionId }),
    ).toMatchObject({
      state: 'rejected',
    });
    expect(await bases(table).find(TENANT, caseId)).toMatchObject({ state: 'closed', closedAt: decidedAt });
    expect([await page('claims', 'open'), await page('claims', 'closed'), lost]).toEqual([[], [claimId], []]);
  });

  it('are open again where they were confirmed and the timeline is lost, and the restore says so', async () => {
    const world = await rightsWorld();
    const { file: claim } = await claimed(world, 1);
    const { claimId, caseId } = await claim();
    const before = backup(world);
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    const { table, page, lost } = restored(world, before);
    expect(await claims(table).find(TENANT, claimId)).toMatchObject({ state: 'open' });
    expect(await bases(table).find(TENANT, caseId)).toMatchObject({ state: 'open' });
    expect(await page('claims', 'open')).toEqual([claimId]);
    expect(lost).toEqual([
      { tenant: TENANT, id: claimId, what: expect.stringMatching(/confirmed since: it is open/) },
    ]);
  });

  it('are open again beside the timeline that they began, where that has suspended the number since and is made again', async () => {
    const world = await rightsWorld();
    const { file: claim, personId, subscriptionId } = await claimed(world, 1);
    const { claimId } = await claim();
    const before = backup(world);
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    const decided = world.events().find(({ unmapped }) => unmapped.change === 'confirmed');
    world.clock.advance(15 * DAY);
    await world.registry.moveSubscription(REGISTRAR, {
      subscriptionId,
      move: { name: 'hold', cause: 'wrong-information', level: 'one-way' },
      by: 'worker',
    });
    const { table } = restored(world, before);
    expect(await claims(table).find(TENANT, claimId)).toMatchObject({ state: 'open' });
    const names = { personId, subscriptionId };
    expect(await timelines(table).find(TENANT, names, 'wrong-information')).toMatchObject({
      run: { startedAt: decided?.time, done: [{ name: 'one-way' }] },
    });
  });

  it('of a number that waited for its first verification are open again where the finding is lost, and confirmed where it is not', async () => {
    const world = await rightsWorld();
    const { file: claim, subscriptionId } = await claimed(world, 1);
    const number = world
      .items('subscribers')
      .find(({ key }) => key.sort.endsWith(`#subscription#${subscriptionId}`));
    if (number === undefined) throw new Error('no such number');
    await world.memory.write({ kind: 'put', key: number.key, item: { ...number.item, state: 'pending' } });
    const { claimId } = await claim();
    const before = backup(world);
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    const { table, lost } = restored(world, before);
    expect(await claims(table).find(TENANT, claimId)).toMatchObject({ state: 'open' });
    expect(lost).toHaveLength(1);
    const found = backup(world).filter(({ item }) => item['grounds'] === 'claim');
    const again = restored(world, [...before, ...found]);
    expect(await claims(again.table).find(TENANT, claimId)).toMatchObject({ state: 'confirmed' });
    expect([found.length, again.lost]).toEqual([1, []]);
  });

  it('are open again where they were confirmed beside a timeline that ran and the finding is lost, and confirmed where it is not', async () => {
    const world = await rightsWorld();
    const { claimId } = await claimedBeside(world);
    const before = backup(world);
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    const { table, lost } = restored(world, before);
    expect(await claims(table).find(TENANT, claimId)).toMatchObject({ state: 'open' });
    expect(lost).toMatchObject([{ id: claimId, what: expect.stringMatching(/confirmed since: it is open/) }]);
    const found = backup(world).filter(({ item }) => item['grounds'] === 'claim');
    const again = restored(world, [...before, ...found]);
    expect(await claims(again.table).find(TENANT, claimId)).toMatchObject({ state: 'confirmed' });
    expect([found.length, again.lost]).toEqual([1, []]);
  });

  it.each<readonly [string, readonly LaterMove[]]>([
    ['the number has ended', [{ name: 'end', cause: 'holder-request' }]],
    [
      'its holder was verified',
      [
        { name: 'hold', cause: 'wrong-information', level: 'one-way' },
        { name: 'lift', cause: 'wrong-information', because: 'verified' },
      ],
    ],
  ])('are confirmed where %s since, for nothing would begin', async (_, moves) => {
    const world = await rightsWorld();
    const { claimId, subscriptionId } = await claimedBeside(world);
    const before = backup(world);
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    for (const move of moves) {
      const by = move.name === 'hold' ? 'worker' : 'registrar';
      await world.registry.moveSubscription(REGISTRAR, { subscriptionId, move, by, isVerified: true });
    }
    const { table, lost } = restored(world, before);
    expect(await claims(table).find(TENANT, claimId)).toMatchObject({ state: 'confirmed' });
    expect(lost).toEqual([]);
  });

  it('are open again where the timeline that the backup has was over before they were confirmed', async () => {
    const world = await rightsWorld();
    const { file: claim, subscriptionId } = await claimed(world, 1);
    const { claimId } = await claim();
    const found = registryFindings(world.dependencies());
    const { findingId } = await found.recordFinding(
      LEAD,
      { subscriptionId, timeline: 'wrong-information', grounds: 'document', foundAt: world.clock.now() },
      seed(),
    );
    await found.withdrawFinding(LEAD, { subscriptionId, findingId });
    const before = backup(world);
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    const { table, lost } = restored(world, before);
    expect(await claims(table).find(TENANT, claimId)).toMatchObject({ state: 'open' });
    expect(lost).toMatchObject([{ id: claimId, what: expect.stringMatching(/confirmed since: it is open/) }]);
    const began = backup(world).filter(
      ({ key, item }) => key.sort.includes('#timeline#') || item['grounds'] === 'claim',
    );
    const kept = before.filter(({ key }) => !key.sort.includes('#timeline#'));
    const again = restored(world, [...kept, ...began]);
    expect(await claims(again.table).find(TENANT, claimId)).toMatchObject({ state: 'confirmed' });
    expect([began.length, again.lost]).toEqual([2, []]);
  });

  it('are named where they were filed since, and nothing is known of them but the log', async () => {
    const world = await rightsWorld();
    const { file: claim } = await claimed(world, 1);
    const before = backup(world);
    const { claimId } = await claim();
    const { lost } = restored(world, before);
    expect(lost).toMatchObject([{ id: claimId, what: expect.stringContaining('filed since') }]);
  });
});

describe('cases that come back', () => {
  it('closed as they were since lead to nobody who was found upon them', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const cases = [];
    for (const purpose of ['complaint', 'correction'] as const) {
      const { opened } = await openRegistryCase(world.stores)(LEAD, { purpose }, seed());
      await world.memory.transact([world.stores.bases.bindWrite(TENANT, opened, personId)], opened.basisId);
      cases.push(opened.basisId);
    }
    const [closed = '', open = ''] = cases;
    const before = backup(world);
    await closeRegistryCase(world.stores)(LEAD, closed);
    const { table } = restored(world, before);
    const isBound = (caseId: string) => bases(table).isBound(TENANT, caseId, personId);
    expect([await isBound(closed), await isBound(open)]).toEqual([false, true]);
  });
});

describe('requests that come back', () => {
  it('are answered, refused and closed as they were since, due as they are then, and their cases with them', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const [accepted, refused, closed] = [
      await file(world, personId, 'view'),
      await file(world, personId, 'object'),
      await file(world, personId, 'copy'),
    ];
    await world.rights.answerDataRequest(OFFICER, closed.requestId, { answer: 'accepted' });
    const before = backup(world);
    world.clock.advance(DAY);
    await world.rights.answerDataRequest(OFFICER, accepted.requestId, { answer: 'accepted' });
    await world.rights.answerDataRequest(OFFICER, refused.requestId, {
      answer: 'refused',
      ground: 'kept-by-law',
    });
    await world.rights.closeDataRequest(OFFICER, closed.requestId, 'partly-fulfilled');
    const { table, page, lost } = restored(world, before);
    const found = await dataRequests(table).findMany(
      TENANT,
      [accepted, refused, closed].map(({ requestId }) => requestId),
    );
    expect(found).toMatchObject([
      { state: 'accepted' },
      { state: 'refused', ground: 'kept-by-law' },
      { state: 'closed', outcome: 'partly-fulfilled' },
    ]);
    expect(await page('subject-requests', 'open')).toEqual([accepted.requestId]);
    expect((await page('subject-requests', 'closed')).toSorted()).toEqual(
      [refused.requestId, closed.requestId].toSorted(),
    );
    const due = await docket(table).dueBefore(TENANT, 'subject-requests', accepted.doneBy + 1);
    expect(due.map(({ dueAt }) => dueAt)).toEqual([accepted.doneBy]);
    const cases = await Promise.all(
      [accepted, refused, closed].map(({ caseId }) => bases(table).find(TENANT, caseId)),
    );
    expect(cases.map((one) => one?.state)).toEqual(['open', 'closed', 'closed']);
    expect(lost).toEqual([]);
  });

  it('leave the marks that were set since, in the version that set them, and those that were there', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const [first, second] = [await file(world, personId, 'restrict'), await file(world, personId, 'protect')];
    for (const { requestId } of [first, second])
      await world.rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
    await world.rights.closeDataRequest(OFFICER, first.requestId, 'fulfilled');
    const before = backup(world);
    await world.rights.closeDataRequest(OFFICER, second.requestId, 'fulfilled');
    const { table } = restored(world, before);
    expect(await people(table).find(TENANT, personId)).toMatchObject({
      marks: ['restricted', 'protected'],
      version: 3,
    });
    expect((await people(restored(world, backup(world)).table).find(TENANT, personId))?.version).toBe(3);
  });

  it('leave no mark that was taken away since, and those that were set anew after that', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const mark = async (kind: DataRequest) => {
      const { requestId } = await file(world, personId, kind);
      await world.rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
      await world.rights.closeDataRequest(OFFICER, requestId, 'fulfilled');
    };
    await mark('restrict');
    await mark('object');
    const asked = { purpose: 'data-subject-request', personId } as const;
    const { opened } = await openRegistryCase(world.stores)(LEAD, asked, seed());
    const before = backup(world);
    for (const one of ['restricted', 'objected'] as const)
      await world.rights.liftMark(OFFICER, { personId, caseId: opened.basisId, mark: one });
    await mark('object');
    const { table } = restored(world, before);
    const { marks, version } = (await world.stores.people.find(TENANT, personId)) ?? {};
    expect(marks).toEqual(['objected']);
    expect(await people(table).find(TENANT, personId)).toMatchObject({ marks, version });
  });

  it('have their former term where they were put off since, and are named, as those that were filed since', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const { requestId, doneBy } = await file(world, personId, 'view');
    const before = backup(world);
    await world.rights.extendDataRequest(OFFICER, requestId, { days: 5, reasons: 'x' });
    const since = await file(world, personId, 'copy');
    const { table, lost } = restored(world, before);
    expect(await dataRequests(table).find(TENANT, requestId)).toMatchObject({ doneBy });
    expect(lost.map(({ id, what }) => [id, what.match(/filed|put off/)?.[0]])).toEqual([
      [requestId, 'put off'],
      [since.requestId, 'filed'],
    ]);
  });
});

describe('requests of authorities that come back', () => {
  it('are closed as they were since, so that nobody hands over by them again, and their minutes are named as lost', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const { requestId } = await authority(world);
    await release(world, requestId);
    const before = backup(world);
    await world.rights.handOver(OFFICER, requestId, seed());
    await world.rights.closeAuthorityRequest(OFFICER, requestId, {
      outcome: 'handed-over',
      minutes: { reference: 'BB-1', receivedBy: 'x', deliveredBy: 'by-hand', signedAt: world.clock.now() },
    });
    const { table, page, lost } = restored(world, before);
    expect(await authorityRequests(table).find(TENANT, requestId)).toMatchObject({
      state: 'closed',
      outcome: 'handed-over',
    });
    expect([await page('authority-requests', 'open'), await page('authority-requests', 'closed')]).toEqual([
      [],
      [requestId],
    ]);
    expect(lost.map(({ what }) => what.match(/handed over|closed/)?.[0])).toEqual(['handed over', 'closed']);
  });

  it('are asked of two people again where they were released since, and named where they came since', async () => {
    const world = await rightsWorld();
    await world.register(1);
    const { requestId } = await authority(world);
    const before = backup(world);
    await release(world, requestId);
    const since = await authority(world);
    const { table, lost } = restored(world, before);
    expect(await authorityRequests(table).find(TENANT, requestId)).toMatchObject({ state: 'registered' });
    expect(lost.map(({ id, what }) => [id, what.match(/released|registered/)?.[0]])).toEqual([
      [requestId, 'released'],
      [since.requestId, 'registered'],
    ]);
  });
});

it('a restore says line by line what came since and is to be done again', () => {
  const manifest = { id: 'b-1', began: '2026-11-23T00:00:00Z', logs: [] } as unknown as Manifest;
  const counts = { tallies: {}, eventsReplayed: 0, logs: { areLost: false }, read: [], images: undefined };
  const one = { tenant: TENANT, id: 'ab'.repeat(16), what: 'claim that was filed since' };
  const { text, data } = restoreReport(manifest, 'here', { ...counts, notBrought: [one] });
  expect(text).toContain(`\n  demo, ${one.id}: claim that was filed since`);
  expect(data).toMatchObject({ notBrought: [one] });
  expect(restoreReport(manifest, 'here', { ...counts, notBrought: [] }).text).not.toContain('Not brought');
});

it('a restore says of each table how many items it made anew, whatever they are', () => {
  const manifest = { id: 'b-1', began: '2026-11-23T00:00:00Z', logs: [] } as unknown as Manifest;
  const none = { brought: 1, altered: 0, destroyed: 0, incomplete: 0, expired: 0, logged: 0 };
  const { text } = restoreReport(manifest, 'here', {
    tallies: { subscribers: { ...none, added: 2 } },
    eventsReplayed: 0,
    logs: { areLost: false },
    read: [],
    images: undefined,
    notBrought: [],
  });
  expect(text).toContain('\n  subscribers: 3 items; 2 of them made anew, for the backup lacks them\n');
});

it('a register that nothing happened to since comes back as it was, to the byte', async () => {
  const world = await rightsWorld();
  const { file: claim, personId } = await claimed(world, 1);
  const { claimId } = await claim();
  await world.rights.decideClaim(LEAD, claimId, 'confirmed');
  const { requestId } = await file(world, personId, 'restrict');
  await world.rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
  await world.rights.closeDataRequest(OFFICER, requestId, 'fulfilled');
  await release(world, (await authority(world)).requestId);
  const before = backup(world).filter(
    ({ key }) => key.table === 'subscriber-rights' || key.table === 'subscribers',
  );
  const { table, lost } = restored(world, before);
  expect(byKey(table.items())).toEqual(byKey(before));
  expect(lost).toEqual([]);
});

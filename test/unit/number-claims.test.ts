import { claimedNumbers } from '@temkin/subscriber';
import { claimClock, claimReceipt, segmentOf } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { stagedTable } from '../support/staged-table.ts';
import { MINUTE, TENANT } from './registry-world.ts';
import { DAY, LEAD, refusalOf, rightsWorld, staff, type RightsWorld } from './rights-world.ts';

/** Person 1 with numbers 1 and 2, who has proven number 1. */
const proven = async (world: RightsWorld) => {
  const { personId, ids } = await world.register(1, [2]);
  const { session, challengeId } = await world.check(1);
  const [own = '', other = ''] = ids;
  return { personId, own, other, session, challengeId };
};

const claimsOf = async (world: RightsWorld, personId: string) => {
  const found = [];
  const { ofSegment } = claimedNumbers(world.dependencies());
  for await (const one of ofSegment(TENANT, segmentOf(personId))) found.push(one);
  return found;
};

const timelinesOf = (world: RightsWorld) =>
  world.items('subscribers').filter(({ key }) => key.sort.includes('wrong-information'));

describe('a claim that a number is not the claimant’s', () => {
  it('is filed in a proven session with the dates of a correction, its case, and what a sweep reads of it', async () => {
    const world = await rightsWorld();
    const { personId, own, other, session, challengeId } = await proven(world);
    const claim = await world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
    const { replyBy, doneBy } = claimClock(claim.filedAt);
    expect(claim).toMatchObject({
      personId,
      subscriptionId: other,
      claimantSubscriptionId: own,
      state: 'open',
      replyBy,
      doneBy,
    });
    expect(world.cases()).toMatchObject([{ caseId: claim.caseId, purpose: 'complaint', personId }]);
    expect(await claimsOf(world, personId)).toEqual([
      { personId, subscriptionId: other, claim: { state: 'open', at: claim.filedAt } },
    ]);
    const listed = await world.rights.listRegister(LEAD, 'claims', { state: 'open', limit: 10 });
    expect(listed.entries).toEqual([claim]);
    expect(world.events().at(-3)).toMatchObject({
      api: { operation: 'subscription.claim' },
      unmapped: { change: 'filed', policies: ['data-request-correct'] },
    });
  });

  it('is one, however often it is filed and by whichever session', async () => {
    const world = await rightsWorld();
    const { other, session, challengeId } = await proven(world);
    const first = await world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
    const again = await world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
    const next = await world.check(1);
    const third = await world.rights.fileClaim(TENANT, next.challengeId, {
      session: next.session,
      subscriptionId: other,
    });
    expect([again.claimId, third.claimId]).toEqual([first.claimId, first.claimId]);
    expect(next.numbers.find(({ subscriptionId }) => subscriptionId === other)?.claim?.state).toBe('open');
  });

  it('is each claimant’s own, who learn nothing of each other’s, and is decided by itself', async () => {
    const world = await rightsWorld();
    const { personId, ids } = await world.register(1, [2, 3]);
    const [one = '', two = '', subscriptionId = ''] = ids;
    const proves = async (n: number) => {
      const { challengeId, code = '' } = await world.ask(n, 1);
      return { challengeId, ...(await world.rights.openSelfCheck(TENANT, challengeId, code)) };
    };
    const claimedBy = async (n: number) => {
      const { challengeId, session } = await proves(n);
      return world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId });
    };
    const claimSeenBy = async (n: number) =>
      (await proves(n)).numbers.find((number) => number.subscriptionId === subscriptionId)?.claim;

    const first = await claimedBy(1);
    expect(await claimSeenBy(2)).toBeUndefined();
    world.clock.advance(DAY);
    const second = await claimedBy(2);
    expect(second).toMatchObject({ state: 'open', personId, claimantSubscriptionId: two, told: 'open' });
    expect(first.claimantSubscriptionId).toBe(one);
    for (const own of ['claimId', 'caseId', 'filedAt', 'doneBy'] as const)
      expect(second[own]).not.toBe(first[own]);
    const [message = ''] = world.notices.sent.slice(-1).map(({ text }) => text);
    expect(message).toContain(claimReceipt(second.claimId));
    expect(message).not.toContain(claimReceipt(first.claimId));
    const { entries } = await world.rights.listRegister(LEAD, 'claims', { state: 'open', limit: 10 });
    expect(entries.map((entry) => 'claimId' in entry && entry.claimId)).toEqual([
      first.claimId,
      second.claimId,
    ]);

    await world.rights.decideClaim(LEAD, first.claimId, 'confirmed');
    expect((await claimedBy(2)).state).toBe('open');
    expect([(await claimSeenBy(1))?.state, (await claimSeenBy(2))?.state]).toEqual(['confirmed', 'open']);
    const running = timelinesOf(world);
    await world.rights.decideClaim(LEAD, second.claimId, 'rejected');
    expect(timelinesOf(world)).toEqual(running);
    const states = (await claimsOf(world, personId)).map(({ claim }) => claim.state);
    expect(states.toSorted()).toEqual(['confirmed', 'rejected']);
  });

  it('is refused for a number of another document, for the number in hand, and without the session', async () => {
    const world = await rightsWorld();
    const { own, other, session, challengeId } = await proven(world);
    const stranger = await world.register(3);
    const file = (subscriptionId: string, word = session, challenge = challengeId, company = TENANT) =>
      refusalOf(world.rights.fileClaim(company, challenge, { session: word, subscriptionId }));
    expect(await file(stranger.ids[0] ?? '')).toBe('CLAIM.NUMBER_UNKNOWN');
    expect(await file('0'.repeat(36))).toBe('CLAIM.NUMBER_UNKNOWN');
    expect(await file(own)).toBe('CLAIM.OWN_NUMBER');
    expect(await file(other, `${session}x`)).toBe('SELF_CHECK.SESSION_OVER');
    expect(await file(other, session, 'ab'.repeat(16))).toBe('SELF_CHECK.SESSION_OVER');
    expect(await file(other, session, challengeId, 'other')).toBe('SELF_CHECK.SESSION_OVER');
    world.clock.advance(31 * MINUTE);
    expect(await file(other)).toBe('SELF_CHECK.SESSION_OVER');
  });

  it('begins the timeline of wrong information when it is confirmed, and never twice', async () => {
    const world = await rightsWorld();
    const { personId, other, session, challengeId } = await proven(world);
    const { claimId, caseId } = await world.rights.fileClaim(TENANT, challengeId, {
      session,
      subscriptionId: other,
    });
    expect(timelinesOf(world)).toEqual([]);
    const { claim } = await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    expect(claim).toMatchObject({ state: 'confirmed', decidedBy: 'lead-1' });
    expect(timelinesOf(world)).toHaveLength(1);
    const found = world.items('subscribers').filter(({ item }) => item['grounds'] === 'claim');
    expect(found).toHaveLength(1);
    expect(world.cases()).toMatchObject([{ caseId, state: 'closed' }]);
    expect(world.events().at(-2)).toMatchObject({
      api: { operation: 'subscription.claim' },
      unmapped: { change: 'confirmed', flags: ['wrong-information'] },
    });
    const before = world.events().length;
    expect(await world.rights.decideClaim(LEAD, claimId, 'confirmed')).toEqual({ claim });
    expect(world.events()).toHaveLength(before);
    expect(await refusalOf(world.rights.decideClaim(LEAD, claimId, 'rejected'))).toBe('CLAIM.DECIDED');
    expect((await claimsOf(world, personId)).map(({ claim: one }) => one.state)).toEqual(['confirmed']);
    const { entries } = await world.rights.listRegister(LEAD, 'claims', { state: 'open', limit: 10 });
    expect(entries).toEqual([]);
    const closed = await world.rights.listRegister(LEAD, 'claims', { state: 'closed', limit: 10 });
    expect(closed.entries).toEqual([claim]);
  });

  it('begins nothing when it is rejected, and may then be filed anew', async () => {
    const world = await rightsWorld();
    const { other, session, challengeId } = await proven(world);
    const asked = { session, subscriptionId: other };
    const first = await world.rights.fileClaim(TENANT, challengeId, asked);
    await world.rights.decideClaim(LEAD, first.claimId, 'rejected');
    expect(timelinesOf(world)).toEqual([]);
    const second = await world.rights.fileClaim(TENANT, challengeId, asked);
    expect(second.claimId).not.toBe(first.claimId);
    expect(second.state).toBe('open');
  });

  it('begins nothing where the number is found wrong already', async () => {
    const world = await rightsWorld();
    const { other, session, challengeId } = await proven(world);
    const asked = { session, subscriptionId: other };
    const first = await world.rights.fileClaim(TENANT, challengeId, asked);
    await world.rights.decideClaim(LEAD, first.claimId, 'confirmed');
    const known = world.items('subscriber-rights').find(({ key }) => key.partition.startsWith('CN#'));
    if (known === undefined) throw new Error('no claim about the number');
    await world.memory.write({ kind: 'put', key: known.key, item: { ...known.item, state: 'rejected' } });
    const second = await world.rights.fileClaim(TENANT, challengeId, asked);
    const running = timelinesOf(world);
    await world.rights.decideClaim(LEAD, second.claimId, 'confirmed');
    expect(timelinesOf(world)).toEqual(running);
    expect(world.events().at(-2)?.unmapped).toMatchObject({ change: 'confirmed' });
    expect(world.events().at(-2)?.unmapped).not.toHaveProperty('flags');
  });

  it('is confirmed where the number has ended, and begins nothing then', async () => {
    const world = await rightsWorld();
    const { other, session, challengeId } = await proven(world);
    const { claimId } = await world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
    const ended = world.items('subscribers').find(({ key }) => key.sort.endsWith(`#subscription#${other}`));
    if (ended === undefined) throw new Error('no such number');
    await world.memory.write({
      kind: 'put',
      key: ended.key,
      item: { ...ended.item, state: 'terminated', endedAt: 1 },
    });
    expect((await world.rights.decideClaim(LEAD, claimId, 'confirmed')).claim.state).toBe('confirmed');
    expect(timelinesOf(world)).toEqual([]);
  });

  it('begins the timeline of a number whose service begins between the look at it and the decision', async () => {
    const staged = stagedTable();
    const world = await rightsWorld(staged.wrapTable);
    const { other, session, challengeId } = await proven(world);
    const { claimId } = await world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
    const stateOf = async (state: string) => {
      const found = world.items('subscribers').find(({ key }) => key.sort.endsWith(`#subscription#${other}`));
      if (found === undefined) throw new Error('no such number');
      const version = Number(found.item['version']) + 1;
      await world.memory.write({ kind: 'put', key: found.key, item: { ...found.item, state, version } });
    };
    await stateOf('pending');
    staged.inBetween(
      () => stateOf('active'),
      (writes) => writes.some((write) => write.kind !== 'check' && write.key.partition.startsWith('CN#')),
    );
    await world.rights.decideClaim(LEAD, claimId, 'confirmed');
    expect(timelinesOf(world)).toHaveLength(1);
    expect(world.events().at(-2)?.unmapped).toMatchObject({
      change: 'confirmed',
      flags: ['wrong-information'],
    });
  });

  it('is confirmed of a number that waits for its first verification, which is kept from it, and begins no timeline', async () => {
    const world = await rightsWorld();
    const { other, session, challengeId } = await proven(world);
    const { claimId } = await world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
    const found = world.items('subscribers').find(({ key }) => key.sort.endsWith(`#subscription#${other}`));
    if (found === undefined) throw new Error('no such number');
    await world.memory.write({ kind: 'put', key: found.key, item: { ...found.item, state: 'pending' } });
    expect((await world.rights.decideClaim(LEAD, claimId, 'confirmed')).claim.state).toBe('confirmed');
    const kept = world.items('subscribers').filter(({ item }) => item['grounds'] === 'claim');
    expect(kept.map(({ key }) => key.sort.includes(`#finding#${other}#`))).toEqual([true]);
    expect(timelinesOf(world)).toEqual([]);
    expect(world.events().at(-2)?.unmapped).toMatchObject({
      change: 'confirmed',
      flags: ['kept-from-service'],
    });
  });

  it('is not there for another company', async () => {
    const world = await rightsWorld();
    const { other, session, challengeId } = await proven(world);
    const { claimId } = await world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
    const foreigner = staff('lead-9', 'support-lead', 'other');
    expect(await refusalOf(world.rights.decideClaim(foreigner, claimId, 'rejected'))).toBe('CLAIM.UNKNOWN');
    const { entries } = await world.rights.listRegister(foreigner, 'claims', { state: 'open', limit: 10 });
    expect(entries).toEqual([]);
  });

  it('is listed by what is due first, a page after the other', async () => {
    const world = await rightsWorld();
    const filed = [];
    for (const n of [1, 11, 21]) {
      const { ids } = await world.register(n, [n + 1]);
      const { session, challengeId } = await world.check(n);
      const asked = { session, subscriptionId: ids[1] ?? '' };
      filed.push((await world.rights.fileClaim(TENANT, challengeId, asked)).claimId);
      world.clock.advance(DAY);
    }
    const list = (after?: string) =>
      world.rights.listRegister(LEAD, 'claims', {
        state: 'open',
        limit: 2,
        ...(after !== undefined && { after }),
      });
    const first = await list();
    const second = await list(first.next);
    expect([...first.entries, ...second.entries].map(({ claimId }) => claimId)).toEqual(filed);
    expect(second.next).toBeUndefined();
  });

  it('is whole or not at all, whichever write of it fails, and may be said again', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    let n = 0;
    const made = await writes.failsInTurn(async ({ during }) => {
      n += 10;
      const { personId, ids } = await world.register(n, [n + 1]);
      const { session, challengeId } = await world.check(n);
      const asked = { session, subscriptionId: ids[1] ?? '' };
      const file = () => world.rights.fileClaim(TENANT, challengeId, asked);
      await during(() => refusalOf(file()));
      const { claimId } = await file();
      const confirm = () => world.rights.decideClaim(LEAD, claimId, 'confirmed');
      await during(() => refusalOf(confirm()));
      expect((await confirm()).claim.state).toBe('confirmed');
      expect(await claimsOf(world, personId)).toMatchObject([{ claim: { state: 'confirmed' } }]);
      const ofNumber = timelinesOf(world).filter(({ key }) => key.sort.startsWith(personId));
      expect(ofNumber).toHaveLength(1);
    });
    expect(made).toBeGreaterThan(0);
  });
});

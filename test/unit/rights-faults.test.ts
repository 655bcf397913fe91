import { describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { TENANT } from './registry-world.ts';
import { LEAD, OFFICER, refusalOf, rightsWorld, type RightsWorld } from './rights-world.ts';

const shownIn = (world: RightsWorld) =>
  world
    .events()
    .filter(({ api, unmapped }) => api.operation === 'subscriber.self-check' && unmapped.change === 'shown');

const sessions = (world: RightsWorld) =>
  world.items('requests').filter(({ item }) => item['sessionHash'] !== undefined);

describe('of which each write is lost, or applied and reported as failed,', () => {
  it('a self-check shows nobody without an event, begins a session exactly with one, and leaves its holder another code', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    let n = 0;
    const made = await writes.failsInTurn(async ({ during }) => {
      n += 1;
      await world.register(n);
      const { challengeId, code = '' } = await world.ask(n);
      const first = await during(() => refusalOf(world.rights.openSelfCheck(TENANT, challengeId, code)));
      const again = await refusalOf(world.rights.openSelfCheck(TENANT, challengeId, code));
      // What was shown, or may have been, is shown by that code no more.
      expect([first, again].filter((outcome) => outcome === 'done').length).toBeLessThanOrEqual(1);
      expect(sessions(world)).toHaveLength(shownIn(world).length);
      const { numbers } = await world.check(n);
      expect(numbers).toHaveLength(1);
    });
    expect(made).toBeGreaterThanOrEqual(3);
  });

  it('a code is asked for again, and is good whenever it came', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    let n = 0;
    await writes.failsInTurn(async ({ during }) => {
      n += 1;
      await world.register(n);
      const asked = await during(() => world.ask(n).catch(() => undefined));
      const { challengeId, code = '' } = asked?.code === undefined ? await world.ask(n) : asked;
      expect(await refusalOf(world.rights.openSelfCheck(TENANT, challengeId, code))).toBe('done');
    });
  });

  it('a request that is filed in a session is one', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    let n = 0;
    await writes.failsInTurn(async ({ during }) => {
      n += 1;
      const { personId } = await world.register(n);
      const { session, challengeId } = await world.check(n);
      const file = () => world.rights.fileOwnDataRequest(TENANT, challengeId, { session, kind: 'copy' });
      await during(() => refusalOf(file()));
      const { requestId } = await file();
      const { entries } = await world.rights.listRegister(OFFICER, 'subject-requests', {
        state: 'open',
        limit: 100,
      });
      expect(entries.filter((one) => one.personId === personId).map((one) => one.requestId)).toEqual([
        requestId,
      ]);
    });
  });

  it('a mark is set once, with one event of the version that it makes', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    let n = 0;
    await writes.failsInTurn(async ({ during }) => {
      n += 1;
      const { personId } = await world.register(n);
      const { session, challengeId } = await world.check(n);
      const { requestId } = await world.rights.fileOwnDataRequest(TENANT, challengeId, {
        session,
        kind: 'restrict',
      });
      await world.rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
      const close = () => world.rights.closeDataRequest(OFFICER, requestId, 'fulfilled');
      await during(() => refusalOf(close()));
      await close();
      expect(await world.stores.people.find(TENANT, personId)).toMatchObject({
        marks: ['restricted'],
        version: 2,
      });
      const marking = world
        .events()
        .filter(({ unmapped, resources }) => unmapped.flags !== undefined && resources[0]?.uid === personId);
      expect(marking.map(({ resources }) => resources[0]?.version)).toEqual(['2']);
    });
  });

  it('a claimant is told each thing once, by whoever says the same again', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    let n = -1;
    await writes.failsInTurn(async ({ during }) => {
      n += 2;
      const { ids } = await world.register(n, [n + 1]);
      const { session, challengeId } = await world.check(n);
      const subscriptionId = ids[1] ?? '';
      const before = world.notices.sent.length;
      const file = () => world.rights.fileClaim(TENANT, challengeId, { session, subscriptionId });
      await during(() => refusalOf(file()));
      const { claimId } = await file();
      const decide = () => world.rights.decideClaim(LEAD, claimId, 'rejected');
      await during(() => refusalOf(decide()));
      expect((await decide()).claim.told).toBe('rejected');
      expect(world.notices.sent.slice(before).map(({ kind }) => kind)).toEqual([
        'claim-received',
        'claim-decided',
      ]);
    });
  });
});

import { DATA_REQUESTS, DATA_REQUEST_RULES, dataRequestClock, decideAnswer } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { people } from '../../packages/capabilities/subscriber/src/store/people.ts';
import { eachWrite } from '../support/each-write.ts';
import { watchedKeyRing } from '../support/watched-key-ring.ts';
import { seedOf, TENANT } from './registry-world.ts';
import { DAY, OFFICER, refusalOf, rightsWorld, staff, type RightsWorld } from './rights-world.ts';

const COLLEAGUE = staff('privacy-2', 'privacy-officer');

const at = (instant: number): string => String(instant).padStart(15, '0');

let seeds = 1_000;
const file = async (
  world: RightsWorld,
  personId: string,
  kind: (typeof DATA_REQUESTS)[number],
  needsProcessor = false,
) => world.rights.fileDataRequest(OFFICER, { personId, kind, needsProcessor }, seedOf((seeds += 1)));

describe('a request of somebody about their data', () => {
  it('has the dates of its kind, opens a case of its purpose, and is due first for its answer', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    for (const kind of DATA_REQUESTS) {
      const request = await file(world, personId, kind, true);
      const { replyBy, doneBy } = dataRequestClock({ kind, filedAt: request.filedAt, needsProcessor: true });
      expect(request).toMatchObject({ kind, state: 'filed', filedBy: 'privacy-1', replyBy, doneBy });
      expect(world.cases().at(-1)).toMatchObject({
        caseId: request.caseId,
        personId,
        purpose: DATA_REQUEST_RULES[kind].purpose,
      });
    }
    expect(world.cases().filter((one) => 'purpose' in one && one.purpose === 'correction')).toHaveLength(1);
  });

  it('is the same for the same seed, and refused for who is not there', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const asked = { personId, kind: 'view', needsProcessor: false } as const;
    const first = await world.rights.fileDataRequest(OFFICER, asked, seedOf(1));
    expect((await world.rights.fileDataRequest(OFFICER, asked, seedOf(1))).requestId).toBe(first.requestId);
    const stranger = { ...asked, personId: '00000000-0000-4000-8000-000000000000' };
    expect(await refusalOf(world.rights.fileDataRequest(OFFICER, stranger, seedOf(2)))).toBe(
      'SUBSCRIBER.UNKNOWN',
    );
  });

  it('can be filed in the session of a proven number, once of each kind, about that number’s record', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const { challengeId, session } = await world.check(1);
    const ask = (word = session) =>
      world.rights.fileOwnDataRequest(TENANT, challengeId, { session: word, kind: 'copy' });
    const first = await ask();
    expect(first).toMatchObject({ personId, kind: 'copy', filedBy: '@registry-page' });
    expect((await ask()).requestId).toBe(first.requestId);
    expect(await refusalOf(ask(`${session}x`))).toBe('SELF_CHECK.SESSION_OVER');
  });

  it('is answered, put off once with reasons, and closed: due anew each time, with an event', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const { requestId, caseId, doneBy, replyBy } = await file(world, personId, 'restrict');
    const dues = () =>
      world
        .items('subscriber-rights')
        .filter(({ key }) => key.partition.startsWith('D#'))
        .map(({ key }) => key.sort.split('#').slice(0, 2).join(' '));
    expect(dues()).toEqual([`open ${at(replyBy)}`]);
    await world.rights.answerDataRequest(COLLEAGUE, requestId, { answer: 'accepted' });
    expect(dues()).toEqual([`open ${at(doneBy)}`]);
    const reasons = 'Phải hỏi bên xử lý dữ liệu';
    const { request } = await world.rights.extendDataRequest(COLLEAGUE, requestId, { days: 15, reasons });
    expect(request.doneBy).toBe(doneBy + 15 * DAY);
    expect(dues()).toEqual([`open ${at(request.doneBy)}`]);
    const again = await world.rights.extendDataRequest(COLLEAGUE, requestId, { days: 15, reasons });
    expect(again).toEqual({ request });
    const otherwise = world.rights.extendDataRequest(COLLEAGUE, requestId, { days: 15, reasons: 'x' });
    expect(await refusalOf(otherwise)).toBe('DATA_REQUEST.EXTENDED_BEFORE');
    const twice = world.rights.extendDataRequest(COLLEAGUE, requestId, { days: 1, reasons });
    expect(await refusalOf(twice)).toBe('DATA_REQUEST.EXTENDED_BEFORE');
    const closed = await world.rights.closeDataRequest(COLLEAGUE, requestId, 'fulfilled');
    expect(closed.request).toMatchObject({ state: 'closed', outcome: 'fulfilled', closedBy: 'privacy-2' });
    expect(dues()).toEqual([expect.stringMatching(/^closed /)]);
    expect(world.cases()).toMatchObject([{ caseId, state: 'closed' }]);
    const words = world
      .events()
      .filter(({ api }) => api.operation === 'subscriber.request')
      .map(({ unmapped }) => unmapped.change);
    expect(words).toEqual(['filed', 'accepted', 'extended', 'closed']);
  });

  it('marks the record with what it asked for, and leaves the marks of others', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    for (const kind of ['restrict', 'withdraw-consent', 'view'] as const) {
      const { requestId } = await file(world, personId, kind);
      await world.rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
      await world.rights.closeDataRequest(OFFICER, requestId, 'fulfilled');
    }
    const withdrawn = await file(world, personId, 'protect');
    await world.rights.closeDataRequest(OFFICER, withdrawn.requestId, 'withdrawn');
    expect((await people(world.memory).find(TENANT, personId))?.marks).toEqual([
      'restricted',
      'consent-withdrawn',
    ]);
  });

  it('is not fulfilled before it was accepted, answered twice, or closed once it is over', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const { requestId } = await file(world, personId, 'view');
    const answer = (answered: Parameters<typeof world.rights.answerDataRequest>[2]) =>
      refusalOf(world.rights.answerDataRequest(OFFICER, requestId, answered));
    const close = (outcome: 'fulfilled' | 'withdrawn') =>
      refusalOf(world.rights.closeDataRequest(OFFICER, requestId, outcome));
    expect(await close('fulfilled')).toBe('DATA_REQUEST.NOT_ANSWERED');
    expect(await answer({ answer: 'refused', ground: 'kept-by-law' })).toBe(
      'DATA_REQUEST.GROUND_NOT_ALLOWED',
    );
    expect(await answer({ answer: 'refused', ground: 'not-the-holder' })).toBe('done');
    expect(await answer({ answer: 'refused', ground: 'not-the-holder' })).toBe('done');
    expect(await answer({ answer: 'accepted' })).toBe('DATA_REQUEST.ANSWERED');
    expect(await close('withdrawn')).toBe('DATA_REQUEST.CLOSED');
    const off = world.rights.extendDataRequest(OFFICER, requestId, { days: 1, reasons: 'x' });
    expect(await refusalOf(off)).toBe('DATA_REQUEST.CLOSED');
  });

  it('to delete is not promised while a number lives or its term runs, and not refused upon that later', async () => {
    const opened: string[] = [];
    const world = await rightsWorld(undefined, (ring) => watchedKeyRing(ring, opened));
    const { personId } = await world.register(1);
    const { requestId } = await file(world, personId, 'delete');
    const accept = () => world.rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
    expect(await refusalOf(accept())).toBe('DATA_REQUEST.KEPT_BY_LAW');
    const endedAt = world.clock.now();
    for (const { key, item } of world.items('subscribers'))
      if (item['state'] !== undefined)
        await world.memory.write({
          kind: 'put',
          key,
          item: { ...item, state: 'terminated', endedAt, endCause: 'holder-request' },
        });
    expect(await refusalOf(accept())).toBe('DATA_REQUEST.KEPT_BY_LAW');
    world.clock.advance(800 * DAY);
    const refuse = world.rights.answerDataRequest(OFFICER, requestId, {
      answer: 'refused',
      ground: 'kept-by-law',
    });
    expect(await refusalOf(refuse)).toBe('DATA_REQUEST.GROUND_NOT_ALLOWED');
    expect((await accept()).request.state).toBe('accepted');
    const close = () => world.rights.closeDataRequest(OFFICER, requestId, 'fulfilled');
    expect(await refusalOf(close())).toBe('DATA_REQUEST.NOT_ERASED');
    await world.memory.deleteMany(world.items('subscriber-keys').map(({ key }) => key));
    expect((await close()).request.outcome).toBe('fulfilled');
    // Whether somebody is erased is told without opening them.
    expect(opened).toEqual([]);
  });

  it('to delete says until when the law keeps a record whose numbers have all ended', () => {
    const endedAt = Date.parse('2026-11-22T12:00:00+07:00');
    const question = { kind: 'delete', state: 'filed' } as const;
    const facts = { subscriptions: [{ endedAt }], now: endedAt + DAY };
    expect(decideAnswer(question, { answer: 'accepted' }, facts)).toEqual({
      allowed: false,
      code: 'DATA_REQUEST.KEPT_BY_LAW',
      keptUntil: Date.parse('2028-11-23T00:00:00+07:00'),
    });
    const never = { subscriptions: [], now: endedAt };
    expect(decideAnswer(question, { answer: 'accepted' }, never)).toEqual({ allowed: true });
  });

  it('is not there for another company, nor on its list', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const { requestId } = await file(world, personId, 'view');
    const foreigner = staff('privacy-9', 'privacy-officer', 'other');
    const answer = world.rights.answerDataRequest(foreigner, requestId, { answer: 'accepted' });
    expect(await refusalOf(answer)).toBe('DATA_REQUEST.UNKNOWN');
    const asked = { state: 'open', limit: 10 } as const;
    expect((await world.rights.listRegister(foreigner, 'subject-requests', asked)).entries).toEqual([]);
    expect((await world.rights.listRegister(OFFICER, 'subject-requests', asked)).entries).toHaveLength(1);
  });

  it('is whole or not at all, whichever write of it fails, and may be said again', async () => {
    const writes = eachWrite();
    const world = await rightsWorld(writes.wrapTable);
    const { personId } = await world.register(1);
    await writes.failsInTurn(async ({ during }) => {
      const seed = seedOf((seeds += 1));
      const asked = { personId, kind: 'object', needsProcessor: false } as const;
      const filing = () => world.rights.fileDataRequest(OFFICER, asked, seed);
      await during(() => refusalOf(filing()));
      const { requestId } = await filing();
      for (const act of [
        () => world.rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' }),
        () => world.rights.extendDataRequest(OFFICER, requestId, { days: 3, reasons: 'x' }),
        () => world.rights.closeDataRequest(OFFICER, requestId, 'fulfilled'),
      ]) {
        await during(() => refusalOf(act()));
        await act();
      }
      const { entries } = await world.rights.listRegister(OFFICER, 'subject-requests', {
        state: 'closed',
        limit: 100,
      });
      expect(entries.filter((one) => one.requestId === requestId)).toMatchObject([{ outcome: 'fulfilled' }]);
    });
    const open = { state: 'open', limit: 100 } as const;
    expect((await world.rights.listRegister(OFFICER, 'subject-requests', open)).entries).toEqual([]);
  });
});

import { identitySimulator } from '@temkin/identity';
import { toHex } from '@temkin/kernel';
import { noticeSimulator } from '@temkin/notice';
import { publicCounts, type Table } from '@temkin/storage';
import type { NewNumber } from '@temkin/subscriber';
import { numberCodeRules, openFields, verificationRecord, type HolderKind } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { numberCodes } from '../../packages/capabilities/subscriber/src/store/number-codes.ts';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import {
  proveNumberCode,
  type ToldCode,
} from '../../packages/capabilities/subscriber/src/usecases/prove-number-code.ts';
import { sendNumberCode } from '../../packages/capabilities/subscriber/src/usecases/send-number-code.ts';
import { verifyUponTransaction } from '../../packages/capabilities/subscriber/src/usecases/verify-upon-transaction.ts';
import { eachWrite } from '../support/each-write.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { codeIn, otherCode } from '../support/parcel-history.ts';
import { stagedTable } from '../support/staged-table.ts';
import { watchedTable } from '../support/watched-table.ts';
import {
  beginning,
  citizen,
  MINUTE,
  numberOf,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
} from './registry-world.ts';
import { refusalOf } from './rights-world.ts';
import { FACE } from './verification-world.ts';

const RULES = numberCodeRules.at(-1)?.value ?? { tries: 0, lifeMinutes: 0, sendsPerHour: 0, sendSeconds: 0 };
const INVALID = 'SUBSCRIPTION.CODE_INVALID';

/** A holder with a card that no chip tells of, whose further numbers are verified by comparison, a call and a code. */
const codeWorld = async (wrap?: (memory: MemoryTable) => Table) => {
  const world = registryWorld(wrap);
  await world.openIndexes();
  const { table, keyRing } = world.dependencies();
  const notices = noticeSimulator();
  const reported: object[] = [];
  const identity = identitySimulator({ clock: world.clock });
  identity.know({ ...citizen(1), face: FACE });
  const registry = {
    ...world.stores,
    codes: keyRing,
    numberCodes: numberCodes(table),
    counts: publicCounts(table),
    notify: notices,
    findings: { report: (finding: object) => void reported.push(finding) },
    identity,
    faces: { keep: async () => ({ kept: '{}', writes: [] }), open: async () => FACE },
  };
  let count = 0;
  const newSeed = () => seedOf((count += 1) + 500);
  const { opened } = await openTransaction(world.stores)(REGISTRAR, 'registration', newSeed());
  const transactionId = opened.basisId;

  const verifiedFor = (subscriptionId: string) =>
    world.registry.moveSubscription(REGISTRAR, {
      subscriptionId,
      move: { name: 'verify' },
      by: 'registrar',
      isVerified: true,
    });

  /** A holder of numbers: of those that are served, and then of one that waits; some are as an old system had them. */
  const register = async (
    served: readonly number[],
    waiting: number,
    kind: HolderKind = 'citizen',
    unverified: readonly number[] = [],
  ) => {
    const numberAt = (n: number, at: number): NewNumber => ({
      subscription: { ...beginning(numberOf(n)).subscription, ordinal: at + 1 },
      standing: { state: unverified.includes(n) ? 'active' : 'pending', holds: [] },
    });
    const [first, ...further] = [...served, waiting];
    const holder = { kind, ...citizen(1), document: { kind: 'chipless-card' as const } };
    const { personId, subscriptionId = '' } = await world.registry.newPerson(
      REGISTRAR,
      { holder, number: numberAt(first, 0) },
      newSeed(),
    );
    const ids = [subscriptionId];
    for (const [at, n] of further.entries()) {
      const number = numberAt(n, at + 1);
      world.clock.advance(MINUTE);
      const one = await world.registry.newSubscription(REGISTRAR, { personId, number }, newSeed());
      ids.push(one.subscriptionId ?? '');
    }
    for (const [at, n] of served.entries()) if (!unverified.includes(n)) await verifiedFor(ids[at] ?? '');
    const bound = world.stores.bases.bindWrite(TENANT, { basisId: transactionId }, personId);
    await world.memory.transact([bound], toHex(newSeed().subarray(0, 16)));
    return { personId, ids, waits: ids.at(-1) ?? '' };
  };

  const send = (subscriptionId: string, seed = newSeed()) =>
    sendNumberCode(registry)(REGISTRAR, { subscriptionId, transactionId }, seed);

  return {
    ...world,
    identity,
    registry,
    notices,
    reported,
    newSeed,
    register,
    send,
    /** Has a code sent, and hears what its receiver reads. */
    told: async (subscriptionId: string, seed = newSeed()): Promise<ToldCode> => {
      const { codeId } = await send(subscriptionId, seed);
      const notice = notices.sent.at(-1);
      return { codeId, digits: notice === undefined ? '' : codeIn(notice) };
    },
    verify: (subscriptionId: string, code?: ToldCode, seed = newSeed()) =>
      verifyUponTransaction(registry)(
        REGISTRAR,
        {
          subscriptionId,
          transactionId,
          wants: 'identity',
          channel: 'own-fixed',
          method: 'compared',
          measures: ['recorded-call'],
          faceImageId: 'face',
          ...(code !== undefined && { code }),
        },
        seed,
      ),
    stateOf: async (personId: string, subscriptionId: string) => {
      const [found] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
      return found?.standing.state;
    },
  };
};

const wrong = ({ codeId, digits }: ToldCode): ToldCode => ({ codeId, digits: otherCode(digits) });

describe('a code for a further number', () => {
  it('goes to the latest earlier number that is served, and with it the holder is verified by a way that was not enough', async () => {
    const world = await codeWorld();
    const { personId, ids, waits } = await world.register([1, 2], 3);
    await expect(world.verify(waits)).rejects.toMatchObject({
      code: 'SUBSCRIPTION.VERIFICATION_INCOMPLETE',
      details: { detail: 'Concerned: code.' },
    });
    const code = await world.told(waits);
    expect(world.notices.sent).toMatchObject([
      { phone: numberOf(2), kind: 'registration-code', tenant: TENANT, code: code.digits },
    ]);
    expect(world.notices.sent[0]?.text).toMatch(/^[ -~]{1,160}$/);
    const verified = await world.verify(waits, code);
    expect(verified).toMatchObject({ is: 'verified', standing: { state: 'active' } });

    const { verificationId } = verified;
    const kept = await world.stores.verifications.find(TENANT, { personId, verificationId });
    const key = await world.stores.personKeys.find(TENANT, personId);
    if (kept === undefined || key === undefined) throw new Error('nothing is kept');
    const place = { tenant: TENANT, personId, record: verificationRecord(verificationId) };
    const { evidence } = openFields(key, place, kept.sealed, ['evidence']);
    expect(JSON.parse(evidence ?? '{}')).toMatchObject({ measures: ['recorded-call', 'code'] });
    expect(evidence).not.toContain(code.digits);

    const sent = world.events().find(({ api }) => api.operation === 'subscription.code');
    expect(sent?.resources.map(({ uid }) => uid)).toEqual(
      expect.arrayContaining([personId, waits, ids[1], code.codeId]),
    );
    expect(JSON.stringify(world.events())).not.toMatch(new RegExp(`${code.digits}|${numberOf(2).slice(3)}`));
    expect(JSON.stringify(world.items('requests'))).not.toContain(code.digits);
  });

  it('is good once: the same wish again is answered, another is refused', async () => {
    const world = await codeWorld();
    const { waits } = await world.register([1], 2);
    const code = await world.told(waits);
    const seed = world.newSeed();
    const verified = await world.verify(waits, code, seed);
    expect(await world.verify(waits, code, seed)).toEqual(verified);
    expect(await refusalOf(world.verify(waits, code))).toBe(INVALID);
  });

  it('that is wrong is refused, and the right one is still good', async () => {
    const world = await codeWorld();
    const { personId, waits } = await world.register([1], 2);
    const code = await world.told(waits);
    expect(await refusalOf(world.verify(waits, wrong(code)))).toBe(INVALID);
    expect(world.identity.asked).toEqual([]);
    expect(await world.stateOf(personId, waits)).toBe('pending');
    expect(await world.verify(waits, code)).toMatchObject({ is: 'verified' });
  });

  it('takes so many tries and no more, and whoever asks for another one is not shut out', async () => {
    const world = await codeWorld();
    const { waits } = await world.register([1], 2);
    const code = await world.told(waits);
    for (let tries = 0; tries < RULES.tries; tries += 1)
      expect(await refusalOf(world.verify(waits, wrong(code)))).toBe(INVALID);
    expect(await refusalOf(world.verify(waits, code))).toBe(INVALID);
    expect(await world.verify(waits, await world.told(waits))).toMatchObject({ is: 'verified' });
  });

  it('is over after its minutes, and good until then', async () => {
    const world = await codeWorld();
    const { waits } = await world.register([1], 2);
    const [first, second] = [await world.told(waits), await world.told(waits)];
    world.clock.advance(RULES.lifeMinutes * MINUTE - 1);
    expect(await world.verify(waits, first)).toMatchObject({ is: 'verified' });
    world.clock.advance(1_001);
    expect(await refusalOf(world.verify(waits, second))).toBe(INVALID);
  });

  it.each([
    ['has ended', { name: 'end', cause: 'holder-request' }],
    ['is suspended', { name: 'hold', cause: 'holder-request', level: 'one-way' }],
  ] as const)('is good no more once the number that it was sent to %s', async (_, move) => {
    const world = await codeWorld();
    const { personId, ids, waits } = await world.register([1, 2], 3);
    const code = await world.told(waits);
    await world.process().moveSubscription(REGISTRAR, {
      subscriptionId: ids[1] ?? '',
      move,
      by: 'registrar',
    });
    expect(await refusalOf(world.verify(waits, code))).toBe(INVALID);
    expect(world.identity.asked).toEqual([]);
    expect(await world.stateOf(personId, waits)).toBe('pending');
    // Another goes to the number before.
    expect(await world.verify(waits, await world.told(waits))).toMatchObject({ is: 'verified' });
    expect(world.notices.sent.map(({ phone }) => phone)).toEqual([numberOf(2), numberOf(1)]);
  });

  it('is good no more once the information of the number that it was sent to is held to be wrong, nor where that is found meanwhile', async () => {
    for (const isMeanwhile of [false, true]) {
      const staged = stagedTable();
      const world = await codeWorld(staged.wrapTable);
      const { ids, waits } = await world.register([1], 2);
      const code = await world.told(waits);
      const doubt = () =>
        world
          .findings(world.memory)
          .recordFinding(
            REGISTRAR,
            { subscriptionId: ids[0] ?? '', timeline: 'wrong-information', grounds: 'document' },
            world.newSeed(),
          );
      if (isMeanwhile) staged.inBetween(doubt);
      else await doubt();
      expect(await refusalOf(world.verify(waits, code))).toBe(INVALID);
      expect(world.identity.asked).toEqual([]);
    }
  });

  it('is good for its number alone, and told for another it costs no try', async () => {
    const world = await codeWorld();
    const { ids, waits } = await world.register([1, 2], 3);
    const code = await world.told(waits);
    for (let tries = 0; tries <= RULES.tries; tries += 1)
      expect(await refusalOf(world.verify(ids[1] ?? '', code))).toBe(INVALID);
    expect(await refusalOf(world.verify(waits, { ...code, codeId: crypto.randomUUID() }))).toBe(INVALID);
    expect(await world.verify(waits, code)).toMatchObject({ is: 'verified' });
  });

  it('is sent to nobody where no earlier number is served, and to none of an organisation’s', async () => {
    const code = 'SUBSCRIPTION.NO_EARLIER_NUMBER';
    const first = await codeWorld();
    const { waits } = await first.register([], 1);
    expect(await refusalOf(first.send(waits))).toBe(code);
    const company = await codeWorld();
    const further = await company.register([1], 2, 'organisation');
    expect(await refusalOf(company.send(further.waits))).toBe(code);
    const later = await codeWorld();
    const { ids } = await later.register([1, 2], 3);
    expect(await refusalOf(later.send(ids[0] ?? ''))).toBe(code);
    expect([first, company, later].flatMap(({ notices }) => notices.sent)).toEqual([]);
  });

  it('has no number of an organisation looked at, all of a person once, and then the one that it was sent to', async () => {
    const calls: string[] = [];
    const listed = () => calls.splice(0).filter((call) => call.startsWith('query subscribers R')).length;
    const company = await codeWorld((memory) => watchedTable(memory, calls));
    const ofCompany = await company.register([1, 2], 3, 'organisation');
    listed();
    await refusalOf(company.send(ofCompany.waits));
    expect(listed()).toBe(0);

    const world = await codeWorld((memory) => watchedTable(memory, calls));
    const { personId, waits } = await world.register([1, 2], 3);
    listed();
    const code = await world.told(waits);
    expect(listed()).toBe(1);
    const [number] = await world.stores.people.findSubscriptions(TENANT, [
      { personId, subscriptionId: waits },
    ]);
    if (number === undefined) throw new Error('the number is gone');
    expect(await proveNumberCode(world.registry)(TENANT, number, code)).toMatchObject({ measure: 'code' });
    expect(listed()).toBe(0);
  });

  it('is sent to no number whose holder was never verified for it', async () => {
    const world = await codeWorld();
    const { waits } = await world.register([1, 2], 3, 'citizen', [2]);
    await world.send(waits);
    expect(world.notices.sent.map(({ phone }) => phone)).toEqual([numberOf(1)]);
    const unverified = await codeWorld();
    const one = await unverified.register([1], 2, 'citizen', [1]);
    expect(await refusalOf(unverified.send(one.waits))).toBe('SUBSCRIPTION.NO_EARLIER_NUMBER');
  });

  it('is sent to no number whose information is held to be wrong, before it is suspended for that', async () => {
    const world = await codeWorld();
    const { ids, waits } = await world.register([1, 2], 3);
    const doubt = (at: number) =>
      world
        .findings()
        .recordFinding(
          REGISTRAR,
          { subscriptionId: ids[at] ?? '', timeline: 'wrong-information', grounds: 'document' },
          world.newSeed(),
        );
    const { findingId } = await doubt(1);
    await world.send(waits);
    expect(world.notices.sent.map(({ phone }) => phone)).toEqual([numberOf(1)]);
    await doubt(0);
    expect(await refusalOf(world.send(waits))).toBe('SUBSCRIPTION.NO_EARLIER_NUMBER');
    await world.findings().withdrawFinding(REGISTRAR, { subscriptionId: ids[1] ?? '', findingId });
    await world.send(waits);
    expect(world.notices.sent.map(({ phone }) => phone)).toEqual([numberOf(1), numberOf(2)]);
  });

  it('is sent to a number so many times an hour, and none of that ends a code that somebody has', async () => {
    const world = await codeWorld();
    const { waits } = await world.register([1], 2);
    const code = await world.told(waits);
    for (let sent = 1; sent < RULES.sendsPerHour; sent += 1) await world.send(waits);
    expect(await refusalOf(world.send(waits))).toBe('REQUEST.RATE_LIMITED');
    expect(world.notices.sent).toHaveLength(RULES.sendsPerHour);
    expect(await world.verify(waits, code)).toMatchObject({ is: 'verified' });
    world.clock.advance(60 * MINUTE);
    expect(await refusalOf(world.send(waits))).toBe('done');
  });

  it('that the gateway did not take is reported, and by the same seed the same code is sent again', async () => {
    const world = await codeWorld();
    const { waits } = await world.register([1], 2);
    const seed = world.newSeed();
    world.registry.notify = { ...world.notices, send: () => Promise.reject(new Error(numberOf(1))) };
    expect(await refusalOf(world.send(waits, seed))).toBe('SUBSCRIPTION.CODE_NOT_SENT');
    expect(world.reported).toEqual([{ finding: 'notice-failed', tenant: TENANT, kind: 'registration-code' }]);
    world.registry.notify = world.notices;
    const code = await world.told(waits, seed);
    expect(await world.told(waits, seed)).toEqual(code);
    expect(world.notices.sent).toHaveLength(1);
    expect(await world.verify(waits, code)).toMatchObject({ is: 'verified' });
  });

  it('that was not sent is refused again by the same seed once its minutes are over, and one that was sent is answered', async () => {
    const world = await codeWorld();
    const { waits } = await world.register([1], 2);
    const [sent, unsent] = [world.newSeed(), world.newSeed()];
    const answer = await world.send(waits, sent);
    world.registry.notify = { ...world.notices, send: () => Promise.reject(new Error('down')) };
    expect(await refusalOf(world.send(waits, unsent))).toBe('SUBSCRIPTION.CODE_NOT_SENT');
    // What the gateway has is not asked for again.
    expect(await world.send(waits, sent)).toEqual(answer);
    world.registry.notify = world.notices;
    world.clock.advance(RULES.lifeMinutes * MINUTE + 1_000);
    expect(await refusalOf(world.send(waits, unsent))).toBe('SUBSCRIPTION.CODE_NOT_SENT');
    expect(await world.send(waits, sent)).toEqual(answer);
    expect(world.notices.sent).toHaveLength(1);
  });

  it('that was not sent goes by the same seed to no number that it may not be sent to by now', async () => {
    const world = await codeWorld();
    const { ids, waits } = await world.register([1, 2], 3);
    const seeds = [world.newSeed(), world.newSeed()];
    world.registry.notify = { ...world.notices, send: () => Promise.reject(new Error('down')) };
    for (const seed of seeds)
      expect(await refusalOf(world.send(waits, seed))).toBe('SUBSCRIPTION.CODE_NOT_SENT');
    world.registry.notify = world.notices;
    const { findingId } = await world
      .findings()
      .recordFinding(
        REGISTRAR,
        { subscriptionId: ids[1] ?? '', timeline: 'wrong-information', grounds: 'document' },
        world.newSeed(),
      );
    expect(await refusalOf(world.send(waits, seeds[0]))).toBe('SUBSCRIPTION.CODE_NOT_SENT');
    await world.findings().withdrawFinding(REGISTRAR, { subscriptionId: ids[1] ?? '', findingId });
    await world.send(waits, seeds[0]);
    await world.process().moveSubscription(REGISTRAR, {
      subscriptionId: waits,
      move: { name: 'end', cause: 'holder-request' },
      by: 'registrar',
    });
    expect(await refusalOf(world.send(waits, seeds[1]))).toBe('SUBSCRIPTION.CODE_NOT_SENT');
    expect(world.notices.sent.map(({ phone }) => phone)).toEqual([numberOf(2)]);
  });

  it('is kept and sent once, whichever write fails, and spent by one verification', async () => {
    const writes = eachWrite();
    const sending = await writes.failsInTurn(async ({ during }) => {
      const world = await codeWorld(writes.wrapTable);
      const { waits } = await world.register([1], 2);
      const seed = world.newSeed();
      await during(() => world.send(waits, seed).catch(() => undefined));
      const code = await world.told(waits, seed);
      expect(world.notices.sent).toHaveLength(1);
      expect(world.items('requests').filter(({ key }) => key.sort === 'code')).toHaveLength(1);
      expect(await world.verify(waits, code)).toMatchObject({ is: 'verified' });
    });
    expect(sending).toBe(2);

    const telling = await writes.failsInTurn(async ({ during }) => {
      const world = await codeWorld(writes.wrapTable);
      const { waits } = await world.register([1], 2);
      const [code, seed] = [await world.told(waits), world.newSeed()];
      await during(() => world.verify(waits, code, seed).catch(() => undefined));
      expect(['verified', 'waiting']).toContain((await world.verify(waits, code, seed)).is);
      expect(await refusalOf(world.verify(waits, code))).toBe(INVALID);
      expect(world.identity.asked.length).toBeLessThanOrEqual(1);
    });
    expect(telling).toBe(4);
  });
});

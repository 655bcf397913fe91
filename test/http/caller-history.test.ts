import { callHistoryDays, codeAnswerStep, historyAdvice, ownNumberCodeRules } from '@temkin/caller-id/domain';
import { keyOf } from '@temkin/storage';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { askForCalls, callerHistoryPath, openCalls, type ToldCalls } from '../support/caller-history.ts';
import { declaredCalls, POOL_NUMBER, RECIPIENT } from '../support/declared-calls.ts';
import { otherCode, postPublicly } from '../support/parcel-history.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const SOMEBODY_ELSE = '+84355018274';
const NEVER_CALLED = '+84912999000';

const rules = ownNumberCodeRules.at(-1)?.value;
const days = callHistoryDays.at(-1)?.value;
const step = codeAnswerStep.at(-1)?.value;
if (rules === undefined || days === undefined || step === undefined) throw new Error('there are no rules');

const system = await testSystem();
const { addNumber, declare, move, expireAll } = declaredCalls(system);
await addNumber();

/** What is counted of a day is nothing on the next, and calls are past remembering after a quarter. */
beforeEach(async () => {
  await expireAll();
  system.clock.advance((days + 1) * DAY);
});

/** A call that was made to its end: declared now, over after a minute. */
const called = async (more: Parameters<typeof declare>[0] = {}): Promise<string> => {
  const call = await declare(more);
  system.clock.advance(MINUTE);
  await move(call, 'answered');
  await move(call, 'ended');
  return new Date(call.createdAt).toISOString();
};

let networks = 0;

/** Asks by a network that has not asked before. */
const sent = async (phone: string) => {
  const { challengeId, code } = await askForCalls(system, phone, { from: `203.0.113.${(networks += 1)}` });
  if (code === undefined) throw new Error('no code was sent');
  return { challengeId, code };
};

const told = async (phone = RECIPIENT): Promise<ToldCalls> => {
  const { challengeId, code } = await sent(phone);
  const answer = await openCalls(system, challengeId, code);
  expect(answer.status).toBe(200);
  return (await answer.json()) as ToldCalls;
};

const timesOf = ({ calls }: ToldCalls): readonly string[] =>
  calls.map(({ time }) => new Date(time).toISOString());

describe('whoever has the code that was sent to a number', () => {
  it('sees the calls of ninety days to it, the latest first, and none to anybody else', async () => {
    const first = await called();
    system.clock.advance(40 * DAY);
    const second = await called({ shipper: 'shipper-binh' });
    await called({ phone: SOMEBODY_ELSE });
    system.clock.advance(days * DAY - 40 * DAY - 5 * MINUTE);
    const shown = await told();
    expect(shown.calls).toEqual([
      { time: expect.any(String), callingNumber: POOL_NUMBER, result: 'MATCH', live: false },
      { time: expect.any(String), callingNumber: POOL_NUMBER, result: 'MATCH', live: false },
    ]);
    expect(timesOf(shown)).toEqual([second, first]);
    expect(shown.advice.en).toContain('not the same as safe to pay');
    system.clock.advance(5 * MINUTE);
    expect(timesOf(await told())).toEqual([second]);
  });

  it('is told of no shipper, no parcel and no code', async () => {
    await called();
    const { challengeId, code } = await sent(RECIPIENT);
    const { calls } = (await (await openCalls(system, challengeId, code)).json()) as ToldCalls;
    expect(calls.map((call) => Object.keys(call).toSorted())).toEqual([
      ['callingNumber', 'live', 'result', 'time'],
    ]);
  });

  it('sees a call that may be going on, until whoever makes it is suspended, and then none of it', async () => {
    const call = await declare({ shipper: 'shipper-binh' });
    expect((await told()).calls).toMatchObject([{ live: true }]);
    await system.as('staff-admin-lan').post('/v1/staff/shipper-binh/suspend');
    expect((await told()).calls).toEqual([]);
    await system.as('staff-admin-lan').post('/v1/staff/shipper-binh/reinstate');
    expect((await told()).calls).toHaveLength(1);
    await move(call, 'cancelled');
    // Of no call it does not say that there was one.
    expect(await told()).toEqual({ calls: [], advice: historyAdvice });
  });

  it('sees what was declared in another month, and on its first day what was on the last of the one before', async () => {
    system.clock.set(Date.UTC(2028, 1, 29, 16, 59));
    const last = await called();
    system.clock.set(Date.UTC(2028, 2, 1, 0, 1));
    const first = await called();
    expect(timesOf(await told())).toEqual([first, last]);
    system.clock.set(Date.UTC(2028, 4, 28));
    expect(timesOf(await told())).toEqual([first, last]);
  });

  it('sees it however many others have tried codes on challenges of their own', async () => {
    await called();
    const mine = await sent(RECIPIENT);
    const theirs = await sent(RECIPIENT);
    for (let n = 0; n <= rules.tries; n += 1)
      await openCalls(system, theirs.challengeId, otherCode(theirs.code));
    expect((await openCalls(system, theirs.challengeId, theirs.code)).status).toBe(403);
    expect((await openCalls(system, mine.challengeId, mine.code)).status).toBe(200);
  });
});

describe('a code', () => {
  it('is sent to the number in a message that says what it is for, and is in no event', async () => {
    await called();
    const before = system.notices.length;
    const { code } = await sent(RECIPIENT);
    expect(system.notices.slice(before)).toEqual([
      {
        noticeId: expect.stringMatching(/^[0-9a-f]{32}$/),
        tenant: 'demo',
        phone: RECIPIENT,
        kind: 'caller-history-code',
        code,
        text: expect.stringMatching(new RegExp(`^${code} .*Het han sau ${rules.lifeMinutes} phut`)),
      },
    ]);
    const stored = JSON.stringify([await recordedEvents(system.table), await system.stored()]);
    expect(stored).not.toContain(code);
  });

  it('that is wrong shows nothing, and the right one still does after four', async () => {
    await called();
    const { challengeId, code } = await sent(RECIPIENT);
    for (let n = 1; n < rules.tries; n += 1)
      expect(await codeOf(await openCalls(system, challengeId, otherCode(code)))).toBe('CALL.CODE_INVALID');
    expect((await openCalls(system, challengeId, code)).status).toBe(200);
  });

  it('is no good after five wrong ones, sent one by one or at once', async () => {
    await called();
    for (const tryAll of [
      async (tryOne: () => Promise<unknown>) => {
        for (let n = 0; n < rules.tries; n += 1) await tryOne();
      },
      (tryOne: () => Promise<unknown>) => Promise.all(Array.from({ length: 3 * rules.tries }, tryOne)),
    ]) {
      const { challengeId, code } = await sent(RECIPIENT);
      await tryAll(() => openCalls(system, challengeId, otherCode(code)));
      for (let n = 0; n < rules.tries; n += 1) await openCalls(system, challengeId, otherCode(code));
      expect(await codeOf(await openCalls(system, challengeId, code))).toBe('CALL.CODE_INVALID');
    }
  });

  it('is good once, also for two who send it at once', async () => {
    await called();
    const once = await sent(RECIPIENT);
    expect((await openCalls(system, once.challengeId, once.code)).status).toBe(200);
    expect(await codeOf(await openCalls(system, once.challengeId, once.code))).toBe('CALL.CODE_INVALID');
    const { challengeId, code } = await sent(RECIPIENT);
    const answers = await Promise.all([1, 2].map(() => openCalls(system, challengeId, code)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is good for ten minutes and no longer', async () => {
    await called();
    const [early, late] = [await sent(RECIPIENT), await sent(RECIPIENT)];
    system.clock.advance(rules.lifeMinutes * MINUTE - 1_000);
    expect((await openCalls(system, early.challengeId, early.code)).status).toBe(200);
    system.clock.advance(2_000);
    expect(await codeOf(await openCalls(system, late.challengeId, late.code))).toBe('CALL.CODE_INVALID');
  });

  it('opens no other challenge: not one of another number, nor a later one of the same', async () => {
    await called();
    await called({ phone: SOMEBODY_ELSE });
    const [mine, theirs, again] = [await sent(RECIPIENT), await sent(SOMEBODY_ELSE), await sent(RECIPIENT)];
    for (const { challengeId } of [theirs, again])
      expect(await codeOf(await openCalls(system, challengeId, mine.code))).toBe('CALL.CODE_INVALID');
    const opened = (await (await openCalls(system, theirs.challengeId, theirs.code)).json()) as ToldCalls;
    expect(opened.calls).toHaveLength(1);
  });

  it('opens nothing of another company, and nothing of one that there is not', async () => {
    await called();
    for (const company of ['other', 'nobody']) {
      const { challengeId, code } = await sent(RECIPIENT);
      expect(await codeOf(await openCalls(system, challengeId, code, company))).toBe('CALL.CODE_INVALID');
      expect((await openCalls(system, challengeId, code)).status).toBe(200);
    }
  });

  it('is looked for nowhere but among challenges', async () => {
    expect(await codeOf(await openCalls(system, '0'.repeat(32), '12345678'))).toBe('CALL.CODE_INVALID');
    for (const code of ['1234567', '123456789', 'abcdefgh'])
      expect((await openCalls(system, '0'.repeat(32), code)).status).toBe(422);
    expect((await openCalls(system, 'x', '12345678')).status).toBe(422);
  });
});

describe('a number that the company has not called', () => {
  it.each([
    ['never', 'demo', NEVER_CALLED],
    ['of another company', 'other', RECIPIENT],
    ['of none', 'nobody', RECIPIENT],
  ])('is sent nothing, and is answered alike after the same time: %s', async (_, company, phone) => {
    await called();
    const ask = async (of: string, to: string) => {
      const [notices, waited] = [system.notices.length, system.waited.length];
      const answer = await postPublicly(system, callerHistoryPath(of), { phone: to }, '198.51.100.9');
      const { challengeId } = (await answer.json()) as { readonly challengeId: string };
      expect(challengeId).toMatch(/^[0-9a-f]{32}$/);
      // What the store took is waited for less; none of it is a step of its own.
      expect(system.waited.slice(waited).map((left) => Math.ceil(left / step))).toEqual([1]);
      return { status: answer.status, notices: system.notices.length - notices, challengeId };
    };
    expect(await ask('demo', RECIPIENT)).toMatchObject({ status: 202, notices: 1 });
    const { challengeId, ...answered } = await ask(company, phone);
    expect(answered).toEqual({ status: 202, notices: 0 });
    expect(await codeOf(await openCalls(system, challengeId, '12345678', company))).toBe('CALL.CODE_INVALID');
  });

  it('is one once its calls are older than the history', async () => {
    await called();
    system.clock.advance(days * DAY);
    expect(await askForCalls(system, RECIPIENT)).not.toHaveProperty('code');
  });
});

describe('messages', () => {
  it('are three a day at the instance of one network, and ten of all, and nobody is told that they are used up', async () => {
    await called();
    const codesBy = async (from: string, times: number): Promise<number> => {
      let codes = 0;
      for (let n = 0; n < times; n += 1)
        codes += (await askForCalls(system, RECIPIENT, { from })).code === undefined ? 0 : 1;
      return codes;
    };
    expect(await codesBy('198.51.100.20', rules.sendsPerSourceAndPhone + 2)).toBe(
      rules.sendsPerSourceAndPhone,
    );
    let sentInAll = rules.sendsPerSourceAndPhone;
    for (let n = 0; n < 4; n += 1)
      sentInAll += await codesBy(`198.51.101.${n}`, rules.sendsPerSourceAndPhone);
    expect(sentInAll).toBe(rules.sendsPerPhone);
    await called({ phone: SOMEBODY_ELSE });
    expect(await askForCalls(system, SOMEBODY_ELSE, { from: '198.51.100.20' })).toHaveProperty('code');
  });
});

it('a challenge keeps neither the number nor the code', async () => {
  await called();
  const { challengeId, code } = await sent(RECIPIENT);
  const kept = await system.table.get(
    keyOf('requests', 'ownNumberChallenge', { tenant: 'demo', challengeId }),
  );
  const text = JSON.stringify(kept, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  expect(text).not.toContain(code);
  expect(text).not.toContain(RECIPIENT.slice(3));
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));

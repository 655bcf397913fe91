import { HISTORY_CODE_DIGITS, historyCodeRules, historyLimits } from '@temkin/parcel/domain';
import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import {
  askForCode,
  historyPath,
  otherCode,
  postPublicly,
  type ShownHistory,
} from '../support/parcel-history.ts';
import { handTo, issue, openCase, openShift } from '../support/parcels.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const RECIPIENT = '0912345678';
const SENDER = '+84987654321';
const MINUTE = 60_000;
const RULES = historyCodeRules.at(-1)?.value;

const parcel = await issue(system);
const { waybillNumber } = parcel;

let network = 0;
/** A network that has asked for nothing yet. */
const newNetwork = (): string => `2001:db8:${(network += 1).toString(16)}::1`;

const ask = (asked: object = { waybillNumber, phone: RECIPIENT }) => askForCode(system, asked, newNetwork());

/** Asks for a code that is sent. */
const sentCode = async (asked?: object): Promise<{ readonly challengeId: string; readonly code: string }> => {
  const { challengeId, code } = await ask(asked);
  if (code === undefined) throw new Error('no code was sent');
  return { challengeId, code };
};

/** With every day the messages of the day begin anew. */
const nextDay = (): void => system.clock.advance(24 * 60 * MINUTE);

const open = (challengeId: string, code: string, company = 'demo') =>
  postPublicly(system, historyPath(company, challengeId), { code });

const opened = async (challengeId: string, code: string): Promise<ShownHistory> => {
  const answer = await open(challengeId, code);
  expect(answer.status).toBe(200);
  return (await answer.json()) as ShownHistory;
};

describe('the history of a parcel', () => {
  it('shows the recipient each read, by role, purpose, time and province, and never by whom', async () => {
    const { shiftId } = await openShift(system, 'shipper-an');
    await handTo(system, parcel, shiftId);
    await system.as('shipper-an').post('/v1/parcels/resolve', { token: parcel.token, purpose: 'delivery' });
    await system.as('shipper-binh').post('/v1/parcels/resolve', { token: parcel.token, purpose: 'delivery' });
    const { caseId } = await openCase(system, { waybillNumber, kind: 'support', reason: 'help-requested' });
    await system.as('support-phuc').post('/v1/parcels/open', { waybillNumber, purpose: 'support', caseId });

    const { challengeId, code } = await sentCode();
    const answer = await open(challengeId, code);
    const text = await answer.clone().text();
    const { reads, complete } = (await answer.json()) as ShownHistory;
    expect(reads).toEqual([
      {
        time: expect.stringMatching(/^2026-11-23T.*Z$/),
        act: 'read',
        role: 'shipper',
        purpose: 'delivery',
        province: 'Thành phố Hà Nội',
      },
      { time: expect.stringMatching(/Z$/), act: 'read', role: 'support', purpose: 'support' },
    ]);
    expect(complete).toBe(true);
    const events = await recordedEvents(system.table);
    for (const { actor } of events) expect(text).not.toContain(actor.user.uid);
    expect(text).not.toMatch(/shipper-an|support-phuc|HN-BA-DINH/);
  });

  it('is itself on record, and shown to whoever looks next, as what the sender did', async () => {
    const { challengeId, code } = await sentCode({ token: parcel.token, phone: SENDER });
    const answer = await open(challengeId, code);
    expect(await eventBehind(system.table, answer)).toMatchObject({
      api: { operation: 'parcel.history' },
      resources: [{ type: 'parcel' }],
      unmapped: { outcome: 'allowed', purpose: 'history', grounds: 'sender' },
    });
    const again = await sentCode();
    const { reads } = await opened(again.challengeId, again.code);
    expect(reads.at(-1)).toEqual({
      time: expect.any(String),
      act: 'history-shown',
      role: 'sender',
      purpose: 'history',
    });
  });

  it('is found by a number in any spelling, and for parcels of any month that are still kept', async () => {
    const start = system.clock.now();
    for (const months of [1, 5, 8]) {
      system.clock.set(start + months * 30 * 24 * 60 * MINUTE);
      expect(await sentCode({ waybillNumber, phone: '+84 912 345 678' })).toBeDefined();
    }
    system.clock.set(start + 12 * 30 * 24 * 60 * MINUTE);
    expect(await ask({ token: parcel.token, phone: RECIPIENT })).not.toHaveProperty('code');
    system.clock.set(start);
  });

  it('sends a code to nobody but the recipient and the sender of that very parcel', async () => {
    nextDay();
    const other = await issue(system, {
      recipient: {
        name: 'Lê Văn Tám',
        phone: '0355018274',
        address: { street: 'Số 1', communeCode: '00004' },
      },
      sender: undefined,
    });
    const before = system.notices.length;
    await ask({ waybillNumber: other.waybillNumber, phone: RECIPIENT });
    await ask({ waybillNumber, phone: '0355018274' });
    expect(system.notices).toHaveLength(before);
    await sentCode({ waybillNumber: other.waybillNumber, phone: '0355018274' });
    expect(system.notices.at(-1)).toMatchObject({
      tenant: 'demo',
      phone: '+84355018274',
      kind: 'history-code',
    });
    expect(system.notices.at(-1)?.text.length).toBeLessThanOrEqual(160);
  });
});

describe('a code', () => {
  it('is good once', async () => {
    nextDay();
    const { challengeId, code } = await sentCode();
    await opened(challengeId, code);
    expect(await codeOf(await open(challengeId, code))).toBe('PARCEL.CODE_INVALID');
  });

  it('is good once where it is entered twice at the same instant', async () => {
    nextDay();
    const { challengeId, code } = await sentCode();
    const codes = await Promise.all(
      Array.from({ length: 4 }, async () => codeOf(await open(challengeId, code))),
    );
    expect(codes.filter((one) => one === 200)).toHaveLength(1);
  });

  it('is good for its own challenge and company alone', async () => {
    nextDay();
    const [one, other] = [await sentCode(), await sentCode()];
    expect(await codeOf(await open(one.challengeId, other.code))).toBe('PARCEL.CODE_INVALID');
    expect(await codeOf(await open(one.challengeId, one.code, 'other'))).toBe('PARCEL.CODE_INVALID');
    await opened(one.challengeId, one.code);
  });

  it('is good for its minutes and no longer', async () => {
    nextDay();
    const [one, other] = [await sentCode(), await sentCode()];
    system.clock.advance((RULES?.lifeMinutes ?? 0) * MINUTE - 5_000);
    await opened(one.challengeId, one.code);
    system.clock.advance(10_000);
    expect(await codeOf(await open(other.challengeId, other.code))).toBe('PARCEL.CODE_INVALID');
  });

  it('takes so many tries, and the right one after them no more', async () => {
    nextDay();
    const tries = RULES?.tries ?? 0;
    const [one, other] = [await sentCode(), await sentCode()];
    for (let n = 1; n < tries; n += 1)
      expect(await codeOf(await open(one.challengeId, otherCode(one.code)))).toBe('PARCEL.CODE_INVALID');
    await opened(one.challengeId, one.code);
    for (let n = 0; n < tries; n += 1) await open(other.challengeId, otherCode(other.code));
    expect(await codeOf(await open(other.challengeId, other.code))).toBe('PARCEL.CODE_INVALID');
  });

  it('cannot be guessed: of a day’s challenges for a number ten have a code, and each compares five tries', async () => {
    nextDay();
    const { sendsPerPhone = 0 } = historyLimits.at(-1)?.value ?? {};
    const before = system.notices.length;
    const challenges: string[] = [];
    for (let n = 0; n < 2 * sendsPerPhone; n += 1) challenges.push((await ask()).challengeId);
    expect(system.notices.length - before).toBe(sendsPerPhone);

    const answers = new Set<string | number>();
    for (let guess = 0; guess < 600; guess += 1) {
      const challengeId = challenges[guess % challenges.length] ?? '';
      const code = String((guess * 166_657) % 1e8).padStart(8, '0');
      answers.add(await codeOf(await open(challengeId, code)));
    }
    expect([...answers]).toEqual(['PARCEL.CODE_INVALID']);
    const keys = challenges.map((challengeId) =>
      keyOf('requests', 'historyChallenge', { tenant: 'demo', challengeId }),
    );
    const tries = (await system.table.getMany(keys)).map((item) => item?.tries);
    expect(new Set(tries)).toEqual(new Set([RULES?.tries]));
    // However many guesses are made, so many meet a code in a day: ten thousand need not be waited for.
    const chance = (sendsPerPhone * (RULES?.tries ?? 0)) / 10 ** HISTORY_CODE_DIGITS;
    expect(chance).toBeLessThan(1e-6);
  });
});

describe('the public page', () => {
  it('meets no fault of ours', () => {
    expect(system.faults).toEqual([]);
  });
});

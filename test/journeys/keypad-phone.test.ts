import { checkLimits, CITIZEN_REPLIES, type MenuStep } from '@temkin/caller-id/domain';
import { signMessage } from '@temkin/citizen-channel';
import { beforeEach, describe, expect, it } from 'vitest';
import { CALLED, callJourney } from '../support/call-journey.ts';
import { citizenLine } from '../support/citizen-line.ts';
import { freshNumber, registered } from '../support/registers.ts';
import { testSystem } from '../support/system.ts';

const LIMIT = checkLimits.at(-1)?.value.requestsPerSource ?? 0;

const system = await testSystem({ isConnected: true });
const { declared, reported, suspended, recordOf, numberFound } = callJourney(system);
const { phone: phoneOf, channel, answer, findings } = citizenLine(system);

const ownNumber = freshNumber();
const line = `+84${ownNumber.slice(1)}`;
await registered(system, { number: ownNumber });

const phone = phoneOf(CALLED);
system.network.connect(CALLED, phone);

/** As it is pressed: a keypad has no plus. */
const national = (number: string): string => `0${number.slice(3)}`;

const texted = async (text: string, from = phone): Promise<string | undefined> => {
  const before = from.texts.length;
  await answer('demo', from.texted(text));
  return from.texts.slice(before).join();
};

const inMenu = (entries: readonly string[], from = phone): Promise<readonly MenuStep[]> =>
  from.callMenu(async (message) => {
    const answered = await answer('demo', message);
    if (answered.outcome !== 'menu') throw new Error(`the menu is ${answered.outcome}`);
    return answered.step;
  }, entries);

const playedAtTheEnd = async (entries: readonly string[]) => (await inMenu(entries)).at(-1);

const { MATCH, CONFIRMED, NO_MATCH, help } = CITIZEN_REPLIES.vi;

const ending = (...play: MenuStep['play']): MenuStep => ({ language: 'vi', play, next: 'hang-up' });

beforeEach(async () => {
  await system.as('staff-admin-lan').post('/v1/staff/shipper-an/reinstate');
});

/** An declares a call and dials, and the citizen's telephone rings. */
const called = async () => {
  const { call } = await declared();
  const rung = phone.screens.length;
  expect(system.network.dial(line, call.dial)).toEqual({ outcome: 'answered', reached: CALLED });
  expect(phone.screens.slice(rung)).toEqual([{ shows: call.dial }]);
  await reported(call.intentId, 'ringing');
  await reported(call.intentId, 'answered');
  return { ...call, shown: national(call.dial) };
};

describe('a telephone with keys and nothing else', () => {
  it('rings with a number of the company, learns by text whose call it is, and that it is worth nothing once the shipper is suspended', async () => {
    const { intentId, shown, spokenCode } = await called();
    expect(await texted(`KT ${shown}`)).toBe(MATCH);
    expect(await texted(`KT ${shown} ${spokenCode}`)).toBe(CONFIRMED);
    expect(await texted(`check ${shown} ${spokenCode}`)).toBe(CITIZEN_REPLIES.en.CONFIRMED);
    await reported(intentId, 'ended');
    expect(await texted(`KT ${shown} ${spokenCode}`)).toBe(CONFIRMED);
    await suspended('shipper-an');
    const suspendedAt = system.clock.now();
    expect(await texted(`KT ${shown} ${spokenCode}`)).toBe(NO_MATCH);
    expect(await texted(`KT ${shown}`)).toBe(NO_MATCH);
    expect(system.clock.now() - suspendedAt).toBeLessThan(1_000);
    expect(await recordOf(intentId)).toEqual([
      'call.declare allowed',
      'call.announce allowed',
      'call.report allowed',
      'call.report allowed',
      'call.report allowed',
    ]);
    expect(await numberFound()).toEqual([]);
  });

  it('hears the same in the voice menu', async () => {
    const { intentId, shown, spokenCode } = await called();
    const asked: MenuStep[] = [
      { language: 'vi', play: ['welcome', 'enter-number'], next: 'collect' },
      { language: 'vi', play: ['enter-code-or-hash'], next: 'collect' },
    ];
    expect(await inMenu([shown, ''])).toEqual([...asked, ending('match', 'goodbye')]);
    expect(await playedAtTheEnd([shown, spokenCode])).toEqual(ending('confirmed', 'goodbye'));
    await suspended('shipper-an');
    expect(await playedAtTheEnd([shown, spokenCode])).toEqual(ending('no-match', 'goodbye'));
    await reported(intentId, 'ended');
  });

  it('confirms nothing to another number, which has the code and not the call', async () => {
    const { intentId, shown } = await called();
    expect(await texted(`KT ${shown}`, phoneOf('+84966123705'))).toBe(NO_MATCH);
    await reported(intentId, 'ended');
  });

  it('is told how to ask, and once, however often the gateway hands the text on', async () => {
    const from = phoneOf('+84966123706');
    const message = from.texted('Ai goi toi?');
    for (let times = 0; times < 2; times += 1) await answer('demo', message);
    expect(from.texts).toEqual([help]);
  });

  it('is sent no more than its limit of texts in an hour, and the menu then cannot check', async () => {
    const from = phoneOf('+84966123707');
    for (let n = 0; n < LIMIT; n += 1) await texted('?', from);
    expect(from.texts).toHaveLength(LIMIT);
    expect(await answer('demo', from.texted('?'))).toEqual({ outcome: 'silent' });
    expect(await answer('demo', from.texted('KT 02471000001'))).toEqual({ outcome: 'silent' });
    expect(from.texts).toHaveLength(LIMIT);
    expect((await inMenu(['02471000001', ''], from)).at(-1)?.play).toEqual(['cannot-check', 'goodbye']);
  });
});

it('answers nobody but the company’s gateway', async () => {
  const content = JSON.stringify({ kind: 'text', from: CALLED, text: 'KT 02471000001' });
  const forged = signMessage('another secret, which is as long', { id: 'one', content }, system.clock.now());
  const before = phone.texts.length;
  expect(await answer('demo', forged)).toEqual({ outcome: 'unread' });
  expect(phone.texts).toHaveLength(before);
});

it('says so where the gateway takes no answer, and answers the text when it is handed on again', async () => {
  const message = phoneOf('+84966123708').texted('?');
  const broken = { ...channel, send: () => Promise.reject(new Error('the gateway is down')) };
  await expect(citizenLine(system, broken).answer('demo', message)).rejects.toThrow('down');
  await answer('demo', message);
  expect(phoneOf('+84966123708').texts).toEqual([help]);
});

it('is all no fault of ours', () => {
  expect([...system.faults, ...findings]).toEqual([]);
});

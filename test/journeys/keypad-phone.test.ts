import { checkLimits, CITIZEN_REPLIES, type MenuStep } from '@temkin/caller-id/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { CALLED, callJourney } from '../support/call-journey.ts';
import { citizenLine } from '../support/citizen-line.ts';
import { freshNumber, registered } from '../support/registers.ts';
import { testSystem } from '../support/system.ts';

const LIMIT = checkLimits.at(-1)?.value.requestsPerSource ?? 0;

const system = await testSystem({ isConnected: true });
const { declared, reported, suspended, recordOf, numberFound } = callJourney(system);
const { handOn, ...line } = citizenLine(system);
const phoneOf = (number: string) => system.phones.phone(number);

const ownNumber = freshNumber();
const ownLine = `+84${ownNumber.slice(1)}`;
await registered(system, { number: ownNumber });

const phone = phoneOf(CALLED);
system.network.connect(CALLED, phone);

/** As it is pressed: a keypad has no plus. */
const national = (number: string): string => `0${number.slice(3)}`;

const texted = (text: string, from = phone) => line.texted(from, text);

const inMenu = (entries: readonly string[], from = phone) => line.inMenu(from, entries);

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
  expect(system.network.dial(ownLine, call.dial)).toEqual({ outcome: 'answered', reached: CALLED });
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
    for (let times = 0; times < 2; times += 1)
      expect(await handOn(message)).toMatchObject({ status: 200, body: { outcome: 'texted' } });
    expect(from.texts).toEqual([help]);
  });

  it('is sent no more than its limit of texts in an hour, and the menu then cannot check', async () => {
    const from = phoneOf('+84966123707');
    for (let n = 0; n < LIMIT; n += 1) await texted('?', from);
    expect(from.texts).toHaveLength(LIMIT);
    expect((await handOn(from.texted('?'))).body).toEqual({ outcome: 'silent' });
    expect((await handOn(from.texted('KT 02471000001'))).body).toEqual({ outcome: 'silent' });
    expect(from.texts).toHaveLength(LIMIT);
    expect((await inMenu(['02471000001', ''], from)).at(-1)?.play).toEqual(['cannot-check', 'goodbye']);
  });

  it('is answered when the gateway’s other telephones have asked as often as one network may', async () => {
    for (let n = 0; n <= LIMIT; n += 1)
      expect(await texted('?', phoneOf(`+8496612${String(4_000 + n)}`))).toBe(help);
  });
});

it('is all no fault of ours', () => {
  expect([...system.faults, ...system.findings]).toEqual([]);
});

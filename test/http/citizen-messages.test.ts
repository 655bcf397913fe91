import { CITIZEN_REPLIES, isPlainText, type MenuStep, type SignedMessage } from '@temkin/caller-id/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { CODE, declaredCalls, RECIPIENT } from '../support/declared-calls.ts';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { citizenGateway, type Said } from '../support/citizen-gateway.ts';
import { citizenLine } from '../support/citizen-line.ts';
import { allBytesOf } from '../support/stored-items.ts';
import { testSystem } from '../support/system.ts';
import { watchedTable } from '../support/watched-table.ts';

const POOL_NUMBER = '+842439447788';
/** As it is written and pressed. */
const SHOWN = '02439447788';

const gateway = await citizenGateway();
const calls: string[] = [];
const system = await testSystem({
  citizenChannel: gateway.citizenChannel,
  wrapTable: (table) => watchedTable(table, calls),
});
const { handOn } = citizenLine(system);
const { addNumber, declare, expireAll } = declaredCalls(system);
await addNumber(POOL_NUMBER);

const says = (said: Said, more: { readonly company?: string; readonly id?: string } = {}): SignedMessage =>
  gateway.says(said, { at: system.clock.now(), ...more });

const wrote = (text: string, from = RECIPIENT): Said => ({ kind: 'text', from, text });

/** The second after this one, as gateways tell it. */
const later = (): string => String(Math.floor(system.clock.now() / 1_000) + 1);

const pressed = (...entries: readonly string[]): Said => ({ kind: 'keys', from: RECIPIENT, entries });

/** What comes back to a telephone. */
const repliesTo = async (text: string, from = RECIPIENT): Promise<readonly string[]> => {
  const before = gateway.posted.length;
  const answer = await handOn(says(wrote(text, from)));
  expect(answer).toMatchObject({ status: 200, body: { outcome: 'texted' } });
  return gateway.posted.slice(before).map((sent) => (sent.to === from ? sent.text : 'to another'));
};

const stepAfter = async (...entries: readonly string[]): Promise<MenuStep | undefined> =>
  (await handOn(says(pressed(...entries)))).body.step;

beforeEach(async () => {
  gateway.answering(202);
  await expireAll();
  system.clock.advance(3_600_000);
  await declare({ number: POOL_NUMBER });
});

const { vi, en } = CITIZEN_REPLIES;

describe('a text that the company’s gateway hands on', () => {
  it('is answered by text, in letters that every telephone has, under its own id', async () => {
    const message = says(wrote(`KT ${SHOWN}`));
    expect((await handOn(message)).body).toEqual({ outcome: 'texted' });
    expect(gateway.posted.at(-1)).toEqual({ id: message.id, to: RECIPIENT, text: vi.MATCH });
    for (const { text } of gateway.posted) expect(isPlainText(text)).toBe(true);
  });

  it.each([
    ['the number alone', `KT ${SHOWN}`, vi.MATCH],
    ['the number and the code that the caller has said', `KT ${SHOWN} ${CODE}`, vi.CONFIRMED],
    ['the number in groups', 'kt 0243 944 7788', vi.MATCH],
    ['another code', `KT ${SHOWN} 0000`, vi.NO_MATCH],
    ['somebody else’s number', 'KT 02439447799', vi.NO_MATCH],
    ['English', `CHECK ${SHOWN} ${CODE}`, en.CONFIRMED],
    ['a question in Vietnamese without its marks', 'Ai vua goi cho toi vay?', vi.help],
    ['a question in Vietnamese with its marks', 'Ai vừa gọi cho tôi vậy?', vi.help],
    ['nothing', '', vi.help],
  ])('says what is declared of %s', async (_, text, reply) => {
    expect(await repliesTo(text)).toEqual([reply]);
  });

  it('confirms a call to nobody but whom it was declared to', async () => {
    expect(await repliesTo(`KT ${SHOWN} ${CODE}`, '+84912345679')).toEqual([vi.NO_MATCH]);
  });

  it('is of a call of that company alone', async () => {
    const before = gateway.posted.length;
    await handOn(says(wrote(`KT ${SHOWN} ${CODE}`), { company: 'other' }), 'other');
    expect(gateway.posted.slice(before).map(({ text }) => text)).toEqual([vi.NO_MATCH]);
  });

  it('leaves no number anywhere', async () => {
    const message = says(wrote(`KT ${SHOWN} ${CODE}`));
    const { headers, body } = await handOn(message);
    const find = searchFor(needlesOfText(RECIPIENT.slice(3)));
    expect(find(Buffer.from(message.content))).not.toEqual([]);
    const places = [
      JSON.stringify([body, ...headers]),
      JSON.stringify(system.faults),
      ...(await system.stored()).flatMap((stored) => allBytesOf(stored)),
    ];
    expect(places.filter((place) => find(Buffer.from(place)).length > 0)).toEqual([]);
  });
});

const ending = (...play: MenuStep['play']): MenuStep => ({ language: 'vi', play, next: 'hang-up' });

describe('keys that the company’s gateway hands on', () => {
  it('lead through the menu step by step, and no step before the last looks anything up', async () => {
    calls.length = 0;
    expect(await stepAfter()).toEqual({ language: 'vi', play: ['welcome', 'enter-number'], next: 'collect' });
    expect(await stepAfter('12')).toMatchObject({ play: ['not-understood', 'enter-number'] });
    expect(await stepAfter(SHOWN)).toEqual({
      language: 'vi',
      play: ['enter-code-or-hash'],
      next: 'collect',
    });
    expect(calls).toEqual([]);
    expect(await stepAfter(SHOWN, '')).toEqual(ending('match', 'goodbye'));
    expect(await stepAfter(SHOWN, CODE)).toEqual(ending('confirmed', 'goodbye'));
    expect(await stepAfter(SHOWN, '0000')).toEqual(ending('no-match', 'goodbye'));
    expect(await stepAfter('9', SHOWN, CODE)).toEqual({ ...ending('confirmed', 'goodbye'), language: 'en' });
  });

  it('send no text', async () => {
    const before = gateway.posted.length;
    await stepAfter(SHOWN, CODE);
    expect(gateway.posted).toHaveLength(before);
  });
});

/** The answer without what is its own alone. */
const seen = async (message: SignedMessage, company?: string) => {
  const { status, body, headers } = await handOn(message, company);
  const named = [...headers].filter(([name]) => name !== 'x-correlator');
  return { status, body, headers: named };
};

describe('a message that is not the word of the company’s gateway', () => {
  const question = wrote(`KT ${SHOWN} ${CODE}`);

  const forged: readonly (readonly [string, () => SignedMessage, company: string])[] = [
    ['is signed by another secret', () => says(question, { company: 'nobody' }), 'demo'],
    ['is signed by another company’s secret', () => says(question, { company: 'other' }), 'demo'],
    ['is another company’s gateway’s', () => says(question), 'other'],
    ['is of a company without a gateway, be it one or none', () => says(question), 'nobody'],
    [
      'is older than five minutes',
      () => gateway.says(question, { at: system.clock.now() - 301_000 }),
      'demo',
    ],
    ['is of a time to come', () => gateway.says(question, { at: system.clock.now() + 301_000 }), 'demo'],
    [
      'was changed',
      () => ({ ...says(question), content: JSON.stringify(wrote(`KT ${SHOWN} 4828`)) }),
      'demo',
    ],
    ['was given another id', () => ({ ...says(question), id: 'another' }), 'demo'],
    ['was given another time', () => ({ ...says(question), timestamp: later() }), 'demo'],
    ['has no signature', () => ({ ...says(question), signature: '' }), 'demo'],
    ['has a signature that is none', () => ({ ...says(question), signature: 'v1,aGVsbG8=' }), 'demo'],
  ];

  it.each(forged)('and %s has one answer, for which nothing is looked up', async (_, message, company) => {
    await handOn(says(question));
    const sent = gateway.posted.length;
    calls.length = 0;
    expect(await seen(message(), company)).toEqual(await seen({ ...says(question), signature: 'v1,x' }));
    expect((await handOn(message(), company)).body).toEqual({
      type: 'urn:temkin:problem:CALL.MESSAGE_NOT_GENUINE',
      code: 'CALL.MESSAGE_NOT_GENUINE',
      status: 403,
      title: 'This is no message of a gateway of the company’s, or it is too old.',
    });
    expect(calls).toEqual([]);
    expect(gateway.posted).toHaveLength(sent);
  });

  it('has that answer without any of the headers too', async () => {
    const { content } = says(question);
    const answer = await system.fetch(
      new Request('http://127.0.0.1:8787/v1/public/demo/citizen-messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: content,
      }),
    );
    expect(answer.status).toBe(403);
  });
});

describe('a message that says what nobody says', () => {
  it.each([
    ['of a kind that there is not', { kind: 'voice', from: RECIPIENT, text: 'KT' }],
    ['from a number that is none', { kind: 'text', from: '0912345678', text: 'KT' }],
    ['with more than a text has', { ...wrote('KT'), more: true }],
    ['in more letters than are read', wrote('x'.repeat(1_001))],
    ['by keys that are none', pressed('1*2')],
    ['by more keys than a menu takes', pressed(...Array<string>(9).fill(''))],
  ])('is refused %s, whoever signs', async (_, said) => {
    for (const company of ['demo', 'nobody']) {
      const message = gateway.says(said, { at: system.clock.now(), company });
      expect(await handOn(message)).toMatchObject({ status: 422, body: { code: 'REQUEST.INVALID' } });
    }
  });

  it('is refused where it is larger than any', async () => {
    const message = gateway.says(wrote('x'.repeat(1_048_577)), { at: system.clock.now() });
    expect(await handOn(message)).toMatchObject({ status: 413, body: { code: 'REQUEST.TOO_LARGE' } });
  });
});

it('is all no fault of ours', () => {
  expect([...system.faults, ...system.findings]).toEqual([]);
});

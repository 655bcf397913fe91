import {
  citizenGateways,
  httpCitizenChannel,
  keypadPhoneSimulator,
  signMessage,
} from '@temkin/citizen-channel';
import { systemClock } from '@temkin/kernel';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '../support/loopback-server.ts';
import { testClock } from '../support/test-clock.ts';
import { citizenChannelContract } from './citizen-channel-contract.ts';

const SECRET = 'a-secret-that-the-gateway-knows-as-well';

const NOON = Date.UTC(2026, 10, 22, 5);

const open = () => {
  const clock = testClock(NOON);
  return { clock, simulator: keypadPhoneSimulator({ clock, secret: SECRET }) };
};

describe('the simulator', () => {
  citizenChannelContract(() => {
    const { clock, simulator } = open();
    return { channel: simulator, phone: (number) => simulator.phone(number), clock };
  });

  it('hands each text to whoever keeps them, once', async () => {
    const kept: string[] = [];
    const simulator = keypadPhoneSimulator({
      clock: testClock(NOON),
      secret: SECRET,
      keep: ({ to, text: words }) => void kept.push(`${to} ${words}`),
    });
    for (let times = 0; times < 2; times += 1) await simulator.send(reply, soon());
    expect(kept).toEqual(['+84912345678 Kiem tra']);
  });

  it('rings, and shows what the network shows', () => {
    const phone = open().simulator.phone('+84912345678');
    expect(phone.rings({ shows: '+842471000001', displayName: 'BUU DIEN' })).toBe('answers');
    phone.rings({ shows: '+842471000002' });
    expect(phone.screens).toEqual([
      { shows: '+842471000001', displayName: 'BUU DIEN' },
      { shows: '+842471000002' },
    ]);
  });
});

let gateway = open();
let posted: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = [];
let status = 202;
const server = await loopbackServer(async (request, response) => {
  const body = await text(request);
  posted.push({ headers: request.headers, body });
  const { to, text: words } = JSON.parse(body) as { readonly to: string; readonly text: string };
  const messageId = String(request.headers['webhook-id']);
  const sent = { messageId, tenant: 'demo', to, text: words };
  await gateway.simulator.send(sent, AbortSignal.timeout(5_000));
  response.writeHead(status, { location: 'https://elsewhere.example/' }).end(body);
});
afterAll(server.stop);

beforeEach(() => {
  [gateway, posted, status] = [open(), [], 202];
});

const overHttp = () =>
  httpCitizenChannel({
    gatewayOf: (tenant) => (tenant === 'nobody' ? undefined : { url: server.endpoint, secret: SECRET }),
    clock: { now: () => gateway.clock.now() },
  });

const reply = { messageId: 'one', tenant: 'demo', to: '+84912345678', text: 'Kiem tra' };

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

const at = (url: string, secret: string) =>
  httpCitizenChannel({ gatewayOf: () => ({ url, secret }), clock: systemClock }).send(reply, soon());

describe('a gateway over HTTP', () => {
  citizenChannelContract(() => ({
    channel: overHttp(),
    phone: (number) => gateway.simulator.phone(number),
    clock: gateway.clock,
  }));

  it('can tell by its signature that a text is ours', async () => {
    await overHttp().send(reply, soon());
    const [{ headers, body } = { headers: {}, body: '' }] = posted;
    const timestamp = Number(headers['webhook-timestamp']);
    expect(headers).toMatchObject({
      'webhook-id': 'one',
      'webhook-signature': signMessage(SECRET, { id: 'one', content: body }, timestamp * 1_000).signature,
    });
    expect(JSON.parse(body)).toEqual({ company: 'demo', to: '+84912345678', text: 'Kiem tra' });
  });

  it.each([301, 307, 400, 401, 429, 503])('has not taken what it answers with %i', async (answered) => {
    status = answered;
    const error = await overHttp()
      .send(reply, soon())
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toMatch(/912345678|Kiem/);
    expect(posted).toHaveLength(1);
  });

  it('is none where a company has none', async () => {
    const channel = overHttp();
    await expect(channel.send({ ...reply, tenant: 'nobody' }, soon())).rejects.toThrow('no citizen gateway');
    expect(channel.read('nobody', gateway.simulator.phone('+84912345678').texted('KT'))).toBeUndefined();
  });

  it.each([
    ['no JSON', 'what?'],
    ['another shape', '{"kind":"text"}'],
    ['a number that is none', '{"kind":"text","from":"0912","text":"KT"}'],
    ['keys that are none', '{"kind":"keys","from":"+84912345678","entries":["1*2"]}'],
    [
      'more keys than a menu takes',
      JSON.stringify({ kind: 'keys', from: '+84912345678', entries: Array(9).fill('') }),
    ],
    ['too much', JSON.stringify({ kind: 'text', from: '+84912345678', text: 'x'.repeat(1_001) })],
  ])('is not understood where it says %s', (_, content) => {
    const message = signMessage(SECRET, { id: 'one', content }, gateway.clock.now());
    expect(overHttp().read('demo', message)).toBeUndefined();
  });

  it('is understood at full length, also where it writes each letter by its number', () => {
    const said = 'ệ'.repeat(1_000);
    const content = JSON.stringify({ kind: 'text', from: '+84912345678', text: said }).replaceAll(
      'ệ',
      String.raw`\u1ec7`,
    );
    const message = signMessage(SECRET, { id: 'one', content }, gateway.clock.now());
    expect(overHttp().read('demo', message)).toEqual({ messageId: 'one', from: '+84912345678', text: said });
  });

  it.each([
    ['none', ''],
    ['one in other letters', 'một'],
    ['two that a proxy has joined', 'one, two'],
    ['one without end', 'x'.repeat(257)],
  ])('is not believed under an id that is %s', (_, id) => {
    const content = JSON.stringify({ kind: 'text', from: '+84912345678', text: 'KT' });
    expect(
      overHttp().read('demo', signMessage(SECRET, { id, content }, gateway.clock.now())),
    ).toBeUndefined();
  });

  it('is at an HTTPS address of a public name, with a secret that cannot be guessed', async () => {
    await expect(at('http://texts.example.com/', SECRET)).rejects.toThrow('HTTPS');
    await expect(at('https://texts.example.com/', 'short')).rejects.toThrow('at least 32');
  });

  it('is read from JSON by company, and refused without a word of its secret', () => {
    const good = { url: 'https://texts.example.com/v1', secret: 's'.repeat(32) };
    expect(citizenGateways.parse(JSON.stringify({ demo: good }))).toEqual(new Map([['demo', good]]));
    for (const bad of [
      'nonsense',
      JSON.stringify({ demo: { ...good, url: 'http://texts.example.com' } }),
      JSON.stringify({ demo: { ...good, secret: 'sssss' } }),
      JSON.stringify({ demo: { ...good, unknown: 1 } }),
      // What one company's gateway says would be the word of the other's too.
      JSON.stringify({
        demo: { ...good, secret: 's'.repeat(33) },
        other: { ...good, secret: 's'.repeat(33) },
      }),
    ]) {
      const { success, error } = citizenGateways.safeParse(bad);
      expect(success).toBe(false);
      expect(String(error)).not.toContain('sssss');
    }
  });
});

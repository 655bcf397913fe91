import type { LineReport } from '@temkin/caller-id/domain';
import { systemClock } from '@temkin/kernel';
import { httpCallNetwork, operatorAccounts, operatorSimulator } from '@temkin/operator';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '../support/loopback-server.ts';
import { operatorSecret, operatorServer, type Asked } from '../support/operator-server.ts';
import { testClock } from '../support/test-clock.ts';
import { A, B, callNetworkContract, X } from './call-network-contract.ts';

const NOON = Date.UTC(2026, 10, 22, 5);

const TENANTS = ['demo', 'other'];

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

const binding = {
  intentId: 'one',
  tenant: 'demo',
  number: X,
  caller: A,
  callee: B,
  expiresAt: NOON + 60_000,
};

const reporting = () => {
  const reports: LineReport[] = [];
  const operator = operatorSimulator({ clock: testClock(NOON), report: (report) => reports.push(report) });
  return { operator, told: () => reports.map(({ intentId, state }) => `${intentId} ${state}`) };
};

describe('the simulator', () => {
  callNetworkContract(() => {
    const clock = testClock(NOON);
    const operator = operatorSimulator({ clock, tenants: TENANTS });
    return { network: operator, operator, clock };
  });

  it('tells what becomes of a call: it rings, is answered, and is over', async () => {
    const { operator, told } = reporting();
    await operator.bind(binding, soon());
    operator.dial(A, X);
    operator.hangUp('demo', 'one');
    operator.hangUp('demo', 'one');
    expect(told()).toEqual(['one ringing', 'one answered', 'one ended']);
  });

  it('tells of a call that nobody answers that it failed, and of a call back nothing', async () => {
    const { operator, told } = reporting();
    operator.connect(B, { rings: () => 'no-answer' });
    await operator.bind(binding, soon());
    expect(operator.dial(A, X)).toEqual({ outcome: 'unanswered', reached: B });
    expect(operator.dial(B, X)).toEqual({ outcome: 'answered', reached: A });
    expect(told()).toEqual(['one ringing', 'one failed']);
  });

  it('rings the recipient only once the shipper has answered', async () => {
    const { operator, told } = reporting();
    let rung = 0;
    operator.connect(A, { rings: () => 'busy' });
    operator.connect(B, { rings: () => ((rung += 1), 'answers') });
    await operator.ringBack(binding, soon());
    expect([rung, told()]).toEqual([0, ['one failed']]);
  });

  it('ends the call that goes through a binding with the binding', async () => {
    const { operator, told } = reporting();
    const verdict = await operator.bind(binding, soon());
    operator.dial(A, X);
    await operator.release(
      { tenant: 'demo', lineId: verdict.outcome === 'done' ? verdict.lineId : '' },
      soon(),
    );
    expect(told()).toEqual(['one ringing', 'one answered', 'one ended']);
  });
});

let clock = testClock(NOON);
let operator = operatorSimulator({ clock });
let asked: Asked[] = [];
const proxied = <Key extends keyof typeof operator>(key: Key) => operator[key];
const server = await operatorServer(
  new Proxy(operator, { get: (_, key) => proxied(key as keyof typeof operator) }),
  { now: () => clock.now() },
);
afterAll(server.stop);

beforeEach(() => {
  clock = testClock(NOON);
  operator = operatorSimulator({ clock, tenants: TENANTS });
  asked = server.asked;
  asked.length = 0;
});

const overHttp = (url = `${server.endpoint}/v1/`, timeoutMilliseconds?: number) =>
  httpCallNetwork({
    accountOf: (tenant) =>
      tenant === 'nobody'
        ? undefined
        : {
            url,
            secret: operatorSecret(tenant),
            ...(tenant === 'demo' && { registrationId: 'd011cbff-cf79-4db3-a72b-8164aa894b37' }),
          },
    clock: { now: () => clock.now() },
    ...(timeoutMilliseconds !== undefined && { timeoutMilliseconds }),
  });

describe('an operator over HTTP', () => {
  callNetworkContract(() => ({ network: overHttp(), operator, clock }));

  it('is told of a call in the words of CAMARA VerifiedCaller r1.3, by the company’s own account', async () => {
    await overHttp().announce(
      {
        intentId: 'one',
        tenant: 'demo',
        calling: X,
        called: B,
        displayName: 'Demo',
        reason: 'Parcel',
        timeToLiveSeconds: 86_400,
      },
      soon(),
    );
    expect(asked).toEqual([
      {
        method: 'POST',
        path: '/v1/pre-announce',
        authorization: `Bearer ${operatorSecret('demo')}`,
        correlator: 'one',
        body: {
          callingParticipant: X,
          calledParticipant: B,
          strategy: 'BRAND_DISPLAY',
          timeToLive: 60,
          registrationId: 'd011cbff-cf79-4db3-a72b-8164aa894b37',
          dynamicDisplayName: 'Demo',
          callReason: 'Parcel',
        },
      },
    ]);
  });

  it('is told whom to ring in the words of CAMARA ClickToDial, and to record nothing', async () => {
    await overHttp().ringBack(binding, soon());
    expect(asked).toMatchObject([
      {
        method: 'POST',
        path: '/v1/calls',
        correlator: 'one',
        body: {
          caller: { number: A },
          callee: { number: B },
          presentedNumber: X,
          recordingEnabled: false,
        },
      },
    ]);
  });

  it('names no number in an address', async () => {
    const network = overHttp();
    const verdict = await network.bind(binding, soon());
    if (verdict.outcome !== 'done') throw new Error('not bound');
    await network.release({ tenant: 'demo', lineId: verdict.lineId }, soon());
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/bindings',
      expect.stringMatching(/^DELETE \/v1\/bindings\/demo\.one/),
    ]);
  });

  it('is not waited for any longer than the adapter may, whatever the asker allows', async () => {
    operator.behave('bind', 'hangs');
    await expect(overHttp(undefined, 50).bind(binding, soon())).rejects.toThrow('timeout');
  });
});

describe('what an operator answers', () => {
  let answer: { readonly status: number; readonly body: string } = { status: 200, body: '' };
  let requests = 0;
  const liar = async (url = '') => {
    const { stop, endpoint } = await loopbackServer(async (_, response) => {
      requests += 1;
      response.writeHead(answer.status, { location: `${server.endpoint}/v1/bindings` }).end(answer.body);
    });
    return { stop, network: overHttp(`${endpoint}${url}`) };
  };

  it.each([
    ['no JSON', 200, 'what?'],
    ['another shape', 201, '{"id":"one"}'],
    ['a name that is a path', 201, '{"subscriptionId":"../../calls/1"}'],
    ['a name that is too long', 201, JSON.stringify({ subscriptionId: 'x'.repeat(129) })],
    ['a name that quotes the recipient', 201, JSON.stringify({ subscriptionId: `axb-${B.slice(1)}` })],
    [
      'a name that quotes the shipper',
      201,
      JSON.stringify({ subscriptionId: `0${A.slice(3, 6)}-${A.slice(6)}` }),
    ],
    ['nothing', 204, ''],
    ['too much', 201, JSON.stringify({ subscriptionId: 'one', more: 'x'.repeat(20_000) })],
    ['a redirect', 307, ''],
    ['that it is busy', 429, '{"code":"TOO_MANY_REQUESTS"}'],
    ['that it knows us not', 401, '{"code":"UNAUTHENTICATED"}'],
    ['that the number is none', 422, `{"code":"INVALID_PHONE_NUMBER","message":"${B}"}`],
    ['that it is broken', 500, B],
  ])('is no line where it answers %s', async (_, status, body) => {
    [answer, requests] = [{ status, body }, 0];
    const { network, stop } = await liar();
    const error = await network.bind(binding, soon()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await stop();
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toMatch(/84\d{6}/);
    expect([requests, asked]).toEqual([1, []]);
  });

  it.each([
    [404, '', 'unsupported'],
    [405, '', 'unsupported'],
    [501, '', 'unsupported'],
    [422, '{"status":422,"code":"SERVICE_NOT_APPLICABLE","message":"no"}', 'unsupported'],
    [409, '{"code":"CONFLICT"}', 'conflict'],
  ])('is a word about the wish where it is %i', async (status, body, outcome) => {
    answer = { status, body };
    const { network, stop } = await liar();
    expect(await network.bind(binding, soon())).toEqual({ outcome });
    await stop();
  });

  it.each([
    ['call/one', 204],
    ['call/one', 404],
    ['call/one', 409],
    ['call/one', 410],
    ['binding/one', 204],
    ['binding/one', 404],
    ['binding/one', 410],
  ])('is the end of %s where it is %i', async (lineId, status) => {
    answer = { status, body: '' };
    const { network, stop } = await liar();
    const releasing = network.release({ tenant: 'demo', lineId }, soon());
    await expect(releasing).resolves.toBeUndefined();
    await stop();
  });

  it.each([
    ['call/one', 401],
    ['call/one', 500],
    ['call/one', 503],
    ['binding/one', 409],
    ['binding/one', 503],
  ])('leaves %s open where it is %i', async (lineId, status) => {
    answer = { status, body: '' };
    const { network, stop } = await liar();
    await expect(network.release({ tenant: 'demo', lineId }, soon())).rejects.toThrow(String(status));
    await stop();
  });
});

const at = (url: string, secret: string) =>
  httpCallNetwork({ accountOf: () => ({ url, secret }), clock: systemClock }).bind(binding, soon());

describe('the account of a company with its operator', () => {
  it('has an HTTPS address of a public name and a secret that cannot be guessed', async () => {
    await expect(at('http://operator.example.com/', 'x'.repeat(32))).rejects.toThrow('HTTPS');
    await expect(at('https://169.254.169.254/', 'x'.repeat(32))).rejects.toThrow('HTTPS');
    await expect(at('https://operator.example.com/', 'short')).rejects.toThrow('at least 32');
  });

  it('is read from JSON by company, and refused without a word of its secret', () => {
    const good = { url: 'https://operator.example.com/v1', secret: 's'.repeat(32) };
    expect(operatorAccounts.parse(JSON.stringify({ demo: good }))).toEqual(new Map([['demo', good]]));
    for (const bad of [
      'nonsense',
      JSON.stringify({ demo: { ...good, url: 'http://operator.example.com' } }),
      JSON.stringify({ demo: { ...good, secret: 'sssss' } }),
      JSON.stringify({ demo: { ...good, unknown: 1 } }),
    ]) {
      const { success, error } = operatorAccounts.safeParse(bad);
      expect(success).toBe(false);
      expect(String(error)).not.toContain('sssss');
    }
  });
});

import type { SimVerdict } from '@temkin/caller-id/domain';
import { httpSimVerification, simVerificationSimulator } from '@temkin/operator';
import { json } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '../support/loopback-server.ts';
import { question, simVerificationContract, soon } from './sim-verification-contract.ts';

const SECRET = 'a-secret-of-the-account-with-the-operator';

interface Body {
  readonly phoneNumber: string;
  readonly maxAge?: number;
}

interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
}

let asked: Asked[] = [];
const verdicts = new Map<string, SimVerdict>();
/** What is answered instead, whatever is asked. */
let instead: { readonly status: number; readonly body: string } | 'nothing' | undefined;

const server = await loopbackServer(async (request, response) => {
  const body = (await json(request)) as Body;
  asked.push({ path: request.url ?? '', headers: request.headers, body });
  if (instead === 'nothing') return;
  const answer = (status: number, said: unknown): void => {
    response
      .writeHead(status, { 'content-type': 'application/json', location: 'https://elsewhere.example/' })
      .end(typeof said === 'string' ? said : JSON.stringify(said));
  };
  const verdict = verdicts.get(body.phoneNumber) ?? 'verified';
  if (instead !== undefined) answer(instead.status, instead.body);
  else if (verdict === 'cannot-tell')
    answer(403, { code: 'NUMBER_VERIFICATION.USER_NOT_AUTHENTICATED_BY_MOBILE_NETWORK' });
  else if (request.url?.endsWith('/verify') === true)
    answer(200, { devicePhoneNumberVerified: verdict !== 'not-verified' });
  else answer(200, { swapped: verdict === 'swapped' });
});
afterAll(server.stop);

beforeEach(() => {
  asked = [];
  instead = undefined;
  verdicts.clear();
});

const overHttp = (url = `${server.endpoint}/camara/`, secret = SECRET) =>
  httpSimVerification({ accountOf: (tenant) => (tenant === 'demo' ? { url, secret } : undefined) });

describe('the simulator', () => {
  simVerificationContract(() => {
    const sims = simVerificationSimulator();
    return {
      sims,
      say: (number, verdict) => sims.say(number, verdict),
      askedAbout: () => sims.asked.map(({ number }) => number),
    };
  });
});

describe('an operator over HTTP', () => {
  simVerificationContract(() => ({
    sims: overHttp(),
    say: (number, verdict) => void verdicts.set(number, verdict),
    askedAbout: () => asked.map(({ body }) => body.phoneNumber),
  }));

  it('is asked in the words of CAMARA, first whose number it is and then for how long', async () => {
    await overHttp().verify(question('+84905123456'), soon());
    expect(asked.map(({ path, body }) => [path, body])).toEqual([
      ['/camara/number-verification/verify', { phoneNumber: '+84905123456' }],
      ['/camara/sim-swap/check', { phoneNumber: '+84905123456', maxAge: 72 }],
    ]);
    for (const { headers } of asked)
      expect(headers).toMatchObject({
        authorization: `Bearer ${SECRET}`,
        'x-correlator': 'of-+84905123456',
      });
  });

  it.each([
    { status: 301, body: '' },
    { status: 400, body: '{"code":"+84905123456"}' },
    { status: 401, body: '' },
    { status: 503, body: '+84905123456' },
    { status: 200, body: '' },
    { status: 200, body: '{}' },
    { status: 200, body: '{"devicePhoneNumberVerified":"true"}' },
    { status: 200, body: `{"devicePhoneNumberVerified":true,"more":"${'x'.repeat(20_000)}"}` },
  ])('has said nothing by an answer of $status', async (answer) => {
    instead = answer;
    expect(await overHttp().verify(question('+84905123456'), soon())).toBe('cannot-tell');
  });

  it('is not waited for any longer than is said', async () => {
    instead = 'nothing';
    expect(await overHttp().verify(question('+84905123456'), AbortSignal.timeout(50))).toBe('cannot-tell');
  });

  it('is not asked by a company that has no account with it', async () => {
    expect(await overHttp().verify(question('+84905123456', 'other'), soon())).toBe('cannot-tell');
    expect(asked).toEqual([]);
  });

  it('is at an address of a public name, and shares a secret that cannot be guessed', async () => {
    const atHome = overHttp('https://169.254.169.254/').verify(question('+84905123456'), soon());
    await expect(atHome).rejects.toThrow('public name');
    const short = overHttp('https://operator.example.com/', 'short').verify(question('+84905123456'), soon());
    await expect(short).rejects.toThrow('at least 32');
  });
});

import { isGatewayUrl, systemClock } from '@temkin/kernel';
import { httpNotice, noticeSimulator } from '@temkin/notice';
import { createHmac } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '../support/loopback-server.ts';
import { notice, notifyContract } from './notify-contract.ts';

const SECRET = 'a-secret-that-the-gateway-knows-as-well';

interface Posted {
  readonly noticeId: string;
  readonly to: string;
  readonly company: string;
  readonly kind: 'history-code';
  readonly code: string;
  readonly text: string;
}

let posted: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = [];
let status = 202;
let hangs = false;
const gateway = await loopbackServer(async (request, response) => {
  posted.push({ headers: request.headers, body: await text(request) });
  if (!hangs) response.writeHead(status, { location: 'https://elsewhere.example/' }).end('received');
});
afterAll(gateway.stop);

beforeEach(() => {
  [posted, status, hangs] = [[], 202, false];
});

const overHttp = (url = `${gateway.endpoint}/notices`) =>
  httpNotice({ url, secret: SECRET, clock: systemClock });

describe('the simulator', () => {
  notifyContract(() => {
    const simulator = noticeSimulator();
    const received = () =>
      simulator.sent.map(({ noticeId, phone, text: words, code, kind }) => ({
        noticeId,
        phone,
        text: words,
        code,
        kind,
      }));
    return { notify: simulator, received };
  });
});

describe('a gateway over HTTP', () => {
  notifyContract(() => ({
    notify: overHttp(),
    received: () =>
      posted.map(({ body }) => {
        const { to: phone, company: _, ...rest } = JSON.parse(body) as Posted;
        return { ...rest, phone };
      }),
  }));

  it('can tell by its signature that a message is ours, and when it was made', async () => {
    await overHttp().send(notice('one'), AbortSignal.timeout(5_000));
    const [{ headers, body } = { headers: {}, body: '' }] = posted;
    const timestamp = String(headers['webhook-timestamp']);
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(60);
    const signed = createHmac('sha256', SECRET).update(`one.${timestamp}.${body}`).digest('base64');
    expect(headers).toMatchObject({ 'webhook-id': 'one', 'webhook-signature': `v1,${signed}` });
  });

  it.each([301, 307, 400, 401, 429, 500, 503])('has not taken what it answers with %i', async (answered) => {
    status = answered;
    const sending = overHttp().send(notice('one'), AbortSignal.timeout(5_000));
    const error = await sending.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toMatch(/912345678|01234567/);
    expect(posted).toHaveLength(1);
  });

  it('is not waited for any longer than is said', async () => {
    hangs = true;
    await expect(overHttp().send(notice('one'), AbortSignal.timeout(50))).rejects.toThrow('abort');
  });
});

describe('the address of a gateway', () => {
  it.each([
    'https://messages.example.com/v1',
    'https://messages.example.com:8443/',
    'http://127.0.0.1:8080/notices',
    'http://localhost/notices',
    'http://[::1]:9/',
  ])('may be %s', (url) => {
    expect(isGatewayUrl(url)).toBe(true);
  });

  it.each([
    'http://messages.example.com/',
    'https://user:pass@messages.example.com/',
    'https://messages.example.com/#there',
    'https://169.254.169.254/latest/meta-data',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://10.0.0.1/',
    'https://[fd00::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://gateway/',
    'https://gateway.local/',
    'https://metadata.google.internal/',
    'ftp://messages.example.com/',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('is not %s', (url) => {
    expect(isGatewayUrl(url)).toBe(false);
    expect(() => overHttp(url)).toThrow('HTTPS address');
  });

  it('needs a secret that cannot be guessed', () => {
    const options = { url: 'https://messages.example.com/', clock: systemClock };
    expect(() => httpNotice({ ...options, secret: 'short' })).toThrow('at least 32');
  });
});

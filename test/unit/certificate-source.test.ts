import { certificateSource, textFetcher, toPem, type FetchOptions } from '@temkin/stir-certificates';
import type { LookupFunction } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { stirAuthority } from '../support/stir-authority.ts';
import { testClock } from '../support/test-clock.ts';
import { tlsServer } from '../support/tls-server.ts';

const HOST = 'cr.operator.example';
const ADDRESS = `https://${HOST}/stir/709J/3f9a.pem`;
const { chain } = await stirAuthority(Date.now());
const pem = toPem(chain);

/** Requests that the server saw, by path. */
const seen: string[] = [];

const server = await tlsServer(HOST, ({ url = '' }, response) => {
  seen.push(url);
  if (url === '/chain') response.end(pem);
  else if (url === '/redirect') response.writeHead(302, { location: '/chain' }).end();
  else if (url === '/missing') response.writeHead(404).end(pem);
  else if (url === '/large') response.end('x'.repeat(32_769));
  else if (url === '/largest') response.end('x'.repeat(32_768));
  else if (url === '/endless') {
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(4_096), more);
    };
    more();
  } else if (url === '/cut') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('x', () => response.destroy());
  } else if (url === '/headers') response.writeHead(200, { 'x-large': 'x'.repeat(9_000) }).end(pem);
  else if (url === '/silent') response.flushHeaders();
});
afterAll(server.stop);

/** Gives every name these addresses. */
const resolver =
  (...addresses: readonly string[]): LookupFunction =>
  (_host, _options, answer) => {
    process.nextTick(() => {
      answer(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    });
  };

const fetchText = (path: string, options: Partial<FetchOptions> = {}): Promise<string | undefined> =>
  textFetcher({
    mayConnectTo: (address) => address === '127.0.0.1',
    lookup: resolver('127.0.0.1'),
    tlsAuthorities: server.tlsAuthorities,
    ...options,
  })(new URL(path, server.origin));

describe('a fetched text', () => {
  it('is what a server says that proves its name', async () => {
    expect(await fetchText('/chain')).toBe(pem);
    expect(await fetchText('/largest')).toHaveLength(32_768);
  });

  it.each(['/redirect', '/missing', '/large', '/endless', '/cut', '/headers'])(
    'is none at %s',
    async (path) => {
      expect(await fetchText(path)).toBeUndefined();
      expect(seen.at(-1)).toBe(path);
    },
  );

  it('is none where the server goes silent', async () => {
    expect(await fetchText('/silent', { timeoutMilliseconds: 200 })).toBeUndefined();
  });

  it('is none of a server that nobody vouches for, or that is called otherwise', async () => {
    const before = seen.length;
    const stranger = await stirAuthority(Date.now(), HOST);
    expect(await fetchText('/chain', { tlsAuthorities: toPem([stranger.rootCertificate]) })).toBeUndefined();
    expect(await fetchText(server.origin.replace(HOST, 'other.example'))).toBeUndefined();
    expect(seen).toHaveLength(before);
  });

  it.each([
    ['a name of another address', '/chain', ['10.0.0.1']],
    ['a name that has another address too', '/chain', ['127.0.0.1', '169.254.169.254']],
    ['a name without addresses', '/chain', []],
  ])('is asked of nobody at %s', async (_, path, addresses) => {
    const before = seen.length;
    expect(await fetchText(path, { lookup: resolver(...addresses) })).toBeUndefined();
    expect(seen).toHaveLength(before);
  });

  it('is asked of no address that is written out and may not be connected to', async () => {
    const before = seen.length;
    const options = { mayConnectTo: () => false };
    for (const host of ['127.0.0.1', '[::1]', '2130706433', '0x7f.1'])
      expect(await fetchText(server.origin.replace(HOST, host), options)).toBeUndefined();
    expect(seen).toHaveLength(before);
  });
});

/** A source that counts what it fetches. */
const source = (answer: () => Promise<string | undefined> = async () => pem) => {
  const asked: string[] = [];
  const clock = testClock(0);
  const found = certificateSource({
    hosts: [HOST],
    clock,
    fetchText: async (url) => {
      asked.push(url.href);
      return answer();
    },
  });
  return { asked, clock, find: (address: string) => found.find(address) };
};

describe('a certificate', () => {
  it('is found at an address of a host we know', async () => {
    const { find, asked } = source();
    expect(await find(ADDRESS)).toEqual({ outcome: 'found', chain });
    expect(await find(`https://${HOST}:8443/a.pem`)).toEqual({ outcome: 'found', chain });
    expect(asked).toEqual([ADDRESS, `https://${HOST}:8443/a.pem`]);
  });

  it('is the same with the port that needs not be said, and fetched once', async () => {
    const { find, asked } = source();
    for (const address of [ADDRESS, ADDRESS.replace(HOST, `${HOST}:443`)])
      expect(await find(address)).toEqual({ outcome: 'found', chain });
    expect(asked).toEqual([ADDRESS]);
  });

  it.each([
    ['not of https', `http://${HOST}/a.pem`],
    ['of another host', 'https://evil.example/a.pem'],
    ['of a host below it', `https://a.${HOST}/a.pem`],
    ['of a host that begins so', `https://${HOST}.evil.example/a.pem`],
    ['with a user', `https://u:p@${HOST}/a.pem`],
    ['with a user that looks like it', `https://${HOST}@evil.example/a.pem`],
    ['on another port', `https://${HOST}:22/a.pem`],
    ['with the port that needs not be said twice', `https://${HOST}:443:443/a.pem`],
    ['with that port written otherwise', `https://${HOST}:0443/a.pem`],
    ['with a user before that port', `https://u@${HOST}:443/a.pem`],
    ['without https on that port', `http://${HOST}:443/a.pem`],
    ['with a query', `${ADDRESS}?v=1`],
    ['with an empty query', `${ADDRESS}?`],
    ['with a fragment', `${ADDRESS}#a`],
    ['with a way up', `https://${HOST}/a/../b.pem`],
    ['with a backslash', `https://${HOST}\\@evil.example/`],
    ['in capitals', `HTTPS://${HOST}/a.pem`],
    ['of a file', 'file:///etc/passwd'],
    ['without end', `https://${HOST}/${'a'.repeat(1_024)}`],
    ['that is none', 'x'],
  ])('is not looked for at an address %s', async (_, address) => {
    const { find, asked } = source();
    expect(await find(address)).toEqual({ outcome: 'address-refused' });
    expect(asked).toEqual([]);
  });

  it('is fetched once in an hour, and once where many ask at the same time', async () => {
    const { find, asked, clock } = source();
    await Promise.all([find(ADDRESS), find(ADDRESS), find(ADDRESS)]);
    clock.advance(3_590_000);
    await find(ADDRESS);
    expect(asked).toHaveLength(1);
    clock.advance(10_000);
    await find(ADDRESS);
    expect(asked).toHaveLength(2);
  });

  it('is asked for again where nobody answered, or something else', async () => {
    const answers = [undefined, 'no certificate', pem];
    const { find, asked } = source(async () => answers.shift());
    expect(await find(ADDRESS)).toEqual({ outcome: 'unreachable' });
    expect(await find(ADDRESS)).toEqual({ outcome: 'unreachable' });
    expect(await find(ADDRESS)).toEqual({ outcome: 'found', chain });
    expect(asked).toHaveLength(3);
  });

  it('is forgotten where as many others were asked for since as are kept', async () => {
    const { find, asked } = source();
    await find(ADDRESS);
    for (let n = 0; n < 256; n += 1) await find(`https://${HOST}/${n}.pem`);
    await find(ADDRESS);
    expect(asked.filter((address) => address === ADDRESS)).toHaveLength(2);
  });

  it('of our own is not fetched', async () => {
    const own = certificateSource({
      hosts: [],
      clock: testClock(0),
      own: (address) => (address === ADDRESS ? chain : undefined),
      fetchText: () => Promise.reject(new Error('nobody fetches')),
    });
    expect(await own.find(ADDRESS)).toEqual({ outcome: 'found', chain });
    expect(await own.find(`${ADDRESS}x`)).toEqual({ outcome: 'address-refused' });
  });
});

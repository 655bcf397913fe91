import { webhookReceivers } from '@temkin/composition';
import fc from 'fast-check';
import type { AddressInfo, LookupFunction, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../packages/runtimes/composition/src/public-address.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';

const receiver = await webhookReceiver();
afterAll(receiver.stop);
const { port } = new URL(receiver.url);

/** A resolver that gives every name these addresses, one set after another. */
const resolver = (...answers: readonly (readonly string[])[]) => {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, _options, answer) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(host);
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    process.nextTick(() => {
      answer(null, found);
    });
  };
  return { lookup, asked };
};

const NOT_PUBLIC = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.8.9.10',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'receiver.example',
  '',
];

const PUBLIC = ['1.1.1.1', '8.8.8.8', '100.63.255.255', '172.32.0.1', '203.119.8.1', '2606:4700::1111'];

describe('a public address', () => {
  it.each(NOT_PUBLIC)('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(PUBLIC)('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('is none of 10/8, however its IPv4 form is embedded in IPv6', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (b, c, d) => {
        for (const prefix of ['', '::', '::ffff:', '64:ff9b::'])
          expect(isPublicAddress(`${prefix}10.${b}.${c}.${d}`)).toBe(false);
      }),
    );
  });
});

describe('the way to receivers', () => {
  it.each([
    'http://receiver.example/',
    'https://user@receiver.example/',
    'https://receiver.example/#part',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://169.254.169.254/',
    'file:///etc/passwd',
    'gopher://receiver.example/',
  ])('does not lead to %s', async (url) => {
    const receivers = webhookReceivers({ allowLoopback: false });
    expect(receivers.isAllowed(url)).toBe(false);
    expect(await receivers.post(url, {}, '{}')).toEqual({ answered: false });
  });

  it.each(NOT_PUBLIC.filter((address) => /^[\d.:a-f]+$/.test(address)))(
    'ends where a name leads to %s: nobody is connected to',
    async (address) => {
      const { lookup, asked } = resolver([address]);
      const receivers = webhookReceivers({ allowLoopback: false, lookup });
      expect(receivers.isAllowed('https://receiver.example/')).toBe(true);
      expect(await receivers.post(`https://receiver.example:${port}/`, {}, '{}')).toEqual({
        answered: false,
      });
      expect(asked).toEqual(['receiver.example']);
    },
  );

  it.each([
    ['all addresses of a name are inside', [['127.0.0.1']]],
    ['one of them is', [['127.0.0.1', '1.1.1.1']]],
    ['the name is public when somebody looks again', [['127.0.0.1'], ['1.1.1.1']]],
  ])('connects to nobody where %s, and asks for the addresses once', async (_, answers) => {
    let connections = 0;
    const inside = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => {
      inside.listen(0, '127.0.0.1', resolve);
    });
    const address = inside.address();
    const insidePort = address !== null && typeof address === 'object' ? address.port : 0;
    const { lookup, asked } = resolver(...answers);
    const receivers = webhookReceivers({ allowLoopback: false, lookup });
    expect(await receivers.post(`https://inside.example:${insidePort}/`, {}, '{}')).toEqual({
      answered: false,
    });
    expect([connections, asked.length]).toEqual([0, 1]);
    inside.close();
  });

  it('leads to this machine, by http too, where the stage allows it, and to no other network', async () => {
    const receivers = webhookReceivers({ allowLoopback: true });
    expect(await receivers.post(receiver.url, { 'webhook-id': 'x' }, '{}')).toEqual({
      answered: true,
      status: 204,
    });
    expect(receiver.received.at(-1)).toMatchObject({ body: '{}', headers: { 'webhook-id': 'x' } });
    for (const url of ['http://receiver.example/', 'http://10.0.0.1/', 'https://192.168.0.1/'])
      expect(receivers.isAllowed(url), url).toBe(false);
  });

  it('follows no redirect', async () => {
    receiver.received.length = 0;
    receiver.answers((response) => void response.writeHead(307, { location: receiver.url }).end());
    const receivers = webhookReceivers({ allowLoopback: true });
    expect(await receivers.post(receiver.url, {}, '{}')).toEqual({ answered: true, status: 307 });
    expect(receiver.received.length).toBe(1);
  });

  it.each([
    ['switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
    ['ends within its headers', 'HTTP/1.1 200 OK\r\nx'],
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['says nothing', ''],
  ])('comes to an end where the answer %s', async (_, bytes) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => (bytes.startsWith('HTTP/1.1 101') ? socket.write(bytes) : socket.end(bytes)));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port: itsPort } = server.address() as AddressInfo;
    const receivers = webhookReceivers({ allowLoopback: true });
    expect(await receivers.post(`http://127.0.0.1:${itsPort}/`, {}, '{}')).toEqual({ answered: false });
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('gives up on a receiver that does not answer, and on one whose headers have no end', async () => {
    const receivers = webhookReceivers({ allowLoopback: true, timeoutMilliseconds: 50 });
    receiver.answers(() => undefined);
    expect(await receivers.post(receiver.url, {}, '{}')).toEqual({ answered: false });
    receiver.answers((response) => void response.writeHead(200, { x: 'y'.repeat(20_000) }).end());
    const patient = webhookReceivers({ allowLoopback: true });
    expect(await patient.post(receiver.url, {}, '{}')).toEqual({ answered: false });
  });
});

import { systemClock } from '@temkin/kernel';
import { decodeJwt } from 'jose';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { PERSONAS } from '../../packages/runtimes/local/src/demo/personas.ts';
import { createIssuer, loadOrCreateInstallation } from '../../packages/runtimes/local/src/issuer/index.ts';
import { tokenCommand } from '../../packages/runtimes/local/src/token-command.ts';

const directory = await mkdtemp(join(tmpdir(), 'temkin-token-'));
const file = join(directory, 'issuer.json');
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const installation = await loadOrCreateInstallation(file);
const issuer = createIssuer({
  origin: `http://127.0.0.1:${port}`,
  installation,
  personas: PERSONAS,
  clock: systemClock,
});
server.on('request', issuer.callback);
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(directory, { recursive: true });
});

/** Was free a moment ago. */
const silent = createServer().listen(0, '127.0.0.1');
await once(silent, 'listening');
const { port: silentPort } = silent.address() as AddressInfo;
await new Promise((resolve) => silent.close(resolve));

const here = { PORT: String(port), TEMKIN_ISSUER_FILE: file };

describe('npm run token', () => {
  it('prints a token and nothing else', async () => {
    const command = fileURLToPath(new URL('../../packages/runtimes/local/src/token.ts', import.meta.url));
    const run = promisify(execFile);
    const args = ['--import', 'tsx', command, '--as', 'auditor-khanh'];
    const { stdout, stderr } = await run(process.execPath, args, { env: { ...process.env, ...here } });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(stdout.trim())).toMatchObject({ iss: issuer.url, sub: 'auditor-khanh' });
  });

  it('passes on life and scope', async () => {
    const args = ['--as', 'shipper-an', '--expires-in', '0', '--scope', 'parcels:read'];
    const { output } = await tokenCommand(args, here);
    const { iat, exp, scope } = decodeJwt(output.trim());
    expect([exp, scope]).toEqual([iat, 'parcels:read']);
  });

  it.each([
    ['somebody unknown', ['--as', 'shipper-zoe'], here, /nobody is called shipper-zoe.*shipper-an/s],
    ['nobody', [], here, /say --as whom/],
    ['an unknown option', ['--was', 'shipper-an'], here, /--was/],
    ['a life that is no number', ['--as', 'shipper-an', '--expires-in', 'soon'], here, /number of seconds/],
    [
      'a server that does not run',
      ['--as', 'shipper-an'],
      { ...here, PORT: String(silentPort) },
      /npm start/,
    ],
    [
      'a server elsewhere',
      ['--as', 'shipper-an', '--url', 'https://temkin.example'],
      here,
      /on this machine/,
    ],
    [
      'no installation',
      ['--as', 'shipper-an'],
      { TEMKIN_ISSUER_FILE: join(directory, 'none') },
      /npm start.*TEMKIN_ISSUER_FILE/,
    ],
    ['a port that is none', ['--as', 'shipper-an'], { ...here, PORT: '8x' }, /PORT has no usable value/],
    ['a scope of others', ['--as', 'shipper-an', '--scope', 'audit:read'], here, /access_denied/],
  ])('says what is wrong with %s', async (_what, args, environment, words) => {
    const { exitCode, output, complaint } = await tokenCommand(args, environment);
    expect([exitCode, output]).toEqual([1, '']);
    expect(complaint).toMatch(words);
  });

  it('says so where the server is of another installation', async () => {
    const elsewhere = join(directory, 'second.json');
    await loadOrCreateInstallation(elsewhere);
    const environment = { ...here, TEMKIN_ISSUER_FILE: elsewhere };
    for (const subject of ['order-system', 'shipper-an'])
      expect((await tokenCommand(['--as', subject], environment)).complaint).toContain(
        'another installation',
      );
  });

  it('explains itself', async () => {
    const { exitCode, output } = await tokenCommand(['--help'], {});
    expect(exitCode).toBe(0);
    expect(output).toContain('--expires-in');
    for (const { subject } of PERSONAS) expect(output).toContain(subject);
  });
});

import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey } from '@temkin/tlog';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { loopbackServer, type LoopbackServer } from '../support/loopback-server.ts';
import { grow, smallLog, type SmallLog } from '../support/small-log.ts';

const root = await mkdtemp(join(tmpdir(), 'temkin-address-'));
afterAll(() => rm(root, { recursive: true }));

const AT = '/v1/audit/log/ems/2026';

let server: LoopbackServer;
let other: SmallLog;

/** What is served at the company's address: the company's log of another deployment. */
beforeAll(async () => {
  await cryptoReady;
  other = await smallLog(`staging.example${AT}`);
  await grow(other, entriesFrom(0, 3));
  server = await loopbackServer(async (request, response) => {
    const bytes = other.files.get(request.url?.replace(`${AT}/`, '') ?? '');
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
});
afterAll(() => server.stop());

describe.each(['verify', 'query', 'export', 'watch'])('temkin audit %s', (command) => {
  const judge = async (names: readonly string[]) => {
    const keys = [other.key, ...(await Promise.all(names.map(async (name) => (await smallLog(name)).key)))];
    const vkeys = keys.flatMap((key) => ['--vkey', formatVerifierKey(key)]);
    const out = command === 'export' ? ['--out', join(root, String(names.length))] : [];
    const watch = command === 'watch' ? ['--state', join(root, 'state'), '--once'] : [];
    return temkin(['audit', command, `${server.endpoint}${AT}/`, ...vkeys, ...out, ...watch]);
  };

  it('takes a log of another name than its address, of which no log is trusted', async () => {
    const host = new URL(server.endpoint).host;
    const names = [`elsewhere.example${AT}`, `${host}/v1/audit/log/vnp/2026`, `${host}0${AT}`];
    expect(await judge(names)).toMatchObject({ exitCode: 0 });
  });

  it.each([AT, '/v1/audit/log/ems/2025'])('refuses it where %s of its address is trusted', async (path) => {
    const host = new URL(server.endpoint).host;
    expect(await judge([`${host}${path}`])).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('REFUSED: checkpoint is of another log than its address names.\n'),
    });
  });
});

import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey } from '@temkin/tlog';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { grow, smallLog, type SmallLog } from '../support/small-log.ts';

const root = await mkdtemp(join(tmpdir(), 'temkin-once-'));
afterAll(() => rm(root, { recursive: true }));

/** The log that was kept by the auditor, and another of the same key that its owner would rather have seen. */
let [kept, forked]: readonly SmallLog[] = [];

beforeAll(async () => {
  await cryptoReady;
  const log = await smallLog();
  await grow(log, entriesFrom(0, 300));
  const other: SmallLog = { ...(await smallLog()), key: log.key, signer: log.signer };
  await grow(other, entriesFrom(5_000, 400));
  [kept, forked] = [log, other];
});

/** Serves the forked log, save for the first answers of a path; counts what is asked for. */
const serving = async (first: (path: string) => Uint8Array | 'nothing' | undefined) => {
  const asked = new Map<string, number>();
  const server = await loopbackServer(async (request, response) => {
    const path = request.url?.replace('/log/', '') ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const instead = asked.get(path) === 1 ? first(path) : undefined;
    const bytes = instead === 'nothing' ? undefined : (instead ?? forked?.files.get(path));
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  return { ...server, asked };
};

const vkey = (): string => (kept === undefined ? '' : formatVerifierKey(kept.key));

/** A state in which the kept log stands. */
const stateOf = async (name: string): Promise<string> => {
  const state = join(root, name);
  const server = await loopbackServer(async (request, response) => {
    response.end(kept?.files.get(request.url?.replace('/log/', '') ?? ''));
  });
  const verified = await temkin([
    'audit',
    'verify',
    `${server.endpoint}/log`,
    '--vkey',
    vkey(),
    '--state',
    state,
  ]);
  await server.stop();
  expect(verified.exitCode).toBe(0);
  return state;
};

describe.each(['verify', 'query', 'watch'])('temkin audit %s', (command) => {
  const judge = (endpoint: string, state: string) =>
    temkin([
      'audit',
      command,
      `${endpoint}/log`,
      '--state',
      state,
      ...(command === 'watch' ? ['--once'] : []),
    ]);

  it.each([
    ['that there is none at first', (path: string) => (path === 'checkpoint' ? 'nothing' : undefined)],
    ['something else at first', (path: string) => (path === 'checkpoint' ? new Uint8Array([65]) : undefined)],
    ['the true one at first', (path: string) => (path === 'checkpoint' ? kept?.files.get(path) : undefined)],
  ] as const)('is not led past the state by a server that says of the checkpoint %s', async (name, first) => {
    const state = await stateOf(`${command}-${name.length}.json`);
    const before = await readFile(state, 'utf8');
    const server = await serving(first);
    const { exitCode } = await judge(server.endpoint, state);
    await server.stop();
    // Who looks at hashes alone finds the true checkpoint unchanged.
    expect(exitCode).toBe(command === 'watch' && name.startsWith('the true') ? 0 : 1);
    expect(server.asked.get('checkpoint')).toBe(1);
    expect(await readFile(state, 'utf8')).toBe(before);
  });

  it('reads the first entries once, by which a log says who it is', async () => {
    const server = await serving(() => undefined);
    await judge(server.endpoint, join(root, `${command}-none.json`));
    await server.stop();
    expect(server.asked.get('tile/entries/000') ?? 0).toBeLessThanOrEqual(1);
  });
});

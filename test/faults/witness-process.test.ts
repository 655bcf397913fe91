import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '@temkin/tlog';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { sha256 } from '../support/sha256.ts';
import { checkpointOf, grow, smallLog, type SmallLog } from '../support/small-log.ts';
import { cosignatureOf, requestOf } from '../support/small-witness.ts';

const ENTRY = fileURLToPath(new URL('../../packages/surfaces/cli/src/main.ts', import.meta.url));

const directory = await mkdtemp(join(tmpdir(), 'temkin-witness-'));
const files = ['--key', join(directory, 'key'), '--state', join(directory, 'state')];
const started: ChildProcess[] = [];
let log: SmallLog;
let key: VerifierKey | undefined;

beforeAll(async () => {
  await cryptoReady;
  log = await smallLog();
  const { output } = await temkin(['audit', 'witness', '--new-key', '--name', 'witness.example', ...files]);
  key = await parseVerifierKey(sha256, output.trim());
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(directory, { recursive: true });
});

/** Starts the witness as a process of its own. */
const start = async () => {
  const options = [...files, '--log', formatVerifierKey(log.key), '--listen', '127.0.0.1:0'];
  const child = spawn(process.execPath, ['--import', 'tsx', ENTRY, 'audit', 'witness', ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, found] = / at (http:\S+)$/m.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`the witness ended: ${said}`)));
  });
  return {
    send: async (oldSize: number): Promise<readonly [number, string]> => {
      const body = await requestOf(log, oldSize);
      const response = await fetch(`${address}/add-checkpoint`, { method: 'POST', body });
      return [response.status, await response.text()];
    },
    end: async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal);
      return ended;
    },
  };
};

describe('a witness that is killed', () => {
  it('knows when it starts again all it has cosigned', { timeout: 60_000 }, async () => {
    await grow(log, entriesFrom(0, 3));
    const killed = await start();
    const [status, lines] = await killed.send(0);
    await killed.end('SIGKILL');
    expect(status).toBe(200);
    expect(key && (await cosignatureOf(key, lines, await checkpointOf(log)))).toMatchObject({ key });

    await grow(log, entriesFrom(3, 297));
    const next = await start();
    expect(await next.send(0)).toEqual([409, '3\n']);
    expect((await next.send(3))[0]).toBe(200);
    expect(await next.end('SIGTERM')).toBe(0);
  });
});

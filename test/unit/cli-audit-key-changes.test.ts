import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey } from '@temkin/tlog';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { writeLog } from '../support/log-directory.ts';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';
import { memorySigner } from '../support/memory-signer.ts';

beforeAll(() => cryptoReady);

const root = await mkdtemp(join(tmpdir(), 'temkin-key-changes-'));
afterAll(() => rm(root, { recursive: true }));

let [place, state] = ['', ''];
beforeEach(async () => {
  place = await mkdtemp(join(root, 'case-'));
  state = join(place, 'auditor.json');
});

const verify = (where: string, ...options: readonly string[]) =>
  temkin(['audit', 'verify', where, '--state', state, ...options]);

const look = (where: string, ...options: readonly string[]) =>
  temkin(['audit', 'watch', where, '--state', state, '--once', ...options]);

const VERIFIED = { exitCode: 0, output: expect.stringMatching(/^VERIFIED/) as string };

describe('a key that changes between two looks', () => {
  let logs: LogsOfYears;
  let live = '';
  const first = async () => formatVerifierKey(await logs.keyOf(logs.signers.inUse, '2026'));
  const lay = () => writeLog(logs.files('2026'), live);
  beforeEach(async () => {
    logs = logsOfYears();
    live = join(place, 'live');
    await logs.record('2026', 3);
    lay();
  });

  it('is followed by verify, to which whoever watches is led', async () => {
    expect(await look(live, '--vkey', await first())).toMatchObject({ exitCode: 0 });
    logs.signers.next = memorySigner();
    await logs.run();
    logs.signers.inUse = logs.signers.next;
    delete logs.signers.next;
    await logs.record('2026', 2);
    lay();
    for (const given of [[], ['--vkey', await first()]])
      expect((await look(live, ...given)).output).toContain('temkin audit verify');
    expect(await verify(live)).toMatchObject(VERIFIED);
    expect(await look(live)).toMatchObject({ exitCode: 0 });
  });

  it('leaves a copy fit for the next export, where the state knows more than the copy', async () => {
    const copy = () =>
      temkin(['audit', 'export', live, '--out', join(place, 'copy'), '--state', state, ...given]);
    let given = ['--vkey', await first()];
    expect(await copy()).toMatchObject({ exitCode: 0 });
    const older = join(place, 'older');
    await writeFile(older, logs.checkpoint('2026'));
    const former = ['--former-vkey', await first(), '--checkpoint', older];
    logs.signers.inUse = memorySigner();
    await logs.record('2026', 3);
    lay();
    expect(await verify(live, '--vkey', await first(), ...former)).toMatchObject(VERIFIED);
    given = [];
    expect(await copy()).toMatchObject({ exitCode: 0 });
  });
});

import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey } from '@temkin/tlog';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { writeLog } from '../support/log-directory.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { logsOfYears } from '../support/logs-of-years.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { servedWhile } from '../support/served-while.ts';
import { grow, smallLog, type SmallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const root = await mkdtemp(join(tmpdir(), 'temkin-state-'));
afterAll(() => rm(root, { recursive: true }));

let [place, state] = ['', ''];
let log: SmallLog;
beforeEach(async () => {
  place = await mkdtemp(join(root, 'case-'));
  state = join(place, 'auditor.json');
  log = await smallLog();
  await grow(log, entriesFrom(0, 300));
});

/** A log's directory, as it is now. */
const laidOut = (name: string, { files }: SmallLog): string => {
  writeLog(files, join(place, name));
  return join(place, name);
};

const verify = (where: string, ...options: readonly string[]) =>
  temkin(['audit', 'verify', where, '--state', state, ...options]);

const vkey = ({ key }: SmallLog): string => formatVerifierKey(key);

/** What the state holds: the keys, and origin and size of each log. */
const kept = async () => {
  const { vkeys, checkpoints } = JSON.parse(await readFile(state, 'utf8')) as Record<
    'vkeys' | 'checkpoints',
    string[]
  >;
  return { vkeys, logs: checkpoints.map((note) => note.split('\n').slice(0, 2).join(' ')) };
};

/** Verifies a log, as it is now unless it is to be live, and lets something happen before its first entries are read. */
const verifyWhile = (served: SmallLog, happening: () => Promise<unknown>, isLive = false) =>
  servedWhile({ files: isLive ? served.files : new Map(served.files) }, happening, (where) =>
    verify(where, '--vkey', vkey(served)),
  );

describe('what an auditor keeps', () => {
  it('is of all logs that are verified side by side', async () => {
    const others = await Promise.all(
      ['2023', '2024', '2025'].map((year) => smallLog(`log.example/ems/${year}`)),
    );
    for (const other of others) await grow(other, entriesFrom(0, 3));
    const outcomes = await Promise.all(
      [log, ...others].map((one) => verify(laidOut(one.key.name, one), '--vkey', vkey(one))),
    );
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    const { vkeys, logs } = await kept();
    expect(logs.toSorted()).toEqual([...others.map(({ key }) => `${key.name} 3`), `${log.key.name} 300`]);
    expect(vkeys.toSorted()).toEqual([log, ...others].map(vkey).toSorted());
    expect((await readdir(place)).filter((name) => /lock|draft/.test(name))).toEqual([]);
  });

  it('is the larger checkpoint, where another run has kept one meanwhile', async () => {
    const { exitCode } = await verifyWhile(
      log,
      async () => {
        await grow(log, entriesFrom(300, 10));
        expect(await verify(laidOut('grown', log), '--vkey', vkey(log))).toMatchObject({ exitCode: 0 });
      },
      true,
    );
    expect(exitCode).toBe(0);
    expect((await kept()).logs).toEqual([`${log.key.name} 310`]);
  });

  it('is no word on a log that cannot be read as far as another run has come meanwhile', async () => {
    const { exitCode, complaint, output } = await verifyWhile(log, async () => {
      await grow(log, entriesFrom(300, 10));
      expect(await verify(laidOut('grown', log), '--vkey', vkey(log))).toMatchObject({ exitCode: 0 });
    });
    expect([exitCode, output, complaint]).toEqual([1, '', expect.stringContaining('run this again')]);
    expect((await kept()).logs).toEqual([`${log.key.name} 310`]);
  });

  it('comes on from a smaller checkpoint that another run has kept meanwhile', async () => {
    const older = laidOut('older', log);
    await grow(log, entriesFrom(300, 10));
    const { exitCode } = await verifyWhile(log, async () => {
      expect(await verify(older, '--vkey', vkey(log))).toMatchObject({ exitCode: 0 });
    });
    expect(exitCode).toBe(0);
    expect((await kept()).logs).toEqual([`${log.key.name} 310`]);
  });

  it.each([
    ['of the same size', 300],
    ['that is smaller', 200],
    ['that is larger', 1_000],
  ])('refuses a fork of which another run has kept a checkpoint meanwhile, %s', async (_, size) => {
    const fork: SmallLog = { ...(await smallLog()), key: log.key, signer: log.signer };
    await grow(fork, entriesFrom(5_000, size));
    // Whoever serves the smaller one may well have the tiles of both.
    const served = { ...log, files: new Map([...fork.files, ...log.files]) };
    const { exitCode, output } = await verifyWhile(served, async () => {
      expect(await verify(laidOut('fork', fork), '--vkey', vkey(log))).toMatchObject({ exitCode: 0 });
    });
    expect([exitCode, output]).toEqual([1, expect.stringMatching(/^REFUSED: .*there are two of it/)]);
    expect((await kept()).logs).toEqual([`${log.key.name} ${size}`]);
  });

  it('says which file is in the way where the state is not let go of', async () => {
    await writeFile(`${state}.lock`, '');
    expect(await verify(laidOut('log', log), '--vkey', vkey(log))).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining(`${state}.lock is in the way`) as string,
    });
  });
});

describe('a key that leads to the one that signs', () => {
  it('is kept beside it, and so is what was verified of the log before', async () => {
    const logs = logsOfYears();
    const first = formatVerifierKey(await logs.keyOf(logs.signers.inUse, '2026'));
    await logs.record('2026', 3);
    await logs.record('2027', 1);
    logs.signers.next = memorySigner();
    await logs.run();
    logs.signers.inUse = logs.signers.next;
    delete logs.signers.next;
    await logs.record('2026', 1);
    await logs.record('2027', 1);
    const [past, newest] = [join(place, '2026'), join(place, '2027')];
    writeLog(logs.files('2026'), past);
    writeLog(logs.files('2027'), newest);
    const chain = [newest, '--previous', past] as const;
    expect(await verify(...chain, '--vkey', first)).toMatchObject({ exitCode: 0 });
    const { vkeys, logs: named } = await kept();
    expect(named).toEqual(['log.example/ems/2026 6', 'log.example/ems/2027 4']);
    expect(vkeys).toContain(first);
    // The log of 2027 began under the word of the key that was replaced since.
    expect(await verify(...chain)).toMatchObject({ exitCode: 0 });
    expect(await kept()).toEqual({ vkeys: expect.arrayContaining(vkeys) as string[], logs: named });
  });
});

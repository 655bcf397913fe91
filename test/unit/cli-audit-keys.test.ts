import { formatKeyStatement } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import {
  formatNote,
  formatVerifierKey,
  fromBundle,
  parseNote,
  signNote,
  type VerifierKey,
} from '@temkin/tlog';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { writeLog } from '../support/log-directory.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { servedWhile } from '../support/served-while.ts';
import { checkpointOf, grow, smallLog, type SmallLog } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const root = await mkdtemp(join(tmpdir(), 'temkin-keys-'));
afterAll(() => rm(root, { recursive: true }));

let [place, state, laid] = ['', '', 0];
beforeEach(async () => {
  place = await mkdtemp(join(root, 'case-'));
  state = join(place, 'auditor.json');
});

type Key = Pick<SmallLog, 'key' | 'signer'>;

const vkey = ({ key }: Key): string => formatVerifierKey(key);

/** A log's directory, as it is now. */
const laidOut = ({ files }: Pick<SmallLog, 'files'>): string => {
  laid += 1;
  const directory = join(place, `log-${laid}`);
  writeLog(files, directory);
  return directory;
};

const verify = (where: string, ...options: readonly string[]) =>
  temkin(['audit', 'verify', where, '--state', state, ...options]);

const look = (where: string, ...options: readonly string[]) =>
  temkin(['audit', 'watch', where, '--state', state, '--once', ...options]);

const kept = async () => {
  const { vkeys, checkpoints } = JSON.parse(await readFile(state, 'utf8')) as Record<
    'vkeys' | 'checkpoints',
    string[]
  >;
  return { vkeys, sizes: checkpoints.map((note) => Number(note.split('\n')[1])) };
};

const refused = (words: string) => ({
  exitCode: 1,
  output: expect.stringMatching(new RegExp(`^REFUSED: .*${words}`)) as string,
});
const VERIFIED = { exitCode: 0, output: expect.stringMatching(/^VERIFIED/) as string };

/** A copy of a log that goes on by itself, under another key perhaps. */
const copyOf = async (log: SmallLog, { key, signer }: Key = log): Promise<SmallLog> => {
  const copy = { ...log, files: new Map(log.files), entries: [...log.entries], key, signer };
  copy.files.set('checkpoint', utf8(await checkpointOf(copy)));
  return copy;
};

/** An entry by which a key names keys of its log. */
const naming = async ({ key, signer }: Key, keys: readonly VerifierKey[]): Promise<Uint8Array> => {
  const text = formatKeyStatement({ origin: key.name, keys });
  const note = formatNote({ text, signatures: [await signNote(text, key, signer)] });
  return utf8(JSON.stringify({ unmapped: { statement: note } }));
};

describe('a key that was replaced without its word', () => {
  let log: SmallLog;
  let second: SmallLog;
  let [stolen, honest, older] = ['', '', ''];
  beforeEach(async () => {
    [log, second] = [await smallLog(), await smallLog()];
    stolen = vkey(log);
    await grow(log, [await naming(log, [log.key]), ...entriesFrom(0, 300)]);
    older = join(place, 'older');
    await writeFile(older, await checkpointOf(log));
    honest = laidOut(await copyOf(log, second));
  });

  /** The log as it goes on under the stolen key, which names the other where it can. */
  const theftOf = async (names: boolean): Promise<SmallLog> => {
    const theft = await copyOf(log);
    await grow(theft, [
      ...(names ? [await naming(log, [log.key, second.key])] : []),
      ...entriesFrom(9_000, 700),
    ]);
    return theft;
  };

  it('is good for an older checkpoint as a former one, and is not kept', async () => {
    const given = ['--vkey', vkey(second), '--former-vkey', stolen, '--checkpoint', older];
    expect(await verify(honest, ...given)).toMatchObject(VERIFIED);
    expect(await kept()).toEqual({ vkeys: [vkey(second)], sizes: [301] });
    const alone = ['--vkey', vkey(second), '--checkpoint', older];
    expect(await verify(honest, ...alone)).toMatchObject(refused('is not signed'));
  });

  it('is refused where it is given as one that the log stands by, and nothing is kept', async () => {
    for (const where of [honest, laidOut(await theftOf(false)), laidOut(await theftOf(true))])
      expect(await verify(where, '--vkey', vkey(second), '--vkey', stolen)).toMatchObject(
        refused('is a key of this log that you gave'),
      );
    await expect(kept()).rejects.toThrow('ENOENT');
  });

  it.each([false, true])('signs no log beside its successor’s key, which it names: %s', async (names) => {
    const given = ['--vkey', vkey(second), '--former-vkey', stolen, '--checkpoint', older];
    const where = laidOut(await theftOf(names));
    for (const run of [verify, look])
      expect(await run(where, ...given.slice(0, run === look ? 4 : 6))).toMatchObject(
        refused('is not signed'),
      );
    await expect(kept()).rejects.toThrow('ENOENT');
  });

  it('drops out of a state by being called a former one, and not before', async () => {
    await verify(laidOut(log), '--vkey', stolen);
    for (const run of [verify, look]) {
      expect(await run(honest, '--vkey', vkey(second))).toMatchObject(refused('that you gave or kept'));
      expect(await kept()).toEqual({ vkeys: [stolen], sizes: [301] });
    }
    const given = ['--vkey', vkey(second), '--former-vkey', stolen];
    expect(await verify(honest, ...given)).toMatchObject(VERIFIED);
    expect(await kept()).toEqual({ vkeys: [vkey(second)], sizes: [301] });
    expect(await verify(laidOut(log))).toMatchObject(refused('is not signed'));
    // A command line that still gives it is no way back.
    for (const run of [verify, look])
      expect(await run(laidOut(await theftOf(true)), '--vkey', stolen)).toMatchObject(
        refused('that you gave or kept'),
      );
    expect(await kept()).toEqual({ vkeys: [vkey(second)], sizes: [301] });
  });

  it.each([
    ['verify', verify],
    ['watch', look],
  ])('is not brought back by a run of %s that began before it was dropped', async (_, run) => {
    await verify(laidOut(log), '--vkey', stolen);
    const given = ['--vkey', vkey(second), '--former-vkey', stolen];
    const outcome = await servedWhile(await theftOf(false), () => verify(honest, ...given), run);
    expect(outcome.exitCode).toBe(1);
    expect(`${outcome.output}${outcome.complaint}`).toContain('run this again');
    expect(await kept()).toEqual({ vkeys: [vkey(second)], sizes: [301] });
  });

  it('comes into no state that another run has made meanwhile under its successor’s', async () => {
    const outcome = await servedWhile(
      await theftOf(false),
      () => verify(honest, '--vkey', vkey(second)),
      (where) => verify(where, '--vkey', stolen),
    );
    expect(outcome).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('run this again') as string,
    });
    expect(await kept()).toEqual({ vkeys: [vkey(second)], sizes: [301] });
  });

  it('is not given as one that stands besides', async () => {
    expect(await verify(honest, '--vkey', stolen, '--former-vkey', stolen)).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining('both by --vkey and by --former-vkey') as string,
    });
  });
});

describe('a key that was replaced by its word', () => {
  let logs: LogsOfYears;
  let first: Key;
  const keyOf = async (year: string): Promise<Key> => ({
    key: await logs.keyOf(logs.signers.inUse, year),
    signer: logs.signers.inUse,
  });
  const laidYear = (year: string): string => laidOut({ files: logs.files(year) });
  const nameNext = async (next = memorySigner()): Promise<void> => {
    logs.signers.next = next;
    await logs.run();
  };
  const replace = async (): Promise<void> => {
    logs.signers.inUse = logs.signers.next ?? logs.signers.inUse;
    delete logs.signers.next;
    await logs.run();
  };
  beforeEach(async () => {
    logs = logsOfYears();
    await logs.record('2026', 3);
    first = await keyOf('2026');
  });

  /** The log of 2026 as a key makes it go on by itself. */
  const forkBy = async (by: Key): Promise<string> => {
    const size = Number(logs.checkpoint('2026').split('\n')[1]);
    const bundle = logs.files('2026').get(`tile/entries/000.p/${size}`) ?? new Uint8Array();
    const fork: SmallLog = { ...(await smallLog(by.key.name)), ...by };
    await grow(fork, fromBundle(bundle, size) ?? []);
    await grow(fork, entriesFrom(0, 4));
    return laidOut(fork);
  };

  it('signs no more once its successor has signed what was kept', async () => {
    await nameNext();
    await replace();
    await logs.record('2026', 2);
    expect(await verify(laidYear('2026'), '--vkey', vkey(first))).toMatchObject(VERIFIED);
    expect((await kept()).vkeys).toEqual([vkey(first), vkey(await keyOf('2026'))]);
    const fork = await forkBy(first);
    for (const run of [verify, look]) {
      expect(await run(fork)).toMatchObject(refused('is not signed'));
      expect(await run(fork, '--vkey', vkey(first))).toMatchObject(refused('that you gave or kept'));
    }
    expect(await verify(laidYear('2026'), '--vkey', vkey(first))).toMatchObject(VERIFIED);
  });

  it('signs again where its successor names it', async () => {
    await nameNext();
    await replace();
    await logs.record('2026', 2);
    await verify(laidYear('2026'), '--vkey', vkey(first));
    await nameNext(first.signer);
    await replace();
    await logs.record('2026', 2);
    expect(parseNote(logs.checkpoint('2026'))?.signatures).toHaveLength(1);
    expect(await verify(laidYear('2026'))).toMatchObject(VERIFIED);
    expect(await look(laidYear('2026'))).toMatchObject({ exitCode: 0 });
  });

  it('leads to the log of a year that began before, and is seen after', async () => {
    await logs.record('2027', 1);
    await nameNext();
    await replace();
    for (const year of ['2026', '2027']) await logs.record(year, 2);
    expect(await verify(laidYear('2026'), '--vkey', vkey(first))).toMatchObject(VERIFIED);
    expect(await verify(laidYear('2026'))).toMatchObject(VERIFIED);
    const begun = await readFile(state);
    expect(await verify(laidYear('2027'))).toMatchObject(VERIFIED);
    await writeFile(state, begun);
    expect(await verify(laidYear('2027'), '--previous', laidYear('2026'))).toMatchObject(VERIFIED);
    await writeFile(state, begun);
    expect(await verify(laidYear('2027'), '--previous', await forkBy(first))).toMatchObject(
      refused('2026: checkpoint is not signed'),
    );
  });

  it('is kept with the one that signs beside it, of which either may go on', async () => {
    await nameNext();
    const next = logs.signers.next ?? memorySigner();
    const named = { key: await logs.keyOf(next, '2026'), signer: next };
    await verify(laidYear('2026'), '--vkey', vkey(first));
    expect((await kept()).vkeys).toEqual([vkey(first), vkey(named)]);
    const begun = await readFile(state);

    await replace();
    await logs.record('2026', 2);
    expect(await look(laidYear('2026'))).toMatchObject({ exitCode: 0 });
    expect(await verify(laidYear('2026'))).toMatchObject(VERIFIED);

    // Given up instead.
    await writeFile(state, begun);
    logs.signers.inUse = first.signer;
    await logs.record('2026', 2);
    expect(await verify(laidYear('2026'))).toMatchObject(VERIFIED);
    expect((await kept()).vkeys).toEqual([vkey(first)]);
  });

  it('stays beside its successor that another run has brought into the state meanwhile', async () => {
    await logs.record('2026', 300);
    await verify(laidYear('2026'), '--vkey', vkey(first));
    await nameNext();
    const named = laidYear('2026');
    await logs.record('2026', 5);
    const grown = { ...(await smallLog()), files: new Map(logs.files('2026')) };
    expect(await servedWhile(grown, () => verify(named), look)).toMatchObject({ exitCode: 0 });
    const { vkeys, sizes } = await kept();
    expect([vkeys[0], vkeys.length, sizes]).toEqual([vkey(first), 2, [310]]);
  });

  it('is not brought back by a run on the next log that began before it was dropped', async () => {
    await verify(laidYear('2026'), '--vkey', vkey(first));
    await logs.record('2027', 1);
    const next: SmallLog = { ...(await smallLog()), files: new Map(logs.files('2027')) };
    logs.signers.inUse = memorySigner();
    await logs.record('2026', 2);
    const second = vkey(await keyOf('2026'));
    const given = ['--vkey', second, '--former-vkey', vkey(first)];
    const outcome = await servedWhile(next, () => verify(laidYear('2026'), ...given), verify);
    expect(outcome).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('run this again') as string,
    });
    expect((await kept()).vkeys).toEqual([second]);
    expect(await verify(laidYear('2027'))).toMatchObject(refused('is not signed'));
  });

  it('leads to no later log by itself, and the refusal says what does', async () => {
    await verify(laidYear('2026'), '--vkey', vkey(first));
    await nameNext();
    await replace();
    await logs.record('2027', 1);
    const words = 'Give that log by --previous, or verify it first';
    expect(await verify(laidYear('2027'))).toMatchObject(refused(words));
    expect(await verify(laidYear('2027'), '--previous', laidYear('2026'))).toMatchObject(VERIFIED);
  });

  it('is wanted of the log before too, where that is given, and the refusal says so', async () => {
    await logs.record('2027', 1);
    const given = ['--vkey', vkey(await keyOf('2027'))];
    expect(await verify(laidYear('2027'), ...given, '--previous', laidYear('2026'))).toMatchObject(
      refused('2026: checkpoint .* No key of that log is trusted: give one by --vkey'),
    );
  });
});

it('a key given as a former one does not come back by the word of the year before', async () => {
  const logs = logsOfYears();
  const inUse = logs.signers.inUse;
  await logs.record('2025', 3);
  await logs.record('2026', 2);
  const [before, stolen] = [await logs.keyOf(inUse, '2025'), await logs.keyOf(inUse, '2026')];
  const files = logs.files('2026');
  const size = Number(logs.checkpoint('2026').split('\n')[1]);
  const [opening] = fromBundle(files.get(`tile/entries/000.p/${size}`) ?? new Uint8Array(), size) ?? [];
  const theft: SmallLog = { ...(await smallLog(stolen.name)), key: stolen, signer: inUse };
  await grow(theft, [opening ?? new Uint8Array(), ...entriesFrom(0, 4)]);

  writeLog(logs.files('2025'), join(place, '2025'));
  expect(await verify(join(place, '2025'), '--vkey', formatVerifierKey(before))).toMatchObject(VERIFIED);
  const former = ['--former-vkey', formatVerifierKey(stolen)];
  for (const more of [[], ['--previous', join(place, '2025')]])
    expect(await verify(laidOut(theft), ...former, ...more)).toMatchObject(refused('is not signed'));
  expect((await kept()).vkeys).toEqual([formatVerifierKey(before)]);
});

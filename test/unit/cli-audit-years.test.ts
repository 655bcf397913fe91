import { formatKeyStatement } from '@temkin/audit/domain';
import { cryptoReady, type Signer } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { formatNote, formatVerifierKey, parseCheckpoint, parseNote, signNote } from '@temkin/tlog';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { writeLog } from '../support/log-directory.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { grow, smallLog, type LogFiles } from '../support/small-log.ts';

beforeAll(() => cryptoReady);

const root = await mkdtemp(join(tmpdir(), 'temkin-years-'));
afterAll(() => rm(root, { recursive: true }));

const VERIFIED = { exitCode: 0, output: expect.stringMatching(/^VERIFIED/) as string };
const refused = (words: string) => ({
  exitCode: 1,
  output: expect.stringMatching(new RegExp(`^REFUSED: .*${words}`)) as string,
});
const SKIPPED = refused('entry 0 names .* no year is ever left out');

let [place, state, older] = ['', '', ''];
let logs: LogsOfYears;
let leaked: Signer;

const vkey = async (year: string, signer = logs.signers.inUse): Promise<string> =>
  formatVerifierKey(await logs.keyOf(signer, year));

const laidOut = (name: string, files: LogFiles): string => {
  writeLog(files, join(place, name));
  return join(place, name);
};
const laidYear = (year: string): string => laidOut(year, logs.files(year));

const verify = (where: string, ...options: readonly string[]) =>
  temkin(['audit', 'verify', where, '--state', state, ...options]);

const is2025 = (text: string): boolean => text.startsWith('log.example/ems/2025');

const kept = async () =>
  JSON.parse(await readFile(state, 'utf8')) as Record<'vkeys' | 'checkpoints', string[]>;

/** A log of 2027 that the leaked key has opened, as that of a year before. */
const forkOf2027 = async (yearBefore: string): Promise<string> => {
  const fork = await smallLog('log.example/ems/2027');
  const previous = parseCheckpoint(parseNote(logs.checkpoint(yearBefore))?.text ?? '');
  const text = formatKeyStatement({
    origin: fork.key.name,
    keys: [fork.key],
    ...(previous !== undefined && { previous }),
  });
  const note = formatNote({
    text,
    signatures: [await signNote(text, await logs.keyOf(leaked, yearBefore), leaked)],
  });
  await grow(fork, [utf8(JSON.stringify({ unmapped: { statement: note } })), ...entriesFrom(0, 3)]);
  return laidOut('fork', fork.files);
};

/** An auditor has seen two years; then the key that signed them is replaced without its word. */
beforeEach(async () => {
  place = await mkdtemp(join(root, 'case-'));
  state = join(place, 'auditor.json');
  logs = logsOfYears();
  leaked = logs.signers.inUse;
  for (const year of ['2025', '2026']) await logs.record(year, 3);
  await verify(laidYear('2025'), '--vkey', await vkey('2025'));
  await verify(laidYear('2026'));
  older = join(place, 'older');
  await writeFile(older, logs.checkpoint('2026'));
  logs.signers.inUse = memorySigner();
  await logs.record('2026', 2);
});

/** Gives the new key of 2026, and the old one of these years as former. */
const recover = async (...years: readonly string[]) => {
  const former = await Promise.all(years.map((year) => vkey(year, leaked)));
  const given = ['--vkey', await vkey('2026'), ...former.flatMap((key) => ['--former-vkey', key])];
  return verify(laidYear('2026'), ...given, '--checkpoint', older);
};

describe('the log of a year that an auditor has not seen', () => {
  it('is refused where it skips one, whatever is known of that', async () => {
    expect(await recover('2026')).toMatchObject(VERIFIED);
    await logs.record('2027', 2);
    const fork = await forkOf2027('2025');
    const before = await kept();
    expect(await verify(fork)).toMatchObject(SKIPPED);
    expect(await verify(fork, '--previous', laidYear('2025'))).toMatchObject(SKIPPED);
    expect(await kept()).toEqual(before);
    await writeFile(
      state,
      JSON.stringify({ vkeys: [await vkey('2025', leaked)], checkpoints: before.checkpoints.filter(is2025) }),
    );
    expect(await verify(fork)).toMatchObject(SKIPPED);
    expect(await verify(laidYear('2027'), '--vkey', await vkey('2027'))).toMatchObject(VERIFIED);
  });

  it('is refused where it comes after none, though one of that company is known', async () => {
    const lone = await smallLog('log.example/ems/2027');
    const text = formatKeyStatement({ origin: lone.key.name, keys: [lone.key] });
    const signature = await signNote(text, lone.key, lone.signer);
    const statement = formatNote({ text, signatures: [signature] });
    await grow(lone, [utf8(JSON.stringify({ unmapped: { statement } })), ...entriesFrom(0, 3)]);
    const trusted = ['--vkey', formatVerifierKey(lone.key)] as const;
    const where = laidOut('lone', lone.files);
    expect(await verify(where, ...trusted)).toMatchObject(SKIPPED);
    const { checkpoints } = await kept();
    await writeFile(state, JSON.stringify({ vkeys: [formatVerifierKey(lone.key)], checkpoints }));
    expect(await verify(where)).toMatchObject(SKIPPED);
    await rm(state);
    expect(await verify(where, ...trusted, '--former-vkey', await vkey('2026', leaked))).toMatchObject(
      SKIPPED,
    );
    expect(await verify(where, ...trusted)).toMatchObject(VERIFIED);
  });

  it.each(['verify', 'query', 'export'])(
    'is refused by %s where the state has another end of the one before, and nothing is kept',
    async (command) => {
      const fork = logsOfYears();
      fork.signers.inUse = leaked;
      await fork.record('2025', 3);
      await fork.record('2026', 3);
      await fork.record('2027', 2);
      const where = laidOut('fork', fork.files('2027'));
      const before = await kept();
      expect(
        await temkin([
          'audit',
          command,
          where,
          '--state',
          state,
          ...(command === 'verify' ? [] : ['--out', join(place, 'out')]),
        ]),
      ).toMatchObject(refused('the checkpoint in .* do not agree on how the log before it ended'));
      expect(await kept()).toEqual(before);
    },
  );

  it('comes after one in which nothing happened', async () => {
    await recover('2026');
    await logs.record('2029', 1);
    for (const year of ['2026', '2027', '2028', '2029'])
      expect(await verify(laidYear(year))).toMatchObject(VERIFIED);
    expect(logs.checkpoint('2028').split('\n').slice(0, 2)).toEqual(['log.example/ems/2028', '1']);
  });
});

describe('a former key', () => {
  it('leaves the state with any log, and opens no other', async () => {
    expect(await recover('2026', '2025')).toMatchObject(VERIFIED);
    expect((await kept()).vkeys).toEqual([await vkey('2026')]);
    expect(await verify(await forkOf2027('2026'))).toMatchObject(refused('checkpoint is not signed'));
  });

  it('leaves the state with the log before too, where both are verified', async () => {
    expect(await verify(laidYear('2025'), '--vkey', await vkey('2025', leaked))).toMatchObject(VERIFIED);
    await logs.record('2027', 1);
    await verify(laidYear('2027'), '--vkey', await vkey('2027'));
    const [next, third] = [memorySigner(), logs.signers.inUse];
    logs.signers.inUse = next;
    for (const year of ['2026', '2027']) await logs.record(year, 1);
    const given = await Promise.all(
      [
        ['--vkey', '2026', next],
        ['--vkey', '2027', next],
        ['--former-vkey', '2025', leaked],
        ['--former-vkey', '2026', leaked],
        ['--former-vkey', '2026', third],
        ['--former-vkey', '2027', third],
      ].map(
        async ([option, year, signer]) => [option, await vkey(year as string, signer as Signer)] as string[],
      ),
    );
    const chain = [laidYear('2027'), '--previous', laidYear('2026'), ...given.flat()] as const;
    expect(await verify(...chain)).toMatchObject(VERIFIED);
    expect((await kept()).vkeys).toEqual([await vkey('2026', next), await vkey('2027', next)]);
  });

  it('leaves what it signed to be compared with the log that comes after', async () => {
    await recover('2026', '2025');
    expect(await verify(laidYear('2026'))).toMatchObject(VERIFIED);
    const { vkeys, checkpoints } = await kept();
    const other = logsOfYears();
    other.signers.inUse = leaked;
    await other.record('2025', 3);
    const changed = checkpoints.map((note) =>
      note.startsWith('log.example/ems/2025') ? other.checkpoint('2025') : note,
    );
    await writeFile(state, JSON.stringify({ vkeys, checkpoints: changed }));
    expect(await verify(laidYear('2026'))).toMatchObject(refused('the checkpoint in .* do not agree'));
  });
});

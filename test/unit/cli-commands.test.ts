import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { streamProgress } from '../../packages/surfaces/cli/src/progress.ts';
import { memoryBlobs, temkin } from '../support/command-line.ts';
import { after, FIRST, place } from './hollow-backups.ts';

const nowhere = join(tmpdir(), 'temkin-nowhere');
const environment = { TEMKIN_DATA_DIR: join(nowhere, 'data'), TEMKIN_KEY_FILE: join(nowhere, 'root.key') };

describe('the command line', () => {
  it('explains itself, and each command with an example of its own', async () => {
    for (const words of [
      [],
      ['label'],
      ['provision'],
      ['backup'],
      ['backup', 'list'],
      ['backup', 'prune'],
      ['restore'],
    ]) {
      const { exitCode, output } = await temkin([...words, '--help']);
      expect(exitCode).toBe(0);
      expect(output).toContain('Exit codes');
      expect(output).toContain(words.length === 0 ? 'restore' : `Example`);
      expect(output).toContain(words.length === 0 ? 'backup list' : `  temkin ${words.join(' ')} --`);
      for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
    }
  });

  it.each(['audit', 'registry'])('lists the commands of %s where only that is said', async (group) => {
    const { output } = await temkin(['--help']);
    const ofGroup = output.split('\n').filter((line) => line.startsWith(`  ${group} `));
    expect(ofGroup.length).toBeGreaterThan(1);
    for (const help of ['--help', '-h']) {
      const asked = await temkin([group, help]);
      expect([asked.exitCode, asked.complaint]).toEqual([0, '']);
      for (const line of ofGroup) expect(asked.output).toContain(line);
    }
    const alone = await temkin([group]);
    expect([alone.exitCode, alone.output]).toEqual([2, '']);
    for (const line of ofGroup) expect(alone.complaint).toContain(line);
    expect(await temkin([group, 'sideways'])).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining(`-- ${group} --help`),
    });
  });

  it('says of a file in plain words that it is not there, or is none', async () => {
    const here = import.meta.dirname;
    for (const [file, words] of [
      [nowhere, `There is no such file or directory: ${nowhere}.\n`],
      [here, 'A directory is named where a file is meant.\n'],
      [join(import.meta.filename, 'x'), expect.stringContaining('This lies in no directory: ')],
    ] as const)
      expect(
        await temkin(['registry', 'import', file, '--api', 'http://127.0.0.1:1', '--format', 'csv']),
      ).toMatchObject({ exitCode: 1, output: '', complaint: words });
    expect(await temkin(['provision', '--file', here], { environment })).toMatchObject({
      complaint: 'A directory is named where a file is meant.\n',
    });
  });

  it.each([
    [[]],
    [['undo']],
    [['npm', '--help']],
    [['backup', 'sideways']],
    [['provision']],
    [['provision', '--file', '']],
    [['backup']],
    [['backup', '--to']],
    [['backup', '--to', '']],
    [['backup', '--to', 'x', '--force']],
    [['backup', '--to', 'x', 'y']],
    [['backup', '--to', 'x', '--tables', 'a', '--data-dir', 'b']],
    [['backup', '--to', 'x', '--tables', 'two words']],
    [['backup', 'list']],
    [['backup', 'prune', '--in', 'x', '--yes']],
    [['restore', '--no-outbox']],
    [['restore', '--from', 'x']],
    [['restore', '--from', 'x', '--outbox', 'y', '--no-outbox']],
    [['restore', '--from', 'x', '--outbox', 'http://']],
    [['restore', '--from', 'x', '--outbox', 'y', '--outbox', 'z']],
    [['restore', '--from', 'x', '--outbox', environment.TEMKIN_DATA_DIR]],
    [['restore', '--from', 'x', '--data-dir', 'here', '--outbox', './there/../here']],
    [['restore', '--from', 'x', '--outbox', 'tables:']],
  ])('that makes no sense is answered with exit code 2: %j', async (args) => {
    const { exitCode, output, complaint } = await temkin(args, { environment, blobs: memoryBlobs() });
    expect([exitCode, output]).toEqual([2, '']);
    expect(complaint).toContain('--');
  });

  it.each([['s3:'], ['s3://'], ['s3://UPPER/x'], ['s3://a']])(
    'knows that %s is no place in S3',
    async (name) => {
      expect((await temkin(['backup', 'list', '--in', name])).exitCode).toBe(2);
    },
  );

  it('says what is lost without the later log', async () => {
    const { complaint } = await temkin(['restore', '--from', 'x'], { environment, blobs: place(FIRST) });
    expect(complaint).toMatch(/--no-outbox.*destroyed after the backup comes back/s);
  });

  it('never throws, never prints a stack and never makes a thing of it, whatever it is given', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        'backup',
        'list',
        'prune',
        'restore',
        '--to',
        '--in',
        '--from',
        '--outbox',
        '--json',
        '--help',
      ),
      fc.constantFrom(
        '--no-outbox',
        '--without',
        '--backup',
        '--data-dir',
        '--',
        '-x',
        '--to=',
        'parcels',
        FIRST,
      ),
      fc.string({ maxLength: 12 }).filter((text) => !text.startsWith('--tables')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 8 }), async (args) => {
        const blobs = place(FIRST);
        const before = [...blobs.stored.keys()];
        const { exitCode, output, complaint } = await temkin(args, {
          environment,
          blobs,
          clock: after(FIRST, 0.5),
        });
        expect(output === '' ? [1, 2] : [0]).toContain(exitCode);
        expect(output + complaint).not.toMatch(/\n\s+at .*:\d+/);
        expect([...blobs.stored.keys()]).toEqual(before);
        expect(existsSync(nowhere)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('has no data to back up where there are none, and leaves no trace there', async () => {
    const blobs = memoryBlobs();
    const { exitCode, complaint } = await temkin(['backup', '--to', 'x'], { environment, blobs });
    expect([exitCode, complaint]).toEqual([1, `There are no data in ${environment.TEMKIN_DATA_DIR}.\n`]);
    expect(existsSync(nowhere)).toBe(false);
    expect(blobs.stored.size).toBe(0);
  });
});

const told = (isTTY: boolean): string => {
  let text = '';
  let now = 0;
  const stream = { isTTY, write: (more: string) => (text += more) };
  const progress = streamProgress(stream, () => (now += 60));
  progress.begin('reading parcels');
  for (const bytes of [1_024, 2_048, 512]) progress.advance({ items: 1_000, bytes });
  progress.end();
  return text;
};

describe('progress', () => {
  it('is a line per step where nobody watches, and a line that moves on a terminal', () => {
    expect(told(false)).toBe('reading parcels: 3,000 items, 3.5 KiB\n');
    expect(told(true).split('\r\u001B[2K')).toEqual([
      '',
      'reading parcels: 1,000 items, 1.0 KiB',
      'reading parcels: 3,000 items, 3.5 KiB',
      'reading parcels: 3,000 items, 3.5 KiB\n',
    ]);
  });
});

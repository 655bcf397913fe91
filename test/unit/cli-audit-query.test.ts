import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { askedLog, EVENTS } from '../support/asked-log.ts';
import { FIRST_EVENT } from '../support/event-entries.ts';

const { root, directory, query } = await askedLog();
afterAll(() => rm(root, { recursive: true }));

/** Places of the events in an answer of JSON lines. */
const placesIn = (output: string): readonly number[] =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly index: number }).index);

const at = (index: number): string => new Date(FIRST_EVENT + index * 1_000).toISOString();

describe('temkin audit query', () => {
  it.each<[readonly string[], readonly number[]]>([
    [[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [
      ['--action', 'parcel.open'],
      [1, 2, 3],
    ],
    [
      ['--actor', 'actor-binh'],
      [2, 8],
    ],
    [['--subject', 'parcel-2', '--outcome', 'refused'], [4]],
    [['--action', 'parcel.amend'], []],
    [
      ['--question', 'who-read', '--subject', 'parcel-1'],
      [1, 2, 7],
    ],
    [['--question', 'reads-without-custody'], [3]],
    [['--question', 'reads-outside-shift'], [4]],
    [
      ['--question', 'searches-that-found-nothing'],
      [5, 6],
    ],
    [['--question', 'claims'], [8]],
  ])('%j finds what was asked for, in the order of the log', async (options, places) => {
    const { exitCode, output, announced } = await query(...options);
    expect({ exitCode, places: placesIn(output) }).toEqual({ exitCode: 0, places });
    expect(announced).toMatch(/^VERIFIED/);
    expect(announced).toContain(`${places.length} event`);
  });

  it('takes the first moment asked for and leaves out the one after the last', async () => {
    const [first, last] = await Promise.all([query('--from', at(3)), query('--to', at(3))]);
    const [from, to] = [placesIn(first.output), placesIn(last.output)];
    expect([...to, ...from]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each([
    [
      'refusals-by-reason',
      [
        { count: 1, of: 'PARCEL.SHIFT_CLOSED' },
        { count: 1, of: 'PARCEL.UNKNOWN' },
      ],
    ],
    [
      'top-readers',
      [
        { count: 4, of: 'actor-an' },
        { count: 1, of: 'actor-binh' },
      ],
    ],
  ])('counts %s, most first', async (question, counts) => {
    const { output } = await query('--question', question);
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual(counts);
    const csv = await query('--question', question, '--format', 'csv');
    expect(csv.output.split('\r\n').filter((line) => line !== '')).toEqual(
      ['count,of', ...counts.map(({ count, of }) => `${count},${of}`)].map(
        (line) => expect.stringMatching(`^${line}\\s*$`) as string,
      ),
    );
  });

  it('writes entries as they are, as OCSF', async () => {
    const { output } = await query('--format', 'ocsf', '--action', 'parcel.open');
    expect(output.trimEnd().split('\n')).toEqual(
      EVENTS.slice(1, 4).map(({ entry }) => new TextDecoder().decode(entry)),
    );
  });

  it('writes CSV into a file, in which no cell is a formula', async () => {
    const out = join(root, 'events.csv');
    const { exitCode, output } = await query('--format', 'csv', '--out', out);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/^VERIFIED/) as string,
    });
    const lines = (await readFile(out, 'utf8')).split('\r\n');
    expect(lines).toHaveLength(EVENTS.length + 2);
    expect(lines[0]).toMatch(/^eventId,time,action,/);
    expect(lines[10]).toContain(`,"'=cmd()",`);
    expect(lines.some((line) => /(?:^|,)"?[=+@-]/.test(line))).toBe(false);
  });

  it('answers nothing from a log that does not verify', async () => {
    const bundle = join(directory, `tile/entries/000.p/${EVENTS.length}`);
    const bytes = await readFile(bundle);
    const out = join(root, 'forged.jsonl');
    await writeFile(
      bundle,
      bytes.map((byte, place) => (place === 20 ? byte ^ 1 : byte)),
    );
    try {
      for (const options of [[], ['--out', out]]) {
        const { exitCode, output } = await query(...options);
        expect({ exitCode, output }).toEqual({
          exitCode: 1,
          output: expect.stringMatching(/^REFUSED.*\n$/) as string,
        });
      }
      expect(existsSync(out)).toBe(false);
      expect(existsSync(`${out}.draft`)).toBe(false);
    } finally {
      await writeFile(bundle, bytes);
    }
  });

  it.each([
    [['--question', 'who'], '--question is one of who-read,'],
    [['--question', 'who-read'], 'name it with --subject'],
    [['--action', 'parcel.opened'], '--action is no action'],
    [['--outcome', 'refuse'], '--outcome is allowed, refused or failed'],
    [['--format', 'xml'], '--format is one of jsonl, csv, ocsf'],
    [['--from', 'yesterday'], '--from is no time'],
  ])('is told where the command line is at fault: %j', async (options, words) => {
    expect(await query(...options)).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining(words) as string,
    });
  });
});

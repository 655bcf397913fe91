import { loggedEvent } from '@temkin/audit';
import { listedEvent, verifyLog, type ListedEvent } from '@temkin/audit/domain';
import { toBase64 } from '@temkin/kernel';
import { appendLeaves, EMPTY_TREE, leafHash, rootOf } from '@temkin/tlog';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedLog, EVENTS } from '../support/asked-log.ts';
import { temkin } from '../support/command-line.ts';
import { writeLog } from '../support/log-directory.ts';
import { sha256 } from '../support/sha256.ts';
import { grow, smallLog } from '../support/small-log.ts';

const { root, directory, log, query } = await askedLog();
afterAll(() => rm(root, { recursive: true }));

const idOf = (index: number): string => EVENTS[index]?.eventId ?? '';

/** What the API says of each of the events, once it stands in the log. */
let told: readonly ListedEvent[] = [];
beforeAll(async () => {
  told = await Promise.all(
    EVENTS.map(({ entry }, index) => {
      const event = loggedEvent(entry);
      if (event === undefined) throw new Error('an entry is no event');
      return listedEvent(sha256, { event, entry, place: { year: '2026', index } });
    }),
  );
});

const toldOf = (index: number): object => ({ ...told[index] });
/** The same where it waited for the log. */
const waitingOf = (index: number): object =>
  Object.fromEntries(
    Object.entries(toldOf(index)).filter(([name]) => !['logYear', 'index', 'leafHash'].includes(name)),
  );

const pageOf = (places: readonly number[], waiting: readonly number[] = []) => ({
  events: [...places.map(toldOf), ...waiting.map(waitingOf)],
  asOf: [{ year: '2026', size: 3 }],
});

const compareBy = async (criteria: readonly string[], ...pages: readonly object[]) => {
  const file = join(root, 'answer.jsonl');
  await writeFile(file, pages.map((page) => `${JSON.stringify(page)}\n`).join(''));
  return query(...criteria, '--compare', file);
};
const compare = (...pages: readonly object[]) => compareBy(['--action', 'parcel.open'], ...pages);
/** Lines of an export: events, and then how the logs were. */
const exportOf = (...places: readonly number[]) => [
  ...places.map(toldOf),
  { events: [], asOf: [{ year: '2026', size: 3 }] },
];

/** An answer that says what the log was. */
const answerAsOf = (size: number, treeRoot: string) => ({
  ...pageOf([1, 2]),
  asOf: [{ year: '2026', size, root: treeRoot }],
});

describe('an answer of the API, held against the log,', () => {
  it.each<[string, () => readonly object[]]>([
    ['with all that the log had', () => [pageOf([1, 2])]],
    ['on two pages', () => [pageOf([1]), pageOf([2])]],
    ['with what came since', () => [pageOf([1, 2, 3])]],
    ['with what waited then', () => [pageOf([1, 2], [3])]],
    ['with nothing but what waited then', () => [{ ...pageOf([], [1, 2, 3]), asOf: [] }]],
    ['as an export', () => exportOf(1, 2)],
    ['as an export without its end', () => exportOf(1, 2, 3).slice(0, 3)],
  ])('is complete: %s', async (_, pages) => {
    const { exitCode, announced } = await compare(...pages());
    expect({ exitCode, announced }).toEqual({
      exitCode: 0,
      announced: expect.stringContaining('THE ANSWER IS COMPLETE') as string,
    });
  });

  it.each([
    ['that the log was not signed yet', []],
    ['of an earlier time', [{ year: '2026', size: 1 }]],
    ['of another year', [{ year: '2025', size: 9 }]],
  ])('is not let pass by its own word %s', async (_, asOf) => {
    const { exitCode, announced } = await compare({ events: [], asOf });
    expect({ exitCode, announced }).toEqual({
      exitCode: 3,
      announced: expect.stringContaining('older than 3 events that were found') as string,
    });
  });

  it('over several years is held against the one that the log is of, and what is of others is counted', async () => {
    const past = { ...toldOf(1), eventId: '01970000-0000-7000-8000-000000000000', logYear: '2025' };
    const waiting = { eventId: '01970000-0000-7000-8000-000000000001' };
    const asOf = [{ year: '2025', size: 9 }, ...pageOf([]).asOf];
    const { exitCode, announced } = await compare({ events: [past, toldOf(1), toldOf(2), waiting], asOf });
    expect([exitCode, announced]).toEqual([0, expect.stringContaining('THE ANSWER IS COMPLETE')]);
    expect(announced).toContain('It has 2 events of other years');
    expect(announced).not.toContain('that this log has not');

    const moved = { ...toldOf(2), logYear: '2025' };
    expect(await compare({ events: [toldOf(1), moved], asOf })).toMatchObject({
      exitCode: 1,
      announced: expect.stringContaining(`SAYS OTHER THAN THE LOG: ${idOf(2)}`) as string,
    });
  });

  it('speaks of the log by a root that it has had', async () => {
    const tree = await appendLeaves(
      sha256,
      EMPTY_TREE,
      await Promise.all(EVENTS.slice(0, 3).map(({ entry }) => leafHash(sha256, entry))),
    );
    const then = toBase64(await rootOf(sha256, tree.tree));
    expect(await compare(answerAsOf(3, then))).toMatchObject({ exitCode: 0 });
    for (const [size, claimed] of [
      [2, then],
      [3, 'none'],
    ] as const)
      expect(await compare(answerAsOf(size, claimed))).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(
          /^REFUSED: the answer’s word on the log .*there are two of it/,
        ) as string,
      });
    // A copy from before the answer has nothing to hold that against.
    expect(await compare({ ...answerAsOf(99, then), events: [1, 2, 3].map(toldOf) })).toMatchObject({
      exitCode: 0,
    });
  });

  const another = { actor: { pseudonym: 'actor-an', role: 'shipper' } };
  it.each<[string, () => readonly object[]]>([
    ['as it stands in the log', () => [{ ...toldOf(2), ...another }]],
    ['as if it waited for the log', () => [{ ...waitingOf(2), ...another }]],
    ['as if it waited for the log, with its place', () => [{ ...toldOf(2), logYear: undefined }]],
    ['before it says it truly', () => [{ ...toldOf(2), outcome: 'refused' }, toldOf(2)]],
    ['after it has said it truly', () => [toldOf(2), { ...toldOf(2), outcome: 'refused' }]],
    ['before, as if it waited', () => [{ ...waitingOf(2), ...another }, toldOf(2)]],
  ])('is told what it says of an event otherwise than the log, %s', async (_, events) => {
    const { exitCode, announced } = await compare({ ...pageOf([]), events: [toldOf(1), ...events()] });
    expect(exitCode).toBe(1);
    expect(announced.split(`SAYS OTHER THAN THE LOG: ${idOf(2)}`)).toHaveLength(2);
    expect(announced).not.toContain('THE ANSWER IS COMPLETE');
  });

  it.each([3.5, -1, Number.MIN_VALUE])('is none where it says that the log had %d entries', async (size) => {
    expect(await compare(answerAsOf(size, 'AAAA'))).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('is no answer of the API') as string,
    });
    const known = [{ name: 'a word', checkpoint: { origin: log.key.name, size, root: new Uint8Array(32) } }];
    const read = async (path: string) => log.files.get(path);
    const verdict = verifyLog({ sha256, read, keys: [log.key], known });
    await expect(verdict).rejects.toThrow('no size');
  });

  it('is told what it says more than once', async () => {
    const past = { ...toldOf(1), eventId: '01970000-0000-7000-8000-000000000000', logYear: '2025' };
    for (const repeated of [toldOf(2), waitingOf(2), past]) {
      const pages = [pageOf([1, 2]), { events: [past, repeated] }];
      const { exitCode, announced } = await compare(...pages);
      expect(exitCode).toBe(1);
      const { eventId = '' } = repeated as { readonly eventId?: string };
      expect(announced).toContain(`SAYS MORE THAN ONCE: ${eventId}`);
      expect(announced).not.toContain('THE ANSWER IS COMPLETE');
    }
  });

  it('is told that it has waiting what the log has not', async () => {
    const unknown = { ...waitingOf(2), eventId: idOf(2).replace(/.{4}$/, 'ffff') };
    const { exitCode, announced } = await compare(pageOf([1, 2]), { events: [unknown] });
    expect([exitCode, announced]).toEqual([
      0,
      expect.stringContaining('1 event that this log has not, as waiting'),
    ]);
  });

  it('is told that it has waiting what stands in the log and was not asked for', async () => {
    const { exitCode, announced } = await compare(pageOf([1, 2]), {
      events: [{ ...waitingOf(9), action: 'parcel.open' }],
    });
    expect([exitCode, announced]).toEqual([
      1,
      expect.stringContaining(`NOT IN THE LOG, OR NOT ASKED FOR: ${idOf(9)}`),
    ]);
  });

  it('is told what it left out', async () => {
    const { exitCode, announced } = await compare(pageOf([1]));
    expect(exitCode).toBe(1);
    expect(announced).toContain(`LEFT OUT OF THE ANSWER: ${idOf(2)}`);
    expect(announced).not.toContain(idOf(3));
  });

  it('is told what it made up, be it an event of which something else is true', async () => {
    const { exitCode, announced } = await compare(pageOf([1, 2, 9]));
    expect(exitCode).toBe(1);
    expect(announced).toContain(`NOT IN THE LOG, OR NOT ASKED FOR: ${idOf(9)}`);
  });

  it('as an export is told what it left out, and as one without its end what came since', async () => {
    for (const [lines, leftOut] of [
      [exportOf(1), 2],
      [exportOf(1, 2).slice(0, 2), 3],
    ] as const) {
      const { exitCode, announced } = await compare(...lines);
      expect(exitCode).toBe(1);
      expect(announced).toContain(`LEFT OUT OF THE ANSWER: ${idOf(leftOut)}`);
    }
  });

  it('to a saved question is held against the events that answer it, also where they are counted', async () => {
    for (const [question, places] of [
      ['reads-without-custody', [3]],
      ['refusals-by-reason', [4, 5]],
    ] as const) {
      const criteria = ['--question', question];
      const complete = await compareBy(criteria, ...exportOf(...places));
      expect([complete.exitCode, complete.announced]).toEqual([0, expect.stringContaining('IS COMPLETE')]);
      const wrong = await compareBy(criteria, ...exportOf(...places, 9));
      expect(wrong.announced).toContain(`NOT IN THE LOG, OR NOT ASKED FOR: ${idOf(9)}`);
    }
  });

  it('tells no terminal what to do, and neither does a log whose signer is not known', async () => {
    const answer = { events: [{ ...toldOf(1), eventId: '\u001b[2J\u001b[8m' }] };
    const refused = await compare(answer);
    expect(refused).toMatchObject({ exitCode: 1, output: '' });
    const hostile = await smallLog('log.example/\u009b2J\u202e/2026');
    await grow(
      hostile,
      EVENTS.map(({ entry }) => entry),
    );
    const place = join(directory, 'hostile');
    writeLog(hostile.files, place);
    const { exitCode, output } = await temkin(['audit', 'verify', place]);
    expect([exitCode, output]).toEqual([
      3,
      expect.stringContaining(String.raw`log.example/\u009b2J\u202e/2026`) as string,
    ]);
    for (const text of [refused.complaint, output])
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('is refused where it is none', async () => {
    expect(await compare({ answer: 42 })).toMatchObject({
      exitCode: 1,
      complaint: expect.stringContaining('is no answer of the API') as string,
    });
  });
});

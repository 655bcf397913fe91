import type { EventView } from '@temkin/audit/domain';
import { systemRandom } from '@temkin/kernel';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { PERSONAS } from '../../packages/runtimes/local/src/demo/personas.ts';
import { auditExport } from '../../packages/surfaces/cli/src/commands/audit-export.ts';
import { needlesOfText, searchFor, withoutDiacritics } from '../support/canaries.ts';
import { filesBelow } from '../support/files-below.ts';
import { loggedWorld, type LoggedWorld } from '../support/logged-world.ts';
import { accidents, asking, PLANTED, plantedWord, work } from '../support/planted-day/index.ts';
import { allBytesOf } from '../support/stored-items.ts';
import { testSystem } from '../support/system.ts';

/** What of the store belongs to the log and what reads it. */
const OF_THE_LOG: ReadonlySet<string> = new Set(['outbox', 'log-heads', 'log-index']);

const system = await testSystem();

/** What the process says, on whatever way. */
const output: string[] = [];
const said = (chunk: unknown): boolean => {
  output.push(typeof chunk === 'string' ? chunk : String(chunk));
  return true;
};
const listeners = [
  vi.spyOn(process.stdout, 'write').mockImplementation(said),
  vi.spyOn(process.stderr, 'write').mockImplementation(said),
  ...(['debug', 'error', 'info', 'log', 'warn'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...texts) => void said(JSON.stringify(texts))),
  ),
];
afterAll(() => {
  for (const listener of listeners) listener.mockRestore();
});

/** Whom staff call each other by, and nothing else is called. */
const staffIds = PERSONAS.map(({ subject }) => subject).filter((id) => id !== 'order-system');

const { blobs } = system.log;
const world = loggedWorld({ table: system.table, blobs }, 'demo', system.clock.now(), systemRandom);

const itemBytes = async (): Promise<readonly Uint8Array[]> =>
  (await system.stored()).filter(({ table }) => OF_THE_LOG.has(table)).flatMap(allBytesOf);

/** All events that the log answers, whatever they are about. */
const eventsOf = async ({ events }: LoggedWorld): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const step of events.from('demo', {}, await events.begin('demo')))
    if (step.found !== undefined) found.push(JSON.stringify(step.found.event));
  return found;
};

/** Exports of everything, with what they say beside their text. */
const exportsTo = async (auditor: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  for (const format of ['jsonl', 'csv', 'ocsf']) {
    let cursor: string | null = null;
    do {
      const answer = await system
        .as(auditor)
        .post('/v1/audit/exports', { format, ...(cursor !== null && { cursor }) });
      texts.push(await answer.text(), JSON.stringify([...answer.headers]));
      cursor = answer.headers.get('temkin-cursor');
    } while (cursor !== null);
  }
  return texts;
};

/** Pages of an auditor's question for everything, counts of them, and some events. */
const answersTo = async (auditor: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  const asks = system.as(auditor);
  let cursor: string | undefined;
  do {
    const answer = await asks.post('/v1/audit/queries', {
      limit: 200,
      ...(cursor !== undefined && { cursor }),
    });
    const text = await answer.text();
    texts.push(text);
    const page = JSON.parse(text) as { readonly events: { eventId: string }[]; readonly cursor?: string };
    const [first] = page.events;
    if (first !== undefined) texts.push(await (await asks.get(`/v1/audit/events/${first.eventId}`)).text());
    ({ cursor } = page);
  } while (cursor !== undefined);
  for (const question of ['refusals-by-reason', 'top-readers'])
    texts.push(await (await asks.post('/v1/audit/counts', { question })).text());
  return texts;
};

const utf8 = (texts: readonly string[]): readonly Uint8Array[] => texts.map((text) => Buffer.from(text));

const commandSurroundings = {
  environment: {},
  clock: system.clock,
  random: systemRandom,
  wait: async () => {},
  openPlace: () => Promise.reject(new Error('no backup is opened')),
  progress: { begin: () => {}, advance: () => {}, end: () => {} },
  serving: { announce: () => {}, untilTold: async () => {} },
};

/** The log as `temkin audit export` writes it, with proofs of some events, and what the command says. */
const exported = async (events: readonly string[]): Promise<readonly Uint8Array[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'temkin-log-canaries-'));
  try {
    for (const [name, bytes] of blobs.stored) {
      const file = join(directory, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    const out = join(directory, 'export');
    const proof = events.map((text) => (JSON.parse(text) as EventView).eventId);
    const { text, data } = await auditExport.run(
      { log: join(directory, 'demo', '2026'), out, proof },
      commandSurroundings,
    );
    const bytes = await Promise.all((await filesBelow(out)).map((file) => readFile(file)));
    return [...bytes, ...utf8([text, JSON.stringify(data)])];
  } finally {
    await rm(directory, { recursive: true });
  }
};

/** Moves all events into log and index; answers all that there was and is of them. */
const everyPlace = async () => {
  const answers: string[] = [];
  const exports: string[] = [];
  for (const auditor of ['auditor-khanh', 'other-auditor']) {
    answers.push(...(await answersTo(auditor)));
    exports.push(...(await exportsTo(auditor)));
  }
  const waiting = await itemBytes();
  await system.log.sequence();
  await system.log.follow();
  const events = await eventsOf(world);
  return {
    'the outbox': waiting,
    'files of the log': [...blobs.stored].flatMap(([name, bytes]) => [Buffer.from(name), bytes]),
    'heads and index': await itemBytes(),
    'events that are found': utf8(events),
    'an export of the log': await exported(events.slice(-20)),
    'exports of events': utf8(exports),
    'what auditors are answered': utf8(answers),
    'what the server says': utf8(output),
  };
};

type Places = Awaited<ReturnType<typeof everyPlace>>;

const foundIn = (places: Places, search: ReturnType<typeof searchFor>) =>
  Object.fromEntries(
    Object.entries(places).map(([place, texts]) => [place, [...new Set(texts.flatMap(search))].toSorted()]),
  );

/** The same in each place. */
const everywhere = <Found>(found: Found) => ({
  'the outbox': found,
  'files of the log': found,
  'heads and index': found,
  'events that are found': found,
  'an export of the log': found,
  'exports of events': found,
  'what auditors are answered': found,
  'what the server says': found,
});

const day = asking(system);
const made = [...(await work(day)), ...(await accidents(day))];
const places = await everyPlace();

describe('two hundred planted identifiers', () => {
  it('are two hundred, each was sent, and those whom it concerns have read many', () => {
    expect(new Set(PLANTED).size).toBe(PLANTED.length);
    expect(PLANTED.length).toBeGreaterThanOrEqual(200);
    const sent = day.sent.join('\n');
    expect(PLANTED.filter((text) => !sent.includes(text))).toEqual([]);
    const told = day.answered.join('\n');
    expect(PLANTED.filter((text) => told.includes(text)).length).toBeGreaterThan(90);
    expect(system.faults).toEqual([]);
  });

  it('leave hundreds of events, and a trace in every place', () => {
    expect(places['events that are found'].length).toBeGreaterThan(500);
    // The right places: what may be readable is found in them.
    const search = searchFor([...needlesOfText('parcel.open'), ...needlesOfText('escrow-ceiling-reached')]);
    for (const [place, found] of Object.entries(foundIn(places, search)))
      expect(found.length, place).toBeGreaterThan(0);
  });

  it('are found nowhere in log, index, exports, answers to auditors and output, in no encoding', () => {
    expect(made.length).toBeGreaterThan(60);
    const search = searchFor([...PLANTED, ...made, ...staffIds].flatMap(needlesOfText));
    expect(foundIn(places, search)).toEqual(everywhere([]));
  });
});

describe('an identifier that leaks', () => {
  const leaks = [
    (text: string) => text,
    (text: string) => text.normalize('NFD'),
    (text: string) => withoutDiacritics(text).toLowerCase(),
    encodeURIComponent,
    (text: string) => Buffer.from(`..${text}`).toString('base64'),
    (text: string) => Buffer.from(`.${text}`).toString('base64url'),
    (text: string) => Buffer.from(text).toString('hex'),
    (text: string) => Buffer.from(text, 'utf16le').toString('hex'),
  ].map((encode, at) => ({ text: plantedWord(360 + at), leaked: encode(plantedWord(360 + at)) }));

  it('is found wherever it is, in every encoding', async () => {
    await world.record(leaks.map(({ leaked }) => ({ actor: leaked, resources: [leaked] })));
    for (const { leaked } of leaks) process.stdout.write(leaked);
    const search = searchFor(leaks.flatMap(({ text }) => needlesOfText(text)));
    const found = foundIn(await everyPlace(), search);
    expect(found).toEqual(everywhere(leaks.map(({ text }) => text).toSorted()));
  });
});

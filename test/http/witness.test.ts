import { askWitnesses, logFiles, restingWitness, witnessCheckpoint, type Witnessing } from '@temkin/audit';
import type { Witness } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { toHex, utf8 } from '@temkin/kernel';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '@temkin/tlog';
import { httpWitness } from '@temkin/witness-client';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs, temkin, type MemoryBlobs } from '../support/command-line.ts';
import { forkOf } from '../support/log-changes.ts';
import { writeLog } from '../support/log-directory.ts';
import { entriesFrom } from '../support/log-mutations.ts';
import { loopbackServer, type LoopbackServer } from '../support/loopback-server.ts';
import { runningWitness, type RunningWitness } from '../support/running-witness.ts';
import { sha256 } from '../support/sha256.ts';
import { checkpointOf, grow, smallLog, type SmallLog } from '../support/small-log.ts';
import { cosignatureOf, requestOf } from '../support/small-witness.ts';
import { testClock } from '../support/test-clock.ts';

type Serve = Parameters<typeof loopbackServer>[0];
type Answering = Parameters<Serve>[1];

const NAME = { tenant: 'ems', year: '2026' };
const FAILED = { outcome: 'failed', error: expect.any(Error) as Error };

const root = await mkdtemp(join(tmpdir(), 'temkin-witness-'));
let directory = '';
let count = 0;
let log: SmallLog;
let blobs: MemoryBlobs;
const running: RunningWitness[] = [];

/** Lets the log grow as the sequencer does: tiles first, then a checkpoint that only the log has signed. */
const growTo = async (size: number): Promise<void> => {
  await grow(log, entriesFrom(log.tree.size, size - log.tree.size));
  for (const [path, bytes] of log.files) blobs.stored.set(`ems/2026/${path}`, bytes);
};

const published = (): string => new TextDecoder().decode(blobs.stored.get('ems/2026/checkpoint'));

/** Makes a witness with a name of its own; answers its key and the options by which it runs. */
const newWitness = async (name: string) => {
  const files = ['--key', join(directory, `${name}.key`), '--state', join(directory, name)];
  const { output } = await temkin(['audit', 'witness', '--new-key', '--name', name, ...files]);
  const key = await parseVerifierKey(sha256, output.trim());
  if (key === undefined) throw new Error('no key was printed');
  return { key, options: [...files, '--log', formatVerifierKey(log.key)] };
};

const start = async (options: readonly string[]): Promise<RunningWitness> => {
  const witness = await runningWitness(options);
  running.push(witness);
  return witness;
};

/** What a witness answers to the log as it is. */
const post = async ({ address }: RunningWitness, oldSize: number) => {
  const body = await requestOf(log, oldSize);
  const response = await fetch(`${address}/add-checkpoint`, { method: 'POST', body });
  return [response.status, await response.text()];
};

const clientOf = ({ address }: { readonly address: string }, key: VerifierKey): Witness =>
  httpWitness({ prefix: address, key, timeoutMilliseconds: 2_000 });

/** The log is committed to as far as it goes. */
const heads = {
  load: async () => ({ log: NAME, version: 1, tree: log.tree, publishedSize: log.tree.size }),
};

const visit = (...witnesses: readonly Witness[]) => {
  const files = logFiles(blobs);
  return witnessCheckpoint({
    files,
    ask: askWitnesses({ files, heads, witnesses, sha256, clock: testClock(0) }),
  });
};

/** What each witness made of a run, in order. */
const outcomes = async (run: ReturnType<typeof visit>): Promise<readonly Witnessing[]> => [
  ...((await run(NAME))?.witnesses.values() ?? []),
];

beforeAll(() => cryptoReady);
beforeEach(async () => {
  directory = join(root, String((count += 1)));
  log = await smallLog();
  blobs = memoryBlobs();
});
afterEach(async () => {
  for (const witness of running.splice(0)) await witness.stop();
});
afterAll(() => rm(root, { recursive: true }));

describe('a log and a witness', () => {
  it('bring every checkpoint into the world with a cosignature, from whatever size the witness knows', async () => {
    const { key, options } = await newWitness('witness.example');
    const client = clientOf(await start(options), key);
    const run = visit(client);
    expect(await run(NAME)).toBeUndefined();
    for (const size of [1, 1, 256, 700]) {
      await growTo(size);
      // The first has forgotten what the witness knows, and is told.
      for (const one of [visit(client), run]) {
        const { checkpoint, witnesses } = (await one(NAME)) ?? { checkpoint: '', witnesses: new Map() };
        expect([...witnesses]).toEqual([['witness.example', { outcome: 'cosigned' }]]);
        expect(published()).toBe(checkpoint);
      }
    }
  });

  it('give a checkpoint that `temkin audit verify` calls witnessed', async () => {
    const { key, options } = await newWitness('witness.example');
    await growTo(300);
    await visit(clientOf(await start(options), key))(NAME);
    writeLog(log.files.set('checkpoint', utf8(published())), directory);
    const keys = ['--vkey', formatVerifierKey(log.key), '--vkey', formatVerifierKey(key)];
    const { exitCode, output } = await temkin(['audit', 'verify', directory, ...keys]);
    expect([exitCode, output]).toEqual([
      0,
      expect.stringMatching(/^VERIFIED: .* 300 entries.*\nWitnessed by witness\.example at 20/),
    ]);
  });

  it('are joined by a second witness, whose cosignature comes beside the first', async () => {
    const [one, two] = [await newWitness('one.example'), await newWitness('two.example')];
    await growTo(3);
    await visit(clientOf(await start(one.options), one.key))(NAME);
    await visit(clientOf(await start(two.options), two.key))(NAME);
    for (const { key } of [one, two]) {
      const lines = published().slice(published().indexOf('—'));
      expect(await cosignatureOf(key, lines, published())).toMatchObject({ key });
    }
    expect(published().split('\n— ')).toHaveLength(4);
  });

  it('keep the cosignature of a witness that another run has brought meanwhile', async () => {
    const [one, two] = [await newWitness('one.example'), await newWitness('two.example')];
    await growTo(3);
    const quick = visit(clientOf(await start(two.options), two.key));
    const client = clientOf(await start(one.options), one.key);
    const slow = visit({
      key: one.key,
      addCheckpoint: async (request) => {
        await quick(NAME);
        return client.addCheckpoint(request);
      },
    });
    await slow(NAME);
    expect(published()).toContain('— one.example ');
    expect(published()).toContain('— two.example ');
  });

  it('part where the log was rewritten, and the witness says that there are two of it', async () => {
    const { key, options } = await newWitness('witness.example');
    const witness = await start(options);
    await growTo(3);
    await visit(clientOf(witness, key))(NAME);
    const before = published();
    log = await forkOf(log, entriesFrom(5, 3));
    await growTo(3);
    expect(await outcomes(visit(clientOf(witness, key)))).toEqual([{ outcome: 'conflict' }]);
    expect(published()).toBe(await checkpointOf(log));
    expect(witness.lines.at(-1)).toContain('FORK: log.example/ems/2026 has signed two roots of 3 entries');
    const shown = await fetch(`${witness.address}/${toHex(sha256(utf8(log.key.name)))}/checkpoint`);
    expect(await shown.text()).toBe(before);
  });

  it('part where the log was cut off', async () => {
    const { key, options } = await newWitness('witness.example');
    const client = clientOf(await start(options), key);
    await growTo(9);
    await visit(client)(NAME);
    log = { ...(await smallLog()), key: log.key, signer: log.signer };
    await growTo(3);
    expect(await outcomes(visit(client))).toEqual([{ outcome: 'conflict' }]);
  });

  it('never put an older checkpoint in place of one that came meanwhile', async () => {
    const { key, options } = await newWitness('witness.example');
    const client = clientOf(await start(options), key);
    await growTo(3);
    const late = visit({
      key,
      addCheckpoint: async (request) => {
        const answer = await client.addCheckpoint(request);
        await growTo(9);
        return answer;
      },
    });
    expect((await late(NAME))?.checkpoint).toContain('\n3\n');
    expect(published()).toBe(await checkpointOf(log));
  });
});

describe('a log whose witness misbehaves', () => {
  const servers: LoopbackServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  const answering = async (serve: Serve): Promise<Witness> => {
    const server = await loopbackServer(serve);
    servers.push(server);
    const { key } = await newWitness('witness.example');
    return httpWitness({ prefix: server.endpoint, key, timeoutMilliseconds: 500 });
  };

  it.each([
    ['answers nothing', async () => {}],
    [
      'sends elsewhere',
      async ({ url }, to: Answering) => {
        if (url === '/add-checkpoint') to.writeHead(307, { location: '/other' });
        to.end('hello\n');
      },
    ],
    ['answers without end', async (_: unknown, to: Answering) => void to.end('—'.repeat(100_000))],
    [
      'begins an answer and stops',
      async (_: unknown, to: Answering) => {
        to.writeHead(200);
        to.write('— ');
      },
    ],
  ] satisfies readonly [string, Serve][])('gives up on one that %s', async (_, serve) => {
    await growTo(3);
    expect(await outcomes(visit(await answering(serve)))).toEqual([FAILED]);
    expect(published()).toBe(await checkpointOf(log));
  });

  it.each([
    ['answers with other lines', 200, 'text/plain', 'hello\n', { outcome: 'invalid' }],
    ['answers with nobody’s line', 200, 'text/plain', '— nobody AAAAAAAA\n', { outcome: 'invalid' }],
    ['refuses', 403, 'text/plain', '', { outcome: 'refused', status: 403 }],
    ['is always elsewhere', 409, 'text/x.tlog.size', '2\n', { outcome: 'refused', status: 409 }],
    ['is busy', 429, 'text/plain', '', FAILED],
    ['took too long to read', 408, 'text/plain', '', FAILED],
    ['is broken', 500, 'text/plain', '', FAILED],
    ['is away', 503, 'text/plain', '', FAILED],
    ['answers something else', 202, 'text/plain', '', FAILED],
    ['names no size', 409, 'text/x.tlog.size', '02\n', FAILED],
    ['names a size in another type', 409, 'text/plain', '2\n', FAILED],
  ] as const)(
    'is told of one that %s, and asks no more than twice',
    async (_, status, type, text, outcome) => {
      await growTo(3);
      let asked = 0;
      const witness = await answering(async (_request, response) => {
        asked += 1;
        response.writeHead(status, { 'content-type': type }).end(text);
      });
      expect(await outcomes(visit(witness))).toEqual([outcome]);
      expect(asked).toBe(text === '2\n' && type !== 'text/plain' ? 2 : 1);
      expect(published()).toBe(await checkpointOf(log));
    },
  );

  it.each([
    [429, 60_000],
    [503, 60_000],
    [404, 300_000],
    [400, 300_000],
  ])('is left alone after %i for %i milliseconds', async (status, restMilliseconds) => {
    await growTo(3);
    let asked = 0;
    const witness = await answering(async (_request, response) => {
      asked += 1;
      response.writeHead(status).end();
    });
    const [clock, files] = [testClock(0), logFiles(blobs)];
    const witnesses = [restingWitness(witness, clock)];
    const run = witnessCheckpoint({ files, ask: askWitnesses({ files, heads, witnesses, sha256, clock }) });
    for (const [at, asks] of [
      [0, 1],
      [restMilliseconds - 1_000, 1],
      [restMilliseconds + 1_000, 2],
    ] as const) {
      clock.set(at);
      await run(NAME);
      expect(asked).toBe(asks);
    }
  });

  it('believes no cosignature that is not of this checkpoint, and takes that of another witness', async () => {
    const [good, bad] = [await newWitness('good.example'), await newWitness('bad.example')];
    const [goodClient, badClient] = [
      clientOf(await start(good.options), good.key),
      clientOf(await start(bad.options), bad.key),
    ];
    await growTo(3);
    const old = await badClient.addCheckpoint({ oldSize: 0, proof: [], checkpoint: await checkpointOf(log) });
    await growTo(4);
    const replaying: Witness = { key: bad.key, addCheckpoint: async () => old };
    expect(await outcomes(visit(replaying, goodClient))).toEqual([
      { outcome: 'invalid' },
      { outcome: 'cosigned' },
    ]);
    expect(published()).not.toContain('bad.example');
    expect(published()).toContain('good.example');
  });
});

describe('temkin audit witness', () => {
  it('makes a key that only its owner can read, once', async () => {
    await newWitness('witness.example');
    expect((await stat(join(directory, 'witness.example.key'))).mode & 0o777).toBe(0o600);
    await expect(newWitness('witness.example')).rejects.toThrow('no key was printed');
  });

  it('knows after a restart what it has cosigned', async () => {
    const { options } = await newWitness('witness.example');
    await growTo(3);
    const before = await start(options);
    expect((await post(before, 0))[0]).toBe(200);
    expect(await before.stop()).toBe(0);
    expect(await post(await start(options), 0)).toEqual([409, '3\n']);
  });

  it('takes no more than a megabyte, and goes on', async () => {
    const { options } = await newWitness('witness.example');
    const { address } = await start(options);
    const send = (body: string) => fetch(`${address}/add-checkpoint`, { method: 'POST', body });
    expect((await send('A'.repeat(1_000_001))).status).toBe(413);
    expect((await send('A'.repeat(1_000_000))).status).toBe(400);
  });

  it('does not start without what it has seen', async () => {
    const { options } = await newWitness('witness.example');
    await rm(join(directory, 'witness.example'), { recursive: true });
    await expect(start(options)).rejects.toThrow('would cosign a fork');
  });

  it('does not start with another’s state, nor without a key', async () => {
    const [one, two] = [await newWitness('one.example'), await newWitness('two.example')];
    const crossed = [...one.options.slice(0, 2), ...two.options.slice(2)];
    await expect(start(crossed)).rejects.toThrow('another key');
    await rm(join(directory, 'one.example.key'));
    await expect(start(one.options)).rejects.toThrow('There is no key');
  });

  it.each([
    ['no log', ['--key', 'k', '--state', 's'], '--log is missing'],
    ['a log that is no key', ['--key', 'k', '--state', 's', '--log', 'x'], '--log is neither a key'],
    ['an address without a port', ['--key', 'k', '--state', 's', '--listen', '::'], 'not host:port'],
    ['a port that is none', ['--key', 'k', '--state', 's', '--listen', 'a:70000'], 'not host:port'],
    ['a name without --new-key', ['--key', 'k', '--state', 's', '--name', 'x'], '--name goes with'],
    ['no name', ['--new-key', '--key', 'k', '--state', 's'], '--name is missing'],
    ['a new key that is to serve', ['--new-key', '--log', 'x'], 'serves none'],
    ['a name with a space', ['--new-key', '--name', 'a b', '--key', 'k', '--state', 's'], 'no space'],
  ])('%s is the command line’s fault', async (_, args, complaint) => {
    expect(await temkin(['audit', 'witness', ...args])).toMatchObject({
      exitCode: 2,
      complaint: expect.stringContaining(complaint) as string,
    });
  });

  it('takes a log’s key from a file, and no witness’ key for one', async () => {
    const { key, options } = await newWitness('witness.example');
    const file = join(directory, 'log.vkey');
    await writeFile(file, `${formatVerifierKey(log.key)}\n`);
    expect((await start([...options.slice(0, 4), '--log', file])).lines[0]).toContain('witnesses 1 log at');
    await expect(start([...options, '--log', formatVerifierKey(key)])).rejects.toThrow('key of a witness');
  });
});

import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDataDirectory } from '../../packages/runtimes/local/src/data-directory/index.ts';
import { acquireLock, lockFile } from '../../packages/runtimes/local/src/data-directory/lock.ts';
import {
  identityOf,
  type ProcessIdentity,
} from '../../packages/runtimes/local/src/data-directory/process-identity.ts';

const root = await realpath(await mkdtemp(join(tmpdir(), 'temkin-data-')));
const children = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(root, { recursive: true });
});

let directories = 0;
const freshDirectory = (): string => join(root, String((directories += 1)), 'data');
const open = (directory: string, keyFingerprint = 'key-a') =>
  openDataDirectory({ directory, keyFingerprint });

interface Answer {
  readonly opened?: boolean;
  readonly refused?: string;
  readonly storePid?: number;
}

const script = join(root, 'server.mts');
const module = (path: string): string =>
  new URL(`../../packages/runtimes/local/src/${path}`, import.meta.url).href;
await writeFile(
  script,
  `import { openDataDirectory } from '${module('data-directory/index.ts')}';
  import { startStore } from '${module('store/index.ts')}';
  const [directory, mode] = process.argv.slice(2);
  setInterval(() => {}, 1_000);
  process.send({ ready: true });
  process.once('message', async () => {
    try {
      const opened = await openDataDirectory({ directory, keyFingerprint: 'key-a' });
      if (mode === 'no-store') return process.send({ opened: true });
      const store = await startStore({ databaseFile: opened.databaseFile });
      if (mode === 'recorded-store') await opened.recordStore(store);
      process.send({ opened: true, storePid: store.pid });
    } catch (error) {
      process.send({ refused: error.message });
    }
  });`,
);

type Mode = 'no-store' | 'recorded-store' | 'unrecorded-store';

/** A server that is loaded and waits for its sign to start. */
const server = async (directory: string, mode: Mode = 'no-store'): Promise<ChildProcess> => {
  const child = fork(script, [directory, mode], { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
  children.add(child);
  await once(child, 'message');
  return child;
};
const start = async (child: ChildProcess): Promise<Answer> => {
  const answered = once(child, 'message');
  child.send('start');
  const [answer] = (await answered) as [Answer];
  return answer;
};
const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};
const idOf = ({ pid }: ChildProcess): number => {
  if (pid === undefined) throw new Error('the process did not start');
  return pid;
};

/** A process that is no store of ours. */
const bystander = (code = 'setInterval(() => {}, 1_000)', ...args: readonly string[]): ChildProcess => {
  const child = spawn(process.execPath, ['-e', `${code}; console.log('ready')`, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.add(child);
  return child;
};
const TOKEN = '6f1c1f0e-7c1e-4f6a-9a55-0a5d6b0f1c11';
const leaveLock = async (directory: string, lock: object): Promise<void> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(lockFile(directory), JSON.stringify({ token: TOKEN, ...lock }));
};
const NOBODY = { pid: 1, startedAt: 'before the flood' };

describe('a data directory', () => {
  it('is made for its owner alone, and the database has its place in it', async () => {
    const directory = freshDirectory();
    const { databaseFile, release } = await open(directory);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, '..'))).mode & 0o777).toBe(0o700);
    expect(databaseFile).toBe(join(directory, 'store.db'));
    await release();
    expect(await readdir(directory)).toEqual(['key-fingerprint']);
  });

  it.each(['750', '705', '701', '777'])(
    'that is empty or ours is closed to others where it has mode %s',
    async (mode) => {
      const directory = freshDirectory();
      await mkdir(directory, { recursive: true });
      for (let opened = 0; opened < 2; opened += 1) {
        await chmod(directory, Number.parseInt(mode, 8));
        await (await open(directory)).release();
        expect((await stat(directory)).mode & 0o777).toBe(0o700);
      }
    },
  );

  it('that others may enter is refused where it holds what is not ours, and stays as it is', async () => {
    const directory = freshDirectory();
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'letter'), 'mine');
    await chmod(directory, 0o755);
    await expect(open(directory)).rejects.toThrow(`chmod 700 '${directory}'`);
    expect((await stat(directory)).mode & 0o777).toBe(0o755);
    expect(await readdir(directory)).toEqual(['letter']);
  });

  it('is refused to a key that does not fit, and keeps what it holds', async () => {
    const directory = freshDirectory();
    await (await open(directory, 'key-a')).release();
    await writeFile(join(directory, 'store.db'), 'data');
    await expect(open(directory, 'key-b')).rejects.toThrow(/belong to another root key.*TEMKIN_KEY_FILE/);
    expect(await readFile(join(directory, 'store.db'), 'utf8')).toBe('data');
    await (await open(directory, 'key-a')).release();
  });

  it('with a database is refused where nothing tells which key fits', async () => {
    const directory = freshDirectory();
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(join(directory, 'store.db'), 'data');
    await expect(open(directory)).rejects.toThrow(/not the file key-fingerprint/);
    expect(await readdir(directory)).toEqual(['store.db']);
  });

  it.each(['', '{', '{"token":1}', 'null'])('whose lock is damaged (%j) is refused', async (text) => {
    const directory = freshDirectory();
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(lockFile(directory), text);
    await expect(open(directory)).rejects.toThrow(`${lockFile(directory)} is damaged`);
  });

  it('is refused twice to one process, and given again once it is released', async () => {
    const directory = freshDirectory();
    const first = await open(directory);
    await expect(open(directory)).rejects.toThrow(`process id ${process.pid}`);
    await first.release();
    const second = await open(directory);
    await first.release();
    await expect(open(directory)).rejects.toThrow(`process id ${process.pid}`);
    await second.release();
  });

  it('is known under all its names', async () => {
    const directory = freshDirectory();
    const { release } = await open(directory);
    await expect(open(join(directory, '..', 'data', '.'))).rejects.toThrow(`process id ${process.pid}`);
    await release();
  });
});

describe('the lock of a data directory', () => {
  it('goes to exactly one of two servers that start at once, and after its death to exactly one again', async () => {
    const directory = freshDirectory();
    let winner: ChildProcess | undefined;
    for (let round = 1; round <= 2; round += 1) {
      const pair = await Promise.all([server(directory), server(directory)]);
      if (winner !== undefined) await kill(winner);
      const answers = await Promise.all(pair.map(start));
      winner = pair[answers.findIndex(({ opened }) => opened)];
      if (winner === undefined) throw new Error(`nobody got the directory: ${JSON.stringify(answers)}`);
      const refusals = answers.flatMap(({ refused }) => refused ?? []);
      expect(refusals).toEqual([
        `${directory} is in use by the server with process id ${idOf(winner)}: stop it first`,
      ]);
    }
  });

  it('is not held by a process that was given the id of a dead server', async () => {
    const directory = freshDirectory();
    await leaveLock(directory, { server: { pid: process.pid, startedAt: 'another time' } });
    const { release } = await open(directory);
    expect(await readFile(lockFile(directory), 'utf8')).not.toContain('another time');
    await release();
  });

  it('is not held by the remains of a server that nobody has buried', async () => {
    const directory = freshDirectory();
    // The shell turns into a program that does not ask after its child.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.add(parent);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const identity = await identityOf(Number(line.toString()));
    expect(identity).toBeDefined();
    await leaveLock(directory, { server: identity });
    await expect(open(directory)).rejects.toThrow(`process id ${identity?.pid}`);
    await expect.poll(() => identityOf(identity?.pid ?? 0)).toBeUndefined();
    expect(process.kill(identity?.pid ?? 0, 0)).toBe(true);
    await (await open(directory)).release();
  });

  it('has one holder at any time, whatever holders and contenders die on the way', async () => {
    const directory = freshDirectory();
    await mkdir(directory, { recursive: true });
    const living = new Set<string>();
    const livesSlowly = async ({ startedAt }: ProcessIdentity): Promise<boolean> => {
      await sleep(Math.random() * 4);
      return living.has(startedAt);
    };
    let starts = 0;
    let holders = 0;
    const seen: number[] = [];
    const contend = async (): Promise<void> => {
      for (let gained = 0; gained < 8;) {
        const self = { pid: 1, startedAt: String((starts += 1)) };
        living.add(self.startedAt);
        const verdict = await acquireLock(directory, self, livesSlowly);
        if (verdict.outcome === 'held') continue;
        seen.push((holders += 1));
        gained += 1;
        await sleep(Math.random() * 3);
        holders -= 1;
        const fate = Math.random();
        if (fate < 0.4) await rm(lockFile(directory));
        else living.delete(self.startedAt);
        // A start that died after its claim and before its lock was in place.
        if (fate > 0.7)
          await writeFile(
            join(directory, `lock-after-${verdict.lock.token}.json`),
            JSON.stringify({ token: crypto.randomUUID(), server: { pid: 1, startedAt: 'dead' } }),
            { flag: 'wx' },
          ).catch(() => {});
      }
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map(contend));
    expect(seen).toEqual(seen.map(() => 1));
    expect(seen).toHaveLength(48);
  });
});

describe('a store that outlives its server', () => {
  it.each(['recorded-store', 'unrecorded-store'] as const)(
    'is ended before the directory is given to the next: %s',
    async (mode) => {
      const directory = freshDirectory();
      const killed = await server(directory, mode);
      const { storePid = 0 } = await start(killed);
      const store = await identityOf(storePid);
      expect(store).toBeDefined();
      await kill(killed);
      expect(await identityOf(storePid)).toEqual(store);

      const { databaseFile, release } = await open(directory);
      expect(await identityOf(storePid)).not.toEqual(store);
      expect(existsSync(databaseFile)).toBe(true);
      // The sign of a database that was closed in order.
      expect(existsSync(`${databaseFile}-wal`)).toBe(false);
      await release();
    },
  );

  it('is killed where it does not end when asked', async () => {
    const directory = freshDirectory();
    const stubborn = bystander(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000)`);
    await once(stubborn.stdout ?? stubborn, 'data');
    await leaveLock(directory, { server: NOBODY, store: await identityOf(idOf(stubborn)) });
    const ended = once(stubborn, 'exit');
    const { release } = await open(directory);
    expect(await ended).toEqual([null, 'SIGKILL']);
    await release();
  });

  it('is still known to a third server where the second was killed before it could end it', async () => {
    const directory = freshDirectory();
    const store = bystander();
    await once(store.stdout ?? store, 'data');
    await leaveLock(directory, { server: NOBODY, store: await identityOf(idOf(store)) });
    const verdict = await acquireLock(directory, { pid: 2, startedAt: 'second' }, async () => false);
    expect(verdict.outcome).toBe('acquired');
    const ended = once(store, 'exit');
    const { release } = await open(directory);
    expect(await ended).toEqual([null, 'SIGTERM']);
    await release();
  });

  it('is no other process that was given its id, nor one that merely names the database', async () => {
    const directory = freshDirectory();
    const reader = bystander(undefined, join(directory, 'store.db'));
    await once(reader.stdout ?? reader, 'data');
    await leaveLock(directory, { server: NOBODY, store: { pid: idOf(reader), startedAt: 'another time' } });
    const before = await identityOf(idOf(reader));
    const { release } = await open(directory);
    await release();
    expect(before).toBeDefined();
    expect(await identityOf(idOf(reader))).toEqual(before);
    expect(reader.signalCode).toBeNull();
  });

  it('is on record with its process id, and not where it has none', async () => {
    const directory = freshDirectory();
    const store = bystander();
    const { recordStore, release } = await open(directory);
    await recordStore({ pid: idOf(store) });
    expect(await readFile(lockFile(directory), 'utf8')).toContain(`"pid":${idOf(store)}`);
    await recordStore({});
    expect(await readFile(lockFile(directory), 'utf8')).not.toContain(`"pid":${idOf(store)}`);
    await release();
  });
});

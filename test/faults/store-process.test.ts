import { createTables, dynamoTable } from '@temkin/dynamodb';
import type { Key, Table } from '@temkin/storage';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startStore, type Store } from '../../packages/runtimes/local/src/store/index.ts';
import { loopbackAddress } from '../../packages/runtimes/local/src/store/loopback-address.ts';
import { storeBinary } from '../../packages/runtimes/local/src/store/store-binary.ts';
import { testClient } from '../support/store.ts';

const directory = await mkdtemp(join(tmpdir(), 'temkin-store-'));
afterAll(() => rm(directory, { recursive: true }));

const idOf = ({ pid }: Store): number => {
  if (pid === undefined) throw new Error('the store is no process of ours');
  return pid;
};
/** Whether a process (or, negative, a process group) of this id is there. */
const lives = (id: number): boolean => {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
};
const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
const key = (sort: string): Key => ({ table: 'parcels', partition: 'p', sort });
const tableOf = ({ endpoint }: Store): { readonly table: Table; readonly create: () => Promise<void> } => {
  const client = testClient(endpoint);
  return {
    table: dynamoTable({ client, giveUpAfterMilliseconds: 0 }),
    create: () => createTables(client),
  };
};

describe('the store process', () => {
  it('loses no acknowledged write when it is killed amid others', async () => {
    const databaseFile = join(directory, 'killed.db');
    const store = await startStore({ databaseFile });
    const { table, create } = tableOf(store);
    await create();

    const acknowledged: string[] = [];
    const writeUntilKilled = async (writer: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const sort = `${writer}#${n}`;
        const write = { kind: 'put', key: key(sort), item: { sort } } as const;
        try {
          await (n % 2 === 0 ? table.write(write) : table.transact([write], sort));
        } catch {
          return;
        }
        acknowledged.push(sort);
        if (acknowledged.length === 60) process.kill(idOf(store), 'SIGKILL');
      }
    };
    await Promise.all([0, 1, 2].map(writeUntilKilled));
    await store.ended;
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);

    const again = await startStore({ databaseFile });
    const found = await tableOf(again).table.getMany(acknowledged.map(key));
    await again.stop();
    expect(found).toEqual(acknowledged.map((sort) => ({ sort })));
  });

  it('keeps what it was given when it is stopped, and is gone then', async () => {
    const databaseFile = join(directory, 'stopped.db');
    const store = await startStore({ databaseFile });
    const { table, create } = tableOf(store);
    await create();
    await table.write({ kind: 'put', key: key('a'), item: { a: 1 } });
    await store.stop();
    expect(lives(idOf(store))).toBe(false);
    await store.stop();

    const again = await startStore({ databaseFile });
    expect(await tableOf(again).table.get(key('a'))).toEqual({ a: 1 });
    await again.stop();
  });

  it('listens on one address of this machine, on Linux another each time, and on no other', async () => {
    const [store, other] = [await startStore(), await startStore()];
    const [{ hostname, port }, { hostname: otherHost }] = [new URL(store.endpoint), new URL(other.endpoint)];
    const open = new Set<string>();
    for (const host of [hostname, '127.0.0.1', '127.0.0.2', '::1', otherHost])
      if (await accepts(host, Number(port))) open.add(host);
    await Promise.all([store.stop(), other.stop()]);
    expect([...open]).toEqual([hostname]);
    expect(hostname === '127.0.0.1').toBe(process.platform !== 'linux');
  });

  it('is given one of 254³ addresses on Linux, and elsewhere the only one', () => {
    const drawn = Array.from({ length: 2_000 }, () => loopbackAddress('linux'));
    const bytes = drawn.map((address) => address.split('.').map(Number));
    expect(new Set(bytes.map(([first]) => first))).toEqual(new Set([127]));
    for (const place of [1, 2, 3]) {
      const values = new Set(bytes.map((address) => address[place] ?? 0));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...values)).toBeLessThanOrEqual(254);
      expect(values.size).toBeGreaterThan(200);
    }
    for (const platform of ['darwin', 'win32']) expect(loopbackAddress(platform)).toBe('127.0.0.1');
  });

  it('leads a process group of its own where it keeps a file, so that Ctrl-C does not reach it', async () => {
    const kept = await startStore({ databaseFile: join(directory, 'group.db') });
    const inMemory = await startStore();
    const leads = [lives(-idOf(kept)), lives(-idOf(inMemory))];
    await Promise.all([kept.stop(), inMemory.stop()]);
    expect(leads).toEqual([true, false]);
  });

  it('ends when its signal is aborted', async () => {
    const abort = new AbortController();
    const store = await startStore({ signal: abort.signal });
    abort.abort();
    await store.ended;
    expect(lives(idOf(store))).toBe(false);
  });

  it('outlives a killed server, and closes its file when it is told to end', async () => {
    const databaseFile = join(directory, 'orphan.db');
    const module = new URL('../../packages/runtimes/local/src/store/index.ts', import.meta.url);
    const script = join(directory, 'server.mts');
    await writeFile(
      script,
      `import { startStore } from '${module.href}';
      process.send?.(await startStore({ databaseFile: '${databaseFile}' }));
      setInterval(() => {}, 1_000);`,
    );
    const server = fork(script, { execArgv: ['--import', 'tsx'], stdio: 'ignore' });
    const [store] = (await once(server, 'message')) as [Store];
    server.kill('SIGKILL');
    await once(server, 'exit');
    const { hostname, port } = new URL(store.endpoint);
    expect(await accepts(hostname, Number(port))).toBe(true);
    process.kill(idOf(store), 'SIGTERM');
    // Gone only once the database has been closed; the process itself may linger until its new parent notices.
    await expect.poll(() => existsSync(`${databaseFile}-wal`), { timeout: 3_000 }).toBe(false);
    expect(await accepts(hostname, Number(port))).toBe(false);
  });

  it('tells in its own words why it did not start', async () => {
    const databaseFile = join(directory, 'missing', 'store.db');
    await expect(startStore({ databaseFile })).rejects.toThrow(/unable to open database file/);
    const binary = join(directory, 'no-such-binary');
    await expect(startStore({ binary })).rejects.toThrow(/ENOENT/);
  });

  it('tries another port where somebody else was faster', async () => {
    const binary = join(directory, 'unlucky.sh');
    const flag = join(directory, 'was-unlucky');
    const script = `if [ ! -e ${flag} ]; then touch ${flag}; echo "port 1 is already in use" >&2; exit 1; fi`;
    await writeFile(binary, `#!/bin/sh\n${script}\nexec ${storeBinary()} "$@"\n`, { mode: 0o755 });
    const store = await startStore({ binary });
    const { hostname, port } = new URL(store.endpoint);
    expect(await accepts(hostname, Number(port))).toBe(true);
    await store.stop();
  });
});

import { outboxPut, toEntry, type OcsfEvent } from '@temkin/audit-event';
import { systemRandom } from '@temkin/kernel';
import { keyOf, type StoredItem, type Table } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimTable } from '../../packages/runtimes/local/src/backup-support/table-restore.ts';
import { bindTable, openRootKeyFile } from '../../packages/runtimes/local/src/keys/index.ts';
import { openTable } from '../../packages/runtimes/local/src/open-table.ts';
import { startStore } from '../../packages/runtimes/local/src/store/index.ts';
import { memoryBlobs, temkin } from '../support/command-line.ts';
import { testStore, testTable, type TestTable } from '../support/store.ts';
import { scanTables } from '../support/stored-items.ts';
import { parcelHistory } from '../unit/parcel-history.ts';

const nowhere = join(tmpdir(), 'temkin-nowhere');
const environment = { TEMKIN_DATA_DIR: nowhere, TEMKIN_KEY_FILE: `${nowhere}.key` };

beforeEach(async () => {
  const { endpoint } = await testStore();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
  vi.stubEnv('AWS_REGION', 'local');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const [source, target, other, survivor] = await Promise.all([
  testTable(),
  testTable(),
  testTable(),
  testTable(),
]);
/** Empty tables, for a test each. */
const spare = await Promise.all(Array.from({ length: 9 }, testTable));
const freshTable = (): TestTable => {
  const table = spare.pop();
  if (table === undefined) throw new Error('there are no more spare tables');
  return table;
};
const folder = await mkdtemp(join(tmpdir(), 'temkin-tables-'));
afterAll(() => rm(folder, { recursive: true }));
const blobs = memoryBlobs();
const history = parcelHistory();

const putAll = async (table: Table, items: readonly StoredItem[]): Promise<void> => {
  for (const { key, item } of items) await table.write({ kind: 'put', key, item });
};
const putEvents = async (table: Table, events: readonly OcsfEvent[]): Promise<void> => {
  for (const event of events) {
    const { tenant_uid: tenant, uid } = event.metadata;
    await table.transact([outboxPut(tenant, uid, toEntry(event))], randomUUID());
  }
};
const sorted = async (store: TestTable, tables: RegExp): Promise<readonly unknown[]> => {
  const items = (await scanTables(store)).filter(({ table }) => tables.test(table));
  return items.toSorted((a, b) => (a.partition + a.sort < b.partition + b.sort ? -1 : 1));
};
const backup = (): ReturnType<typeof temkin> =>
  temkin(['backup', '--to', 'x', '--tables', source.prefix, '--json'], { environment, blobs });
const restore = (into: TestTable, log: TestTable = into): ReturnType<typeof temkin> =>
  temkin(['restore', '--from', 'x', '--tables', into.prefix, '--outbox', `tables:${log.prefix}`, '--json'], {
    environment,
    blobs,
  });

describe('tables in AWS', () => {
  it('are backed up, and come back around an outbox that survived, without what it says was destroyed', async () => {
    const shredded = await history.issue('ems', 'shredded');
    const kept = await history.issue('ems', 'kept');
    await putAll(source.table, history.backup());
    await putEvents(source.table, history.events());
    const done = await backup();
    expect([done.exitCode, done.complaint]).toEqual([0, '']);

    await shredded.shredKey();
    await putEvents(target.table, history.events());
    const log = await sorted(target, /outbox/);
    const { exitCode, output, complaint } = await restore(target);
    expect([exitCode, complaint]).toEqual([0, '']);
    expect(JSON.parse(output)).toMatchObject({
      tables: { parcels: { destroyed: 1 }, 'parcel-keys': { brought: 3, destroyed: 1 } },
      eventsReplayed: 1,
    });
    const hasKey = async ({ labelId }: { readonly labelId: string }): Promise<boolean> =>
      (await target.table.get(keyOf('parcel-keys', 'labelKey', { tenant: 'ems', labelId }))) !== undefined;
    expect([await hasKey(shredded), await hasKey(kept)]).toEqual([false, true]);
    expect(await sorted(target, /outbox/)).toEqual(log);
    expect(await sorted(target, /parcel-escrow/)).toEqual(await sorted(source, /parcel-escrow/));
  });

  it('come to the same end where the restore is run again', async () => {
    const before = await sorted(target, /./);
    expect((await restore(target)).exitCode).toBe(0);
    expect(await sorted(target, /./)).toEqual(before);
  });

  it('are asked for their own events, even where no other log is left', async () => {
    await putEvents(survivor.table, history.events());
    const args = ['restore', '--from', 'x', '--tables', survivor.prefix, '--no-outbox', '--json'];
    const { output } = await temkin(args, { environment, blobs });
    expect(JSON.parse(output)).toMatchObject({
      tables: { 'parcel-keys': { destroyed: 1 } },
      eventsReplayed: 1,
    });
  });

  it('have a note of each last day, be it that the backup missed it', async () => {
    const [torn, empty] = [freshTable(), freshTable()];
    const parcels = parcelHistory();
    await parcels.issue('ems', 'torn');
    const items = parcels.backup();
    const notes = items.filter(({ key }) => key.partition.startsWith('DUE#'));
    await putAll(
      torn.table,
      items.filter((stored) => !notes.includes(stored)),
    );
    await putEvents(torn.table, parcels.events());
    const world = { environment, blobs: memoryBlobs() };
    await temkin(['backup', '--to', 'x', '--tables', torn.prefix], world);
    const args = ['restore', '--from', 'x', '--tables', empty.prefix, '--no-outbox', '--json'];
    const { output } = await temkin(args, world);
    expect(JSON.parse(output)).toMatchObject({ tables: { parcels: { brought: 4, added: 2 } } });
    for (const { key, item } of notes) expect(await empty.table.get(key)).toEqual(item);
  });

  it('are not restored beside the log of another system, or one that was cut', async () => {
    const [stranger, empty] = [freshTable(), freshTable()];
    const [first, ...rest] = history.events();
    if (first === undefined) throw new Error('there are events');
    await putEvents(stranger.table, rest);
    const { exitCode, complaint } = await restore(empty, stranger);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringMatching(
        /lacks 1 event that backup .* has: it is not the log of this system, or it was cut/,
      ),
    ]);
    expect(await sorted(empty, /./)).toEqual([]);
  });

  it.each(['the log', 'the target'] as const)(
    'do not bring back what is destroyed in %s while they are restored',
    async (where) => {
      const [log, empty] = [freshTable(), freshTable()];
      const events = history.events();
      const shredding = events.filter(({ api }) => api.operation === 'parcel.shred');
      await putEvents(
        log.table,
        events.filter((event) => !shredding.includes(event)),
      );
      // What is read of the backup for the second time is read between the two passes over the log.
      const asked = new Set<string>();
      const acting = {
        ...blobs,
        get: async (name: string) => {
          if (asked.has(name))
            await putEvents(where === 'the log' ? log.table : empty.table, shredding.splice(0));
          asked.add(name);
          return blobs.get(name);
        },
      };
      const args = ['restore', '--from', 'x', '--tables', empty.prefix, '--outbox', `tables:${log.prefix}`];
      const { exitCode, complaint } = await temkin(args, { environment, blobs: acting });
      expect([exitCode, complaint]).toEqual([
        1,
        expect.stringContaining(where === 'the log' ? 'has gone on while it was read' : 'may be there again'),
      ]);
      // Nobody opens it as it is.
      const again = await temkin(['backup', '--to', 'x', '--tables', empty.prefix], { environment, blobs });
      expect([again.exitCode, again.complaint]).toEqual([
        1,
        expect.stringContaining('whose restore was cut off'),
      ]);
      if (where === 'the target') return;
      expect(await sorted(empty, /parcel-keys/)).toEqual([]);
      expect(await restore(empty, log)).toMatchObject({ exitCode: 0 });
      expect(await sorted(empty, /parcel-keys/)).toEqual(await sorted(target, /parcel-keys/));
    },
  );

  it('are claimed by one restore at a time: another is refused with other options, and every reader', async () => {
    const half = freshTable();
    const options = JSON.stringify({ log: 'another', tables: [] });
    await claimTable(half.table, { backup: '20261101T000000Z-00000001', options }, 'x');
    const refused = [1, expect.stringContaining('part of backup 20261101T000000Z-00000001')];
    for (const args of [
      ['restore', '--from', 'x', '--tables', half.prefix, '--no-outbox'],
      ['restore', '--from', 'x', '--tables', other.prefix, '--outbox', `tables:${half.prefix}`],
      ['backup', '--to', 'x', '--tables', half.prefix],
    ]) {
      const { exitCode, complaint } = await temkin(args, { environment, blobs });
      expect([exitCode, complaint]).toEqual(refused);
    }
    expect(await sorted(half, /./)).toHaveLength(1);
  });

  it('that hold anything else are refused, and stay as they are', async () => {
    const claim = keyOf('requests', 'idempotencyClaim', { tenant: 'ems', claim: 'mine' });
    await other.table.write({ kind: 'put', key: claim, item: { bodyHash: 'x' } });
    const { exitCode, complaint } = await restore(other, target);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringMatching(/^Already in the tables test-.*: 1 item that/),
    ]);
    expect(await sorted(other, /./)).toHaveLength(1);
  });

  it('that do not exist are named', async () => {
    const { exitCode, complaint } = await temkin(['backup', '--to', 'x', '--tables', 'absent-'], {
      environment,
      blobs,
    });
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('absent-')]);
  });
});

describe('keys of another kind', () => {
  it('keep a backup from AWS out of a data directory', async () => {
    const { exitCode, complaint } = await temkin(['restore', '--from', 'x', '--no-outbox'], {
      environment,
      blobs,
    });
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('no key file opens it')]);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('keep the log of another system from being taken for one’s own', async () => {
    const [log, empty] = [await startStore(), await startStore()];
    const [mine, theirs] = [await openTable(log.endpoint), await openTable(empty.endpoint)];
    try {
      const own = {
        ...environment,
        DYNAMODB_ENDPOINT: empty.endpoint,
        TEMKIN_KEY_FILE: join(folder, 'root.key'),
      };
      const { fingerprint } = await openRootKeyFile(own.TEMKIN_KEY_FILE, systemRandom);
      await bindTable(theirs, fingerprint, { name: '', instead: '' });
      await bindTable(mine, '00'.repeat(16), { name: '', instead: '' });
      const place = memoryBlobs();
      expect((await temkin(['backup', '--to', 'x'], { environment: own, blobs: place })).exitCode).toBe(0);
      const args = ['restore', '--from', 'x', '--outbox', log.endpoint];
      const { exitCode, complaint } = await temkin(args, { environment: own, blobs: place });
      expect([exitCode, complaint]).toEqual([
        1,
        expect.stringContaining('belongs to another root key than backup'),
      ]);
    } finally {
      await Promise.all([log.stop(), empty.stop()]);
    }
  });

  it('keep a backup that was made under a key file out of AWS', async () => {
    const fingerprint = new Uint8Array(16);
    const key = keyOf('tenant-keys', 'rootKey', {});
    await source.table.write({ kind: 'put', key, item: { fingerprint } });
    blobs.stored.clear();
    expect((await backup()).exitCode).toBe(0);
    const { exitCode, complaint } = await restore(other, target);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('nothing in AWS could open it')]);
    expect(await sorted(other, /./)).toHaveLength(1);
  });
});

import { outboxPut, toEntry, type OcsfEvent } from '@temkin/audit-event';
import { keyOf, type StoredItem, type Table } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
  temkin(['restore', '--from', 'x', '--tables', into.prefix, '--log', `tables:${log.prefix}`, '--json'], {
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

    await shredded.shred();
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
    const args = ['restore', '--from', 'x', '--tables', survivor.prefix, '--no-later-log', '--json'];
    const { output } = await temkin(args, { environment, blobs });
    expect(JSON.parse(output)).toMatchObject({
      tables: { 'parcel-keys': { destroyed: 1 } },
      eventsReplayed: 1,
    });
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
    const { exitCode, complaint } = await temkin(['restore', '--from', 'x', '--no-later-log'], {
      environment,
      blobs,
    });
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('no key file opens it')]);
    expect(existsSync(nowhere)).toBe(false);
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

import { systemRandom, systemClock } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { access, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import type { DemoClient } from '../../packages/runtimes/local/src/demo/client.ts';
import { demoParcels } from '../../packages/runtimes/local/src/demo/parcels.ts';
import {
  claimTable,
  endTableRestore,
} from '../../packages/runtimes/local/src/backup-support/table-restore.ts';
import { registryDirectory } from '../../packages/runtimes/local/src/data-directory/index.ts';
import { fileBlobs } from '../../packages/runtimes/local/src/files/file-blobs.ts';
import { openTable } from '../../packages/runtimes/local/src/open-table.ts';
import { openRootKeyFile } from '../../packages/runtimes/local/src/keys/index.ts';
import { startStore } from '../../packages/runtimes/local/src/store/index.ts';
import type { Manifest } from '../../packages/surfaces/cli/src/format/manifest.ts';
import { binh, paymentCheck, registersOf, resolve, type Issued } from '../support/asked-of-shop.ts';
import { busyDay, CANARIES, CLEAR_CANARIES } from '../support/busy-day/index.ts';
import { ACCOUNTS, PHONES } from '../support/busy-day/texts.ts';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { memoryBlobs, temkin } from '../support/command-line.ts';
import { filesBelow } from '../support/files-below.ts';
import { environmentOf, serverHouse, type ServerHome } from '../support/server-process.ts';
import { testClient } from '../support/store.ts';
import {
  countOf,
  fingerprints,
  inStoreOf,
  revokedIn,
  scanTables,
  whateverTheTime,
  type StoredItem,
} from '../support/stored-items.ts';
import { testClock } from '../support/test-clock.ts';
import { halfMade } from '../support/whole-parcels.ts';
import { loggedIds, withLogged } from '../support/written-logs.ts';

const MAIN = fileURLToPath(new URL('../../packages/surfaces/cli/src/main.ts', import.meta.url));
const DAY = 86_400_000;

const house = await serverHouse();
const home = house.home('shop');
const place = join(house.directory, 'backups');

/** A new data directory under the shop's own key, and a place for a copy of the shop's log. */
const elsewhere = (name: string): ServerHome => ({
  ...home,
  data: join(house.directory, name, 'data'),
  log: join(house.directory, name, 'log'),
});

/** Restores beside a log of its own, for what comes back goes on with it. */
const restore = async (
  into: ServerHome,
  survived: readonly string[] = ['--outbox', home.data, '--logs', into.log],
) => {
  if (!existsSync(into.log)) await cp(home.log, into.log, { recursive: true });
  return temkin(['restore', '--from', place, ...survived, '--json'], { environment: environmentOf(into) });
};

const itemsIn = ({ data }: ServerHome): Promise<readonly StoredItem[]> =>
  inStoreOf(data, (_, items) => items);

let kept: Issued;
let revoked: Issued;
/** What the registers had when the backup was made; every telephone was retired since. */
let registers: Awaited<ReturnType<typeof registersOf>>;

/** Sealed, as the registry has images. */
const [IMAGE, SEALED] = ['images/demo/0a', Buffer.from('what nobody opens')];

/** Backs up while an order system goes on issuing; answers what the command left behind. */
const backUpAmidIssues = async (api: DemoClient) => {
  const done = new AbortController();
  await fileBlobs(registryDirectory(home.data)).putIfAbsent(IMAGE, SEALED);
  const backup = temkin(['backup', '--to', place], { environment: environmentOf(home) }).finally(() => {
    done.abort();
  });
  for (let serial = 6_000; !done.signal.aborted; serial += 20)
    await api.as('order-system').issueBatch(demoParcels(20, serial), `amid-${serial}`);
  return backup;
};

/** What came of the backup and of all that was done before and after it. */
let morning: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  const server = house.start(home);
  await busyDay(server);
  const api = await server.client();
  const orders = api.as('order-system');
  const { results } = await orders.issueBatch(demoParcels(2, 5_000), 'two');
  [kept, revoked] = results as [Issued, Issued];
  const shift = await api.as('shipper-an').send<{ shiftId: string }>('GET', '/v1/shifts/current');
  const holder = { type: 'shift', id: shift.body.shiftId } as const;
  await orders.recordCustody(
    results.map(({ waybillNumber }) => ({ waybillNumber, event: 'out-for-delivery', holder })),
  );

  const backup = await backUpAmidIssues(api);
  const before = [await resolve(api, revoked), await binh(api)];
  const revoke = await orders.send('POST', `/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
  const suspend = await api.as('staff-admin-lan').send('POST', '/v1/staff/shipper-binh/suspend');
  registers = await registersOf(api);
  const retired = await Promise.all(
    registers.telephones.map(({ staffNumberId }) =>
      api.as('staff-admin-lan').send('POST', `/v1/staff-numbers/${staffNumberId}/retire`),
    ),
  );
  const changes = new Set([revoke, suspend, ...retired].map(({ status }) => status));
  morning = { backup, before, changes, stopped: await server.stop() };
}, 180_000);

describe('a backup of a running system', () => {
  it('comes to its end while parcels are issued, and the system notices nothing', () => {
    expect(morning).toEqual({
      backup: { exitCode: 0, complaint: '', output: expect.stringContaining('is complete') },
      before: [[200, revoked.waybillNumber], 200],
      changes: new Set([200]),
      stopped: 0,
    });
  });

  it('holds nothing of a person and no key, packed or unpacked', async () => {
    const search = searchFor(CANARIES.flatMap((text) => needlesOfText(text)));
    const searchClear = searchFor(Object.values(CLEAR_CANARIES).flatMap((text) => needlesOfText(text)));
    const key = (await readFile(home.keyFile, 'utf8')).trim().split(':')[1] ?? '';
    const texts = await Promise.all(
      (await filesBelow(place)).map(async (file) => {
        const bytes = await readFile(file);
        return file.includes('.gz') ? gunzipSync(bytes) : bytes;
      }),
    );
    const unsealed = texts.flatMap((text) =>
      [...text.toString().matchAll(/\{"\$bytes":"([^"]*)"\}/g)].map(([, base64 = '']) =>
        Buffer.from(base64, 'base64'),
      ),
    );
    expect(unsealed.length).toBeGreaterThan(500);
    for (const bytes of [...texts, ...unsealed]) {
      expect(search(bytes)).toEqual([]);
      expect(bytes.includes(key)).toBe(false);
    }
    // The texts are the right ones: what may be readable is found in them.
    expect(texts.some((text) => searchClear(text).length > 0)).toBe(true);
  });
});

describe('a restore beside outbox and log that outlived the loss', () => {
  const target = elsewhere('restored');

  it('is served by npm start: a label resolves, and what was revoked and suspended since stays so', async () => {
    const { exitCode, output, complaint } = await restore(target);
    expect([exitCode, complaint]).toEqual([0, '']);
    const { eventsReplayed, tables, images } = JSON.parse(output);
    expect(images).toBe(1);
    const image = await fileBlobs(registryDirectory(target.data)).get(IMAGE);
    expect(image?.bytes).toEqual(new Uint8Array(SEALED));
    expect(eventsReplayed).toBeGreaterThanOrEqual(2);
    expect({ tables }).toMatchObject({
      tables: {
        // Of what was revoked, and of the busy day's label that another had superseded.
        'parcel-keys': { destroyed: 2 },
        parcels: { altered: 3, destroyed: 2 },
      },
    });

    // Of the busy day's changes of minds within two minutes, the stricter one counts.
    expect(tables.access.altered).toBeGreaterThanOrEqual(1);

    const server = house.start(target);
    const api = await server.client();
    expect(await resolve(api, kept)).toEqual([200, kept.waybillNumber]);
    expect(await resolve(api, revoked)).toEqual([410, 'PARCEL.REVOKED']);
    expect(await binh(api)).toBe(401);
    expect(registers.telephones.length).toBeGreaterThan(0);
    expect(registers.accounts).toContain(ACCOUNTS.official);
    expect(await registersOf(api)).toEqual({ telephones: [], accounts: registers.accounts });
    const origin = await server.origin;
    expect(await paymentCheck(origin, ACCOUNTS.official)).toBe('OFFICIAL');
    expect(await paymentCheck(origin, ACCOUNTS.reported)).toBe('NOT_OFFICIAL');
    // The telephone that was retired since is nobody's, and may be another's.
    const again = { shipper: 'shipper-an', number: PHONES.staff };
    const registered = await api.as('staff-admin-lan').send('POST', '/v1/staff-numbers', again);
    expect(registered.status).toBe(201);
    expect(server.output()).toContain('kept from the last start');
    const [another] = demoParcels(1, 9_000);
    const fresh = await api.as('order-system').send('POST', '/v1/parcels', another);
    expect(fresh.status).toBe(201);
    expect(await server.stop()).toBe(0);
  });

  it('brings whole parcels back, and the log goes on with every event once', async () => {
    const items = await withLogged(await itemsIn(target), target.log);
    // Issued after the backup: on record, and lost. Indexes of what was issued while it ran may be thin.
    const expected = /^an event names|is indexed by/;
    const gone = revokedIn(items);
    expect(gone).toContain(revoked.parcelId);
    expect(halfMade(items).filter((complaint) => !expected.test(complaint))).toEqual(
      gone.flatMap((parcelId) => [
        expect.stringMatching(`^${parcelId} lacks parcel-keys L#`),
        `${parcelId} has 0 days on which its label key dies`,
      ]),
    );
    const logged = await loggedIds(target.log);
    expect(new Set(logged).size).toBe(logged.length);
    const known = await withLogged(await itemsIn(home), home.log);
    const eventIds = known.filter(({ table }) => table === 'outbox').map(({ sort }) => sort);
    expect(items.map(({ sort }) => sort)).toEqual(expect.arrayContaining(eventIds));
  });

  it('is refused into a directory that has data', async () => {
    const { exitCode, complaint } = await restore(target);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('holds data already')]);
  });
});

/** The shredder's work of half a year: every label key dies, on record, and what nobody accepted is void. */
const shredAll = async () => {
  const { rootKey } = await openRootKeyFile(home.keyFile, systemRandom);
  const clock = testClock(Date.now() + 200 * DAY);
  return inStoreOf(home.data, (table) => {
    const ground = groundwork({
      table,
      clock,
      waitClock: systemClock,
      rootKey: rootKey('main'),
      random: systemRandom,
    });
    return shredDue(ground)({ deadlineMilliseconds: clock.now() + DAY });
  });
};

describe('a restore from before a shred', () => {
  const [target, careless, cut] = ['shredded', 'careless', 'cut'].map(elsewhere) as [
    ServerHome,
    ServerHome,
    ServerHome,
  ];
  let whole: readonly string[] = [];

  it('does not bring a key back', async () => {
    const { shredded, ended, ...rest } = await shredAll();
    expect(rest).toEqual({ failed: 0, remaining: false });
    // What nobody accepted is void, which is the end of its key as well.
    expect(shredded).toBeGreaterThan(0);
    expect(ended).toBeGreaterThan(20);
    expect((await restore(target)).exitCode).toBe(0);

    const items = await itemsIn(target);
    const parcels = countOf(items, 'parcels', 'parcel');
    expect(parcels).toBeGreaterThan(20);
    // What is left are the keys of the parcels' pseudonyms.
    expect(
      items.filter(({ table, partition }) => table === 'parcel-keys' && partition.startsWith('L#')),
    ).toEqual([]);
    expect(countOf(items, 'parcel-keys')).toBe(parcels);
    whole = fingerprints(whateverTheTime(items));

    const server = house.start(target);
    expect(await resolve(await server.client(), kept)).toEqual([410, 'PARCEL.SHREDDED']);
    await server.stop();
  });

  it('would bring every key back without either, and says so before it does', async () => {
    const asked = await restore(careless, []);
    expect([asked.exitCode, asked.complaint]).toEqual([2, expect.stringContaining('comes back')]);
    expect(existsSync(careless.data)).toBe(false);
    expect((await restore(careless, ['--no-outbox', '--logs-lost'])).exitCode).toBe(0);
    const items = await itemsIn(careless);
    const labels = items.filter(
      ({ table, partition }) => table === 'parcel-keys' && partition.startsWith('L#'),
    );
    expect(labels).toHaveLength(countOf(items, 'parcels', 'parcel') - revokedIn(items).length);
    expect(revokedIn(items)).not.toContain(revoked.parcelId);
  });

  it('comes to the same end however often it is killed, and no server starts before', async () => {
    const marker = join(cut.data, 'restoring');
    await cp(home.log, cut.log, { recursive: true });
    const logs = ['--logs', cut.log];
    const args = ['--import', 'tsx', MAIN, 'restore', '--from', place, '--outbox', home.data, ...logs];
    /** Runs until it says that this is written, and on for as long as a signal takes. */
    const runUntil = async (written: string): Promise<void> => {
      const child = spawn(process.execPath, args, {
        env: { ...process.env, ...environmentOf(cut) },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes(`writing ${written}:`)) child.kill('SIGKILL');
      });
      await once(child, 'close');
    };
    await runUntil('the later outbox');
    const refused = house.start(cut);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('whose restore was cut off');

    // Each time a little further; on a slow machine the signal may come too late, which is an end too.
    for (const written of ['parcels', 'parcel-keys', 'access'])
      if (existsSync(marker)) await runUntil(written);
    const last = existsSync(marker) ? await restore(cut) : undefined;
    expect(last?.complaint ?? '').toBe('');
    await expect(access(marker)).rejects.toThrow('ENOENT');
    expect(fingerprints(whateverTheTime(await itemsIn(cut)))).toEqual(whole);
  });
});

describe('a store that others run', async () => {
  const store = await startStore();
  afterAll(store.stop);
  const external = { ...environmentOf(elsewhere('external')), DYNAMODB_ENDPOINT: store.endpoint };

  it('is served from by nobody while it is being filled', async () => {
    const table = await openTable(store.endpoint);
    await claimTable(table, { backup: '20261101T000000Z-00000001', options: '' }, 'x');
    const refused = house.start({ ...elsewhere('early'), storeEndpoint: store.endpoint });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('whose restore was cut off');
    expect(existsSync(elsewhere('early').data)).toBe(false);
    await endTableRestore(table);
  });

  it('is filled from a backup, and backed up again as it is', async () => {
    const filled = await temkin(['restore', '--from', place, '--outbox', home.data, '--logs', home.log], {
      environment: external,
    });
    expect([filled.exitCode, filled.complaint]).toEqual([0, '']);
    const client = testClient(store.endpoint);
    const items = await scanTables({ client, prefix: 'temkin-' });
    client.destroy();
    expect(countOf(items, 'parcels', 'parcel')).toBeGreaterThan(20);

    const backup = ['backup', '--to', 'x', '--json'];
    const { exitCode, output } = await temkin(backup, { environment: external, blobs: memoryBlobs() });
    // What the restore has listed for the sequencer is in no backup.
    const copied = items.filter(({ table }) => table !== 'log-heads');
    expect([exitCode, JSON.parse(output).items]).toEqual([0, copied.length]);
    // Images lie where the server of that store looks for them, and nothing else is written there.
    expect(await readdir(external.TEMKIN_DATA_DIR)).toEqual(['registry']);
  });
});

describe('a restore that cannot succeed', () => {
  const target = elsewhere('untouched');

  it('changes nothing where any byte of the backup is another', async () => {
    const files = await filesBelow(place);
    // Every chunk and image that manifests name, and the manifests.
    const named = await Promise.all(
      files
        .filter((file) => file.includes('manifest.json'))
        .map(async (file) => {
          const { tables, images } = JSON.parse(await readFile(file, 'utf8')).backup as Manifest;
          const chunks = Object.values(tables).flatMap((table) => table.chunks);
          return 1 + chunks.length + (images?.count ?? 0);
        }),
    );
    expect(files).toHaveLength(named.reduce((sum, count) => sum + count, 0));
    expect(files.length).toBeGreaterThanOrEqual(14);
    for (const file of files) {
      const bytes = await readFile(file);
      const at = randomInt(bytes.length);
      await writeFile(
        file,
        Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ (1 << randomInt(8)) : byte)),
      );
      const { exitCode, complaint } = await restore(target);
      await writeFile(file, bytes);
      expect([exitCode, complaint], `${file} at ${at}`).toEqual([1, expect.stringContaining('damaged')]);
      expect(existsSync(target.data)).toBe(false);
    }
  });

  it('changes nothing where the root key is another, or is lost', async () => {
    const stranger = { ...target, keyFile: join(house.directory, 'stranger.key') };
    const lost = await restore(stranger);
    expect([lost.exitCode, lost.complaint]).toEqual([1, expect.stringContaining('no root key at')]);
    await openRootKeyFile(stranger.keyFile, systemRandom);
    const { exitCode, complaint } = await restore(stranger);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('belongs to another root key')]);
    expect(existsSync(target.data)).toBe(false);
  });

  it('changes nothing where a server lives on the directory of the log', async () => {
    const server = house.start(home);
    await server.origin;
    const { exitCode, complaint } = await restore(target);
    expect(await server.stop()).toBe(0);
    expect([exitCode, complaint]).toEqual([
      1,
      expect.stringContaining(`process id ${server.pid}: stop it first`),
    ]);
    expect(existsSync(target.data)).toBe(false);
  });

  it('changes nothing where the outbox is nowhere to be found', async () => {
    const outbox = ['--outbox', join(house.directory, 'nothing')];
    const { exitCode, complaint } = await restore(target, [...outbox, '--logs', target.log]);
    expect([exitCode, complaint]).toEqual([1, expect.stringContaining('There are no data in')]);
    expect(existsSync(target.data)).toBe(false);
  });
});

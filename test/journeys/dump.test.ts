import { cryptoReady, keyRing } from '@temkin/crypto';
import { fromHex, systemClock, systemRandom } from '@temkin/kernel';
import { encodeGroups, openLabel, parseLabelToken } from '@temkin/parcel/domain';
import { keyOf, tables, tableWrappedKeys } from '@temkin/storage';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newParcel } from '../../packages/capabilities/parcel/src/http/schemas.ts';
import { toFields } from '../../packages/capabilities/parcel/src/usecases/new-parcel.ts';
import { demoParcels } from '../../packages/runtimes/local/src/demo/parcels.ts';
import { openRootKeyFile } from '../../packages/runtimes/local/src/keys/index.ts';
import { busyDay, CANARIES, CLEAR_CANARIES, DAYS_PARCELS } from '../support/busy-day/index.ts';
import { needlesOfBytes, needlesOfText, searchFor } from '../support/canaries.ts';
import { classified, kindsOf, UNASKED_KINDS } from '../support/item-kinds.ts';
import { readLog } from '../support/log-directory.ts';
import { readableFields } from '../support/readable-fields.ts';
import { serverHouse } from '../support/server-process.ts';
import { settledLogs } from '../support/written-logs.ts';
import { allBytesOf, bytesIn, inStoreOf, readCopy, type StoredItem } from '../support/stored-items.ts';

const house = await serverHouse();
const home = house.home('robbed');
const server = house.start(home);
const copy = join(house.directory, 'dump');

/** The first bytes of every group as it is before it is sealed: texts in the label's own code page, numbers packed. */
const plaintexts = DAYS_PARCELS.flatMap((sent) =>
  Object.entries(encodeGroups(toFields(newParcel().parse(sent)))).flatMap(([group, bytes]) =>
    needlesOfBytes((bytes as Uint8Array).slice(0, 12), `the plaintext of ${group}`),
  ),
);
const seeded = demoParcels(20, 1).flatMap(({ recipient, sender, goods, handlingNote }) => [
  ...[recipient, sender].flatMap(({ name, phone, address }) => [name, phone.slice(1), address.street]),
  goods.description,
  ...(handlingNote === undefined ? [] : [handlingNote]),
]);
const search = searchFor([
  ...plaintexts,
  ...[...CANARIES, ...new Set(seeded)].flatMap((text) => needlesOfText(text)),
]);
const searchClear = searchFor(Object.values(CLEAR_CANARIES).flatMap((text) => needlesOfText(text)));

let tokens: readonly string[] = [];
let statuses: readonly number[] = [];
let items: readonly StoredItem[] = [];

beforeAll(async () => {
  const day = await busyDay(server);
  const labels = await readFile(join(home.labels, 'tokens.tsv'), 'utf8');
  tokens = [
    ...day.tokens,
    ...labels
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[1] ?? ''),
  ];
  ({ statuses } = day);
  // Much of the day is in the log by now; then nobody writes while copies are made. The store lives on.
  await settledLogs(home.log);
  await server.kill9();
  items = await readCopy(home.data, copy, (_, found) => found);
  // A whole day, whose public pages answer in steps of a second and more.
}, 180_000);

describe('a copy of the data directory and all labels, without the root key', () => {
  it('comes from a busy day, on which much went well and much was refused', () => {
    expect(tokens).toHaveLength(27);
    expect(statuses.filter((status) => status < 300).length).toBeGreaterThan(15);
    expect(statuses.filter((status) => status >= 400).length).toBeGreaterThan(40);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });

  it('holds nothing of a person in any file, in any encoding', async () => {
    const names = await readdir(home.data);
    expect(names).toContain('store.db-wal');
    let clear = false;
    for (const name of names) {
      const bytes = await readFile(join(home.data, name));
      expect(search(bytes), name).toEqual([]);
      clear ||= searchClear(bytes).length > 0;
    }
    // The files are the right ones: what may be readable is found in them.
    expect(clear).toBe(true);
  });

  it('holds nothing of a person in any file of the logs', async () => {
    const files = [...readLog(home.log)];
    expect(files.some(([name]) => name.includes('entries'))).toBe(true);
    for (const [name, bytes] of files) expect(search(bytes), name).toEqual([]);
  });

  it('holds nothing of a person in any stored value, once the store has unpacked it', () => {
    for (const stored of items)
      for (const bytes of allBytesOf(stored))
        expect(search(bytes), `${stored.table} ${stored.partition} ${stored.sort}`).toEqual([]);
  });

  it('holds nothing of a person on the labels, nor in what the server said', () => {
    for (const token of tokens) {
      const parsed = parseLabelToken(token);
      expect(parsed === 'malformed' ? token : search(parsed.bytes)).toEqual([]);
      expect(search(Buffer.from(token))).toEqual([]);
    }
    expect(server.output()).toContain('Temkin is running');
    expect(search(Buffer.from(server.output()))).toEqual([]);
  });

  it('holds only what the schema knows and has classified', () => {
    for (const stored of items) {
      const where = `${stored.table} ${stored.partition} ${stored.sort}`;
      expect(kindsOf(stored), where).toHaveLength(1);
      expect(
        classified(stored).filter((field) => field.class === undefined),
        where,
      ).toEqual([]);
    }
    const kinds = Object.entries(tables).flatMap(([table, { items: known }]) =>
      Object.keys(known).map((kind) => `${table}.${kind}`),
    );
    expect([...new Set([...items.flatMap(kindsOf), ...UNASKED_KINDS])].toSorted()).toEqual(kinds.toSorted());
  });

  it('holds bytes where the schema says sealed or keyed, or a hash as text', () => {
    expect(readableFields(items)).toEqual([]);
  });

  it('shows waybill number and sort code, and where', () => {
    const places = items.flatMap((stored) =>
      Object.entries(stored.item)
        .filter(([, value]) => bytesIn(value).some((bytes) => searchClear(bytes).length > 0))
        .map(([name]) => `${kindsOf(stored).join()}.${name}`),
    );
    expect([...new Set(places)].toSorted()).toEqual([
      'parcels.expectedParcel.sortCode',
      'parcels.expectedParcel.waybillNumber',
      'parcels.parcel.sortCode',
      'parcels.parcel.waybillNumber',
    ]);
  });
});

describe('whoever has them and another root key', () => {
  const thief = { ...house.home('thief'), data: join(house.directory, 'stolen') };

  it('unwraps no tenant key, and opens no label', async () => {
    await cryptoReady;
    const wrapped = items.filter((stored) => kindsOf(stored).includes('tenant-keys.tenantKey'));
    const contexts = wrapped.map(({ partition, sort }) => {
      const [, tenant = '', purpose = ''] = partition.split('#');
      return { tenant, purpose, keyId: sort };
    });
    expect(new Set(contexts.map(({ purpose }) => purpose)).size).toBeGreaterThanOrEqual(6);
    const { rootKey } = await openRootKeyFile(thief.keyFile, systemRandom);
    await readCopy(home.data, join(house.directory, 'dump-2'), async (table) => {
      for (const root of ['main', 'escrow', 'registry', 'registry-index'] as const) {
        const ring = keyRing({
          rootKey: rootKey(root),
          wrappedKeys: tableWrappedKeys(table, systemClock),
          clock: systemClock,
          random: systemRandom,
          epochs: 'shared',
        });
        for (const { tenant, purpose, keyId } of contexts)
          await expect(ring.byId(tenant, purpose, keyId)).rejects.toThrow('does not open');
      }
    });
    for (const token of tokens) {
      const parsed = parseLabelToken(token);
      if (parsed === 'malformed') throw new Error('a label of the day is malformed');
      const { item } =
        items.find(({ partition, sort }) => sort === 'label' && partition.endsWith(parsed.labelId)) ?? {};
      const remoteGroups = item?.groups instanceof Uint8Array ? item.groups : undefined;
      const label = {
        bytes: parsed.bytes,
        remoteGroups,
        key: systemRandom(32),
        groups: ['delivery'],
      } as const;
      expect(openLabel(label)).toBe('broken');
    }
  });

  it('cannot start a server on the copy', async () => {
    await cp(home.data, thief.data, { recursive: true });
    await cp(home.log, thief.log, { recursive: true });
    // It names the living server that was robbed.
    await rm(join(thief.data, 'lock.json'));
    const refused = house.start(thief);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('belong to another root key');
  });

  it('learns nothing from a server that was made to start', async () => {
    const { fingerprint } = await openRootKeyFile(thief.keyFile, systemRandom);
    await writeFile(join(thief.data, 'key-fingerprint'), fingerprint);
    const refused = house.start(thief);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('belong to another root key');
    await inStoreOf(thief.data, (table) =>
      table.write({
        kind: 'put',
        key: keyOf('tenant-keys', 'rootKey', {}),
        item: { fingerprint: fromHex(fingerprint) ?? '' },
      }),
    );
    const forced = house.start(thief);
    const api = await forced.client();
    for (const token of tokens) {
      const answer = await api
        .as('shipper-an')
        .send('POST', '/v1/parcels/resolve', { token, purpose: 'delivery' });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(search(Buffer.from(JSON.stringify(answer.body)))).toEqual([]);
    }
    expect(search(Buffer.from(forced.output()))).toEqual([]);
    await forced.stop();
  });
});

import {
  logFiles,
  logHeads,
  openingEntry,
  sequenceLogs,
  waitingEvents,
  type SequencerDependencies,
} from '@temkin/audit';
import { verifyLog } from '@temkin/audit/domain';
import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { s3Blobs } from '@temkin/aws';
import { cryptoReady } from '@temkin/crypto';
import { eventIds, systemRandom } from '@temkin/kernel';
import { keyOf, type Blobs } from '@temkin/storage';
import { ENTRY_LIMIT_BYTES, fromBundle, newBundles, newTiles, tilePath, verifierKey } from '@temkin/tlog';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBlobs } from '../../packages/runtimes/local/src/files/file-blobs.ts';
import { mapS3 } from '../support/map-s3.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { sha256 } from '../support/sha256.ts';
import { testTable } from '../support/store.ts';
import { testClock } from '../support/test-clock.ts';

const { table } = await testTable();
const directory = await mkdtemp(join(tmpdir(), 'temkin-log-'));

beforeAll(() => cryptoReady);
afterAll(() => rm(directory, { recursive: true }));

const NOTHING = { events: [], foreign: 0 };

const NEW_YEAR = Date.parse('2027-01-01T00:00:00Z');

/** Everything a checkpoint of this size speaks of, in the tiles that it had then. */
const tilesAt = (size: number): readonly string[] =>
  [...newBundles(0, size), ...newTiles(0, size)].map(tilePath);

const settings: readonly (readonly [string, string, Blobs])[] = [
  ['the embedded store and a directory', 'ems', fileBlobs(directory)],
  ['the embedded store and S3', 'viettel', s3Blobs({ client: mapS3(), bucket: 'bucket', prefix: 'log/' })],
];

describe.each(settings)('a sequencer over %s', (_, tenant, blobs) => {
  const clock = testClock(NEW_YEAR - 350);
  const newEventId = eventIds(clock, systemRandom);
  const signer = memorySigner();
  const heads = logHeads(table);

  const logKey = async ({ year }: { readonly year: string }) => {
    const publicKey = (await signer.publicKey()).slice(-32);
    return verifierKey(sha256, { name: `log.example/${tenant}/${year}`, type: 'ed25519', publicKey });
  };
  const sequencer = (change: Partial<SequencerDependencies> = {}) =>
    sequenceLogs({
      heads,
      waiting: waitingEvents(table),
      files: logFiles(blobs),
      signer,
      sha256,
      logKey,
      newStageId: newEventId,
      openingEntry: openingEntry({
        signer,
        logKey,
        heads,
        files: logFiles(blobs),
        sha256,
        clock,
        random: systemRandom,
      }),
      ...change,
    });
  const drain = async (sequence = sequencer()): Promise<void> => {
    while ((await sequence(tenant)).more);
  };

  /** Puts events into the outbox as the recorder does, and answers their ids. */
  const record = async (count: number): Promise<readonly string[]> => {
    const made = Array.from({ length: count }, () => {
      const eventId = newEventId();
      const head = { eventId, time: clock.now(), tenant, actor: { pseudonym: 'YWN0b3I', roles: [] } };
      const writer = { session: '00', n: 0, void: [] };
      const draft = { action: 'parcel.read', outcome: 'allowed', resources: [] } as const;
      return { eventId, entry: toEntry(toOcsf({ ...head, writer }, draft)) };
    });
    await Promise.all(
      made.map(({ eventId, entry }) => table.transact([outboxPut(tenant, eventId, entry)], eventId)),
    );
    return made.map(({ eventId }) => eventId);
  };

  const read = (year: string) => async (path: string) =>
    (await blobs.get(`${tenant}/${year}/${path}`))?.bytes;

  /** The ids that a log holds, in its order, its opening left out. */
  const loggedIn = async (year: string): Promise<readonly string[]> => {
    const head = await heads.load({ tenant, year });
    const entries: Uint8Array[] = [];
    for (const bundle of newBundles(0, head?.tree.size ?? 0))
      entries.push(
        ...(fromBundle((await read(year)(tilePath(bundle))) ?? new Uint8Array(), bundle.width) ?? []),
      );
    const events = entries.map(
      (entry) => JSON.parse(new TextDecoder().decode(entry)) as ReturnType<typeof toOcsf>,
    );
    expect(events[0]?.api.operation).toBe('audit.open-log');
    return events.slice(1).map(({ metadata }) => metadata.uid);
  };

  const verdictOn = async (year: string) =>
    (await verifyLog({ sha256, read: read(year), keys: [await logKey({ year })] })).outcome;

  it('does nothing where nothing waits, and opens no log', async () => {
    expect(await sequencer()(tenant)).toEqual({ events: 0, more: false, unpublished: [], foreign: 0 });
    expect(await heads.all(tenant)).toEqual([]);
  });

  it('brings every event into the log of its year, once, though two work at a time', async () => {
    const recorded: string[] = [];
    for (const count of [1, 40, 290]) {
      recorded.push(...(await record(count)));
      await Promise.all([drain(), drain()]);
    }
    const years = { 2026: await loggedIn('2026'), 2027: await loggedIn('2027') };
    expect([...years[2026], ...years[2027]].toSorted()).toEqual(recorded.toSorted());
    expect(years[2026].length).toBeGreaterThan(100);
    expect(years[2027].length).toBeGreaterThan(100);
    expect(await verdictOn('2026')).toBe('verified');
    expect(await verdictOn('2027')).toBe('verified');
    expect(await waitingEvents(table).take(tenant, 100)).toEqual(NOTHING);
  });

  it('leaves no stage behind: the next batch removes what a loser has stored', async () => {
    await record(1);
    await drain();
    const names: string[] = [];
    for await (const name of blobs.names(`${tenant}/`)) names.push(name);
    expect(names.filter((name) => name.includes('/staging/'))).toEqual([]);
    expect(names).toContain(`${tenant}/2027/checkpoint`);
  });

  /** The names of a log's blobs, below its prefix. */
  const blobsOf = async (year: string): Promise<readonly string[]> => {
    const names: string[] = [];
    for await (const name of blobs.names(`${tenant}/${year}/`))
      names.push(name.slice(`${tenant}/${year}/`.length));
    return names;
  };

  const sizesPublished = async (year: string): Promise<readonly number[]> =>
    (await blobsOf(year))
      .filter((name) => name.startsWith('checkpoints/'))
      .map((name) => Number(name.slice('checkpoints/'.length)));

  it('sweeps partial tiles once full ones stand in their place, and keeps those that older checkpoints need', async () => {
    for (const count of [200, 300, 30]) {
      await record(count);
      await drain();
    }
    const names = await blobsOf('2027');
    const full = names.filter((name) => /^tile\/(?:\d+|entries)\/\d{3}$/.test(name));
    expect(full.length).toBeGreaterThan(2);
    for (const name of full)
      expect(
        names.filter((other) => other.startsWith(`${name}.p/`)),
        name,
      ).toEqual([]);
    for (const size of await sizesPublished('2027'))
      for (const path of tilesAt(size)) {
        const [place = ''] = path.split('.p/');
        expect(names, path).toContain(full.includes(place) ? place : path);
      }
    expect(await verdictOn('2027')).toBe('verified');
  });

  it('loses nothing but space where sweeping fails', async () => {
    const denying: Blobs = {
      ...blobs,
      delete: async (name) => {
        if (name.includes('.p/')) throw new Error('denied');
        await blobs.delete(name);
      },
    };
    const unswept: unknown[] = [];
    const failing = sequencer({
      files: logFiles(denying),
      onUnswept: (error) => unswept.push(error),
    });
    await record(300);
    await drain(failing);
    expect(unswept).toEqual([new Error('denied')]);
    expect(await waitingEvents(table).take(tenant, 100)).toEqual(NOTHING);
    const head = await heads.load({ tenant, year: '2027' });
    expect(head?.publishedSize).toBe(head?.tree.size);
    expect(await verdictOn('2027')).toBe('verified');
  });

  it('goes on while nobody signs, and publishes afterwards without another event', async () => {
    await record(3);
    const down = sequencer({ signer: { sign: () => Promise.reject(new Error('KMS is down')) } });
    const { events, unpublished } = await down(tenant);
    expect([events, unpublished.length]).toEqual([3, 1]);
    expect(await waitingEvents(table).take(tenant, 100)).toEqual(NOTHING);
    const before = await heads.load({ tenant, year: '2027' });
    expect(before?.publishedSize).toBeLessThan(before?.tree.size ?? 0);

    await drain();
    const after = await heads.load({ tenant, year: '2027' });
    expect(after?.publishedSize).toBe(before?.tree.size);
    expect(await verdictOn('2027')).toBe('verified');
  });

  it('adopts a log whose head is lost, with what was laid out and never published, and takes its events along', async () => {
    const before = await loggedIn('2027');
    const ids = await record(300);
    const waiting = waitingEvents(table);
    const dying = sequencer({
      signer: { sign: () => Promise.reject(new Error('KMS is down')) },
      waiting: { ...waiting, remove: () => Promise.reject(new Error('killed')) },
    });
    await expect(dying(tenant)).rejects.toThrow('killed');
    const committed = await heads.load({ tenant, year: '2027' });
    await table.write({ kind: 'delete', key: keyOf('log-heads', 'head', { tenant, year: '2027' }) });

    await Promise.all([drain(), drain()]);
    const adopted = await heads.load({ tenant, year: '2027' });
    expect(adopted?.tree).toEqual(committed?.tree);
    expect(adopted?.publishedSize).toBe(committed?.tree.size);
    const after = await loggedIn('2027');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toEqual(ids.toSorted());
    expect(await verdictOn('2027')).toBe('verified');
    expect(await waiting.take(tenant, 100)).toEqual(NOTHING);
  });

  it('leaves what is no event where it lies, and says so', async () => {
    const [oldest, entry] = ['019b0000-0000-7000-8000-00000000000', new Uint8Array(3)];
    const misplaced = outboxPut(tenant, `${oldest}0`, entry);
    const foreign = [
      outboxPut(tenant, 'intruder-0', entry),
      outboxPut(tenant, `${oldest}1`, new Uint8Array(ENTRY_LIMIT_BYTES + 1)),
      { ...outboxPut(tenant, `${oldest}2`, entry), item: { other: 1 } },
      { ...misplaced, key: { ...misplaced.key, sort: `${oldest}3` } },
      outboxPut(tenant, '00000000-0000-7000-8000-000000000004', entry),
      outboxPut(tenant, 'ffffffff-ffff-7fff-bfff-fffffffffff5', entry),
    ];
    await table.transact(foreign, newEventId());
    const [eventId = ''] = await record(1);
    expect(await sequencer()(tenant)).toMatchObject({ events: 1, foreign: foreign.length });
    expect(await loggedIn('2027')).toContain(eventId);
    expect(await waitingEvents(table).take(tenant, 100)).toEqual({ events: [], foreign: foreign.length });
  });

  it('takes events from behind many that are none', async () => {
    const foreign = Array.from({ length: 2_100 }, (__, at) =>
      outboxPut(tenant, `0-${at}0`, new Uint8Array(3)),
    );
    for (let at = 0; at < foreign.length; at += 100)
      await table.transact(foreign.slice(at, at + 100), newEventId());
    const event = { eventId: '019b0000-0000-7000-8000-000000000000', entry: new Uint8Array(3) };
    await table.transact([outboxPut(tenant, event.eventId, event.entry)], newEventId());
    const { events } = await waitingEvents(table).take(tenant, 16);
    expect(events).toEqual([event]);
  });
});

import { logEvents, logFiles } from '@temkin/audit';
import { s3Blobs } from '@temkin/aws';
import { cryptoReady } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBlobs } from '../../packages/runtimes/local/src/files/file-blobs.ts';
import { loggedWorld, namesOf, type RecordedEvent } from '../support/logged-world.ts';
import { mapS3 } from '../support/map-s3.ts';
import { memoryTable } from '../support/memory-table.ts';
import { testTable } from '../support/store.ts';

const { table: embedded } = await testTable();
const directory = await mkdtemp(join(tmpdir(), 'temkin-log-events-'));

beforeAll(() => cryptoReady);
afterAll(() => rm(directory, { recursive: true }));

const NEW_YEAR = Date.parse('2027-01-01T00:00:00Z');

const settings = [
  ['the embedded store and a directory', { table: embedded, blobs: fileBlobs(directory) }],
  [
    'a table in memory and S3',
    { table: memoryTable(), blobs: s3Blobs({ client: mapS3(), bucket: 'bucket', prefix: 'log/' }) },
  ],
] as const;

const TENANT = 'ems';

const PARCELS = ['parcel-a', 'parcel-b', 'parcel-c'];

describe.each(settings)('events over %s', (_, ports) => {
  const world = loggedWorld(ports, TENANT, NEW_YEAR - 900, systemRandom);
  const recorded: RecordedEvent[] = [];

  const record = async (count: number): Promise<void> => {
    const drafts = Array.from({ length: count }, (__, at) => ({
      actor: `actor-${at % 5}`,
      resources: PARCELS.slice(0, at % 4),
    }));
    recorded.push(...(await world.record(drafts)));
  };

  /** Everything that was recorded is found, in each of the ways, once. */
  const expectAll = async (): Promise<void> => {
    const ids = recorded.map(({ eventId }) => eventId);
    for (const eventId of ids.filter((__, at) => at % 7 === 0 || at > ids.length - 3))
      expect((await world.events.byId(TENANT, eventId))?.event.eventId).toBe(eventId);
    for (const name of [...PARCELS, 'actor-0', 'actor-3']) {
      const naming = recorded.filter((event) => namesOf(event).has(name)).map(({ eventId }) => eventId);
      const { events, complete } = await world.events.about(TENANT, name, 0);
      expect([events.map(({ eventId }) => eventId), complete]).toEqual([naming.toSorted(), true]);
      const filter = name.startsWith('actor') ? { actor: name } : { subject: name };
      expect((await foundBy(filter)).toSorted()).toEqual(naming.toSorted());
    }
    expect((await foundBy({})).toSorted()).toEqual(ids.toSorted());
  };

  const foundBy = async (filter: { readonly actor?: string; readonly subject?: string }) => {
    const found: string[] = [];
    const begin = await world.events.begin(TENANT);
    for await (const step of world.events.from(TENANT, filter, begin))
      if (step.found !== undefined && step.found.event.action !== 'audit.open-log')
        found.push(step.found.event.eventId);
    return found;
  };

  it('are found while they wait, in the log, and in the index, across the turn of a year', async () => {
    await record(300);
    await expectAll();
    await world.drain();
    await expectAll();
    expect((await world.follow()).entries).toBe(301);
    await expectAll();
    await record(500);
    await expectAll();
    await world.drain();
    await record(30);
    await expectAll();
    const { entries, more, foreign } = await world.follow();
    expect([entries, more, foreign]).toEqual([501, false, 0]);
    await expectAll();
  });

  it('are read from one bundle where the index has it', async () => {
    const reads: string[] = [];
    const blobs: Blobs = {
      ...ports.blobs,
      get: (name) => {
        reads.push(name);
        return ports.blobs.get(name);
      },
    };
    const fresh = logEvents({ table: ports.table, files: logFiles(blobs) });
    const eventId = recorded[100]?.eventId ?? '';
    expect((await fresh.byId(TENANT, eventId))?.event.eventId).toBe(eventId);
    await fresh.byId(TENANT, recorded[101]?.eventId ?? '');
    expect(reads).toEqual(['ems/2026/tile/entries/000']);
  });

  it('are unknown by an id that nobody made', async () => {
    const [first] = recorded;
    expect(
      await world.events.byId(TENANT, `${first?.eventId.slice(0, 24) ?? ''}000000000000`),
    ).toBeUndefined();
  });

  it('are other companies’ own', async () => {
    expect(await world.events.byId('other', recorded[0]?.eventId ?? '')).toBeUndefined();
    expect((await world.events.about('other', 'parcel-a', 0)).events).toEqual([]);
  });
});

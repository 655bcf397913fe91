import { fromEntry, type OcsfEvent } from '@temkin/audit-event';
import { bytesOf, partsOf, type Item, type Key, type Table, type Write } from '@temkin/storage';
import { IMAGE_FIELDS, type ImportRow } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { FATES } from '../support/failing-writes.ts';
import { ndjson } from '../support/import-files.ts';
import { stagedTable } from '../support/staged-table.ts';
import { bring, citizens, nextSeed, openWorld, planOf, recordsOf, withFields } from './import-runs.ts';
import { IMPORTER, numbersOf } from './import-world.ts';
import { numberOf } from './registry-world.ts';

/** The event of a transaction. */
const eventIn = (writes: readonly Write[]): OcsfEvent | undefined =>
  writes
    .flatMap((write) =>
      write.kind === 'put' && write.key.table === 'outbox' ? [fromEntry(bytesOf(write.item, 'entry'))] : [],
    )
    .at(0);

const isCompared = (writes: readonly Write[]): boolean => eventIn(writes)?.unmapped.change === 'compared';

const peopleIn = (event: OcsfEvent | undefined): readonly string[] =>
  (event?.resources ?? []).filter(({ type }) => type === 'subscriber').map(({ uid }) => uid);

/** A table that tells whose keys are read while it is watched, and whose are without an event that named them as compared since the last time. */
const watchedTable = () => {
  const [named, opened, unnamed] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let isWatched = false;
  const see = (key: Key, item: Item | undefined): void => {
    const personId = partsOf('subscriber-keys', 'personKey', key)?.personId;
    if (!isWatched || key.table !== 'subscriber-keys' || item === undefined || personId === undefined) return;
    opened.add(personId);
    if (!named.delete(personId)) unnamed.add(personId);
  };
  return {
    opened,
    unnamed,
    during: async <Result>(act: () => Promise<Result>): Promise<Result> => {
      isWatched = true;
      try {
        return await act();
      } finally {
        isWatched = false;
      }
    },
    wrapTable: (table: Table): Table => ({
      ...table,
      get: async (key) => {
        const item = await table.get(key);
        see(key, item);
        return item;
      },
      getMany: async (keys) => {
        const items = await table.getMany(keys);
        for (const [at, key] of keys.entries()) see(key, items[at]);
        return items;
      },
      transact: async (writes, token) => {
        const verdict = await table.transact(writes, token);
        if (verdict.outcome === 'committed' && isCompared(writes))
          for (const personId of peopleIn(eventIn(writes))) named.add(personId);
        return verdict;
      },
    }),
  };
};

/** A registry that has some people, and a table before it at which a test can act. */
const known = async (rows: readonly ImportRow[]) => {
  const [staged, watched] = [stagedTable(), watchedTable()];
  const world = await openWorld((memory) => staged.wrapTable(watched.wrapTable(memory)));
  await bring(world, planOf('full'), ndjson(rows));
  const before = world.events().length;
  return {
    staged,
    watched,
    world,
    personIds: new Set((await numbersOf(world)).map(({ personId }) => personId)),
    events: () => world.events().slice(before),
  };
};

const rows = citizens(9);

const seconds = rows.map((row, at) => withFields(row, {}, { msisdn: numberOf(8_001 + at), ordinal: 2 }));

const renamed = rows.map((row) => withFields(row, { name: 'Trần Thị Đổi' }));

const OF_IMAGES = JSON.stringify(IMAGE_FIELDS.toSorted());

const areOfImages = ({ unmapped }: OcsfEvent): boolean => JSON.stringify(unmapped.groups) === OF_IMAGES;

const KINDS = [
  ['a full import', 'full', seconds],
  ['a delta', 'delta', [...renamed.slice(0, 5), ...rows.slice(5)]],
  ['a delta of new numbers', 'delta', seconds],
  ['a parity report', 'parity', [...renamed.slice(0, 5), ...rows.slice(5)]],
] as const;

describe.each(KINDS)('%s', (_, kind, told) => {
  it('unwraps the key of nobody before it is on record that they are compared', async () => {
    const { watched, world, personIds, events } = await known(rows);
    const { counts, state } = await watched.during(() => bring(world, planOf(kind), ndjson(told), 4));
    expect([state, counts.rejected]).toEqual(['done', kind === 'parity' ? 5 : 0]);
    expect([watched.opened, watched.unnamed]).toEqual([personIds, new Set()]);
    const compared = events().filter(({ unmapped }) => unmapped.change === 'compared');
    expect(new Set(compared.flatMap(peopleIn))).toEqual(personIds);
    for (const { api, resources } of compared) {
      expect(api.operation).toBe('registry.import');
      expect(resources?.[0]?.type).toBe('registry-import');
    }
    // Where rows name images that do not wait, those of whom they are about are looked through, which is on record by itself.
    for (const { unmapped } of compared.filter((event) => !areOfImages(event)))
      expect(unmapped.groups).toEqual(expect.arrayContaining(['birthDate', 'identity', 'name']));
    expect(compared[0]?.unmapped.groups).toContain('identity');
  });

  it('brings each row once, whether that event is lost or reported as lost, and opens nobody upon what is not there', async () => {
    for (const [fate, stage] of Object.entries(FATES)) {
      const { staged, watched, world, personIds } = await known(rows);
      const importId = await world.send(planOf(kind), ndjson(told), { seed: nextSeed() });
      await world.imports.beginImport(IMPORTER, importId);
      let failed = 0;
      staged.stage((commit, writes) => {
        if (failed > 0 || !isCompared(writes)) return commit();
        failed += 1;
        return stage(commit, writes);
      });
      await watched.during(() => world.workOff());
      expect([fate, failed, watched.opened]).toEqual([fate, 1, new Set()]);
      staged.stage();
      world.clock.advance(60_000);
      await watched.during(() => world.workOff());
      expect([watched.opened, watched.unnamed]).toEqual([personIds, new Set()]);
      const { known: ended, counts } = await world.imports.showImport(IMPORTER, importId);
      expect(ended.state).toBe('done');
      expect(counts.accepted + counts.amended + counts.unchanged + counts.rejected).toBe(told.length);
      const kept = await recordsOf(world);
      for (const { record } of kind === 'parity' ? rows : told)
        expect(kept.get(record.subscription.msisdn ?? '')).toMatchObject({ record });
    }
  });

  it('opens nobody for an import that was cancelled meanwhile', async () => {
    const { staged, watched, world } = await known(rows);
    const importId = await world.send(planOf(kind), ndjson(told), { seed: nextSeed() });
    await world.imports.beginImport(IMPORTER, importId);
    staged.inBetween(
      () => world.importsOn(world.memory).cancelImport(IMPORTER, importId),
      (writes) => isCompared(writes),
    );
    const before = world.items('subscribers');
    await watched.during(() => world.workOff());
    expect(watched.opened).toEqual(new Set());
    expect(world.items('subscribers')).toEqual(before);
    expect((await world.imports.showImport(IMPORTER, importId)).known.state).toBe('cancelled');
  });
});

it('an import that meets nobody whom the registry knows has no event more, and opens nobody', async () => {
  const watched = watchedTable();
  const world = await openWorld(watched.wrapTable);
  const own = rows.map((row, at) => withFields(row, {}, { msisdn: numberOf(8_101 + at), ordinal: 2 }));
  const { counts } = await watched.during(() => bring(world, planOf('full'), ndjson([...rows, ...own])));
  expect(counts).toMatchObject({ accepted: 18, rejected: 0 });
  expect(watched.opened).toEqual(new Set());
  const changes = world.events().map(({ unmapped }) => unmapped.change);
  expect(changes).not.toContain('compared');
});

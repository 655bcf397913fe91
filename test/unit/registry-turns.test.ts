import { StoreUnavailable } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import type { ImportPlan } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeTurns } from '../../packages/capabilities/subscriber/src/usecases/bulk/take-turns.ts';
import { REGISTRY_NOW } from '../support/generated-registry.ts';
import { generatedRows } from '../support/generated-rows.ts';
import { ndjson } from '../support/import-files.ts';
import { IMPORTER, importWorld, type ImportWorld } from './import-world.ts';

const LEGACY: ImportPlan = { form: { format: 'ndjson' }, mode: 'legacy', kind: 'full' };

const QUARTER = 15 * 60_000;

const openWorld = async (): Promise<ImportWorld> => {
  const world = importWorld();
  world.clock.set(REGISTRY_NOW);
  await world.openIndexes(undefined, 1_000);
  return world;
};

/** Several imports that are sent, in the order in which a worker finds them. */
const sentImports = async (
  world: ImportWorld,
  count: number,
  { rows: rowsOfEach = 160, rowsOfPart = 40 }: { readonly rows?: number; readonly rowsOfPart?: number } = {},
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const rows = [...generatedRows(rowsOfEach, 60 + at)];
    ids.push(
      await world.send(LEGACY, ndjson(rows), {
        rowsOfPart,
        seed: 900 + at,
      }),
    );
  }
  return ids.toSorted();
};

const stateOf = async (world: ImportWorld, importId: string) => {
  const { known, rowsDone, rows } = await world.imports.showImport(IMPORTER, importId);
  return { state: known.state, rowsDone, rows };
};

const markers = (world: ImportWorld): number =>
  world.items('registry-bulk').filter(({ key }) => key.partition === 'IMO').length;

const uploads = (world: ImportWorld): number => world.blobs.stored.size;

describe('turns', () => {
  it('part the time among companies first, and a company’s among what it has; everybody gets some in a pass', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.nat(255),
        async (counts, begin) => {
          let now = 0;
          const clock = { now: () => now };
          const names = counts.flatMap((count, tenant) =>
            Array.from({ length: count }, (_, at) => ({ tenant: `company-${tenant}`, at })),
          );
          const used = new Map<string, number>();
          const left = await takeTurns(
            names,
            { clock, random: () => Uint8Array.of(begin) },
            { deadlineMilliseconds: 10_000 },
            async ({ tenant }, isOver) => {
              while (!isOver()) {
                now += 1;
                used.set(tenant, (used.get(tenant) ?? 0) + 1);
              }
              return 'again';
            },
          );
          expect(left).toHaveLength(names.length);
          expect(now).toBe(10_000);
          // No company has more than its part, and an eighth of the run by which a turn may be longer.
          for (const one of used.values()) expect(one).toBeLessThanOrEqual(10_000 / counts.length + 1_260);
          expect(used.size).toBe(counts.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('give what one leaves over to the others, and end with the run or when nothing is left', async () => {
    let now = 0;
    const taken: string[] = [];
    const take = (signal?: AbortSignal) =>
      takeTurns(
        [{ tenant: 'short' }, { tenant: 'long' }],
        { clock: { now: () => now }, random: () => Uint8Array.of(0) },
        { deadlineMilliseconds: 1_000, ...(signal !== undefined && { signal }) },
        async ({ tenant }, isOver) => {
          taken.push(tenant);
          if (tenant === 'short') return 'over';
          while (!isOver() && now < 5_000) now += 1;
          return 'again';
        },
      );
    expect(await take()).toEqual([{ tenant: 'long' }]);
    expect([taken, now]).toEqual([['short', 'long'], 1_000]);
    now = 0;
    expect(await take(AbortSignal.abort())).toHaveLength(2);
    expect([taken.length, now]).toEqual([2, 0]);
  });
});

describe('a run of the importer', () => {
  it('gives every import that is under way some of it', async () => {
    const world = await openWorld();
    const ids = await sentImports(world, 3, { rows: 300, rowsOfPart: 300 });
    for (const importId of ids) await world.imports.beginImport(IMPORTER, importId);
    // The clock goes on by one whenever it is looked at.
    const { ended, remaining } = await world.imports.work({
      deadlineMilliseconds: world.clock.now() + 750,
    });
    expect([ended, remaining]).toEqual([0, true]);
    for (const importId of ids) {
      const { state, rowsDone, rows } = await stateOf(world, importId);
      expect(state).toBe('running');
      expect(rowsDone).toBeGreaterThan(0);
      expect(rowsDone).toBeLessThan(rows);
    }
    expect(await world.workOff()).toMatchObject({ ended: 3, remaining: false });
  });

  it('ends what was not begun in time before it goes on with anything', async () => {
    const world = await openWorld();
    const [first = '', last = ''] = await sentImports(world, 2);
    await world.imports.beginImport(IMPORTER, first);
    world.clock.advance(9 * 86_400_000);
    expect(await world.imports.work({ deadlineMilliseconds: world.clock.now() + 60 })).toMatchObject({
      ended: 1,
      failed: 1,
    });
    expect((await stateOf(world, first)).state).toBe('running');
    expect((await stateOf(world, last)).state).toBe('failed');
  });
});

/** Blobs of which one deletion, or the list before the first, is where the process dies. */
const dyingBlobs = (blobs: Blobs, dies: number): Blobs => {
  let left = dies;
  const step = (): void => {
    if (left === 0) throw new StoreUnavailable('killed');
    left -= 1;
  };
  return {
    ...blobs,
    names: async function* names(prefix) {
      step();
      yield* blobs.names(prefix);
    },
    delete: async (name) => {
      step();
      await blobs.delete(name);
    },
  };
};

describe('what was sent of an import that has ended', () => {
  it('is deleted, wherever whoever cancelled it was killed', async () => {
    for (let dies = 0; ; dies += 1) {
      const world = await openWorld();
      const [importId = ''] = await sentImports(world, 1);
      const cancelling = world
        .importsOn(world.memory, dyingBlobs(world.blobs, dies))
        .cancelImport(IMPORTER, importId);
      const isKilled = await cancelling.then(
        () => false,
        () => true,
      );
      expect((await stateOf(world, importId)).state).toBe('cancelled');
      expect(isKilled || uploads(world) === 0).toBe(true);
      await world.workOff();
      expect(uploads(world)).toBe(0);
      world.clock.advance(QUARTER);
      await world.workOff();
      expect(markers(world)).toBe(0);
      if (!isKilled) break;
    }
  });

  it('is found as long as anything of it is left, wherever the worker is killed', async () => {
    for (let dies = 0; ; dies += 1) {
      const world = await openWorld();
      const [importId = ''] = await sentImports(world, 1);
      await world
        .importsOn(world.memory, dyingBlobs(world.blobs, 0))
        .cancelImport(IMPORTER, importId)
        .catch(() => undefined);
      world.clock.advance(QUARTER);
      let writes = dies - 5;
      const table: Table = {
        ...world.memory,
        write: (write) => {
          if (writes === 0) throw new StoreUnavailable('killed');
          writes -= 1;
          return world.memory.write(write);
        },
      };
      const { faults } = await world.importsOn(table, dyingBlobs(world.blobs, dies)).work({
        deadlineMilliseconds: world.clock.now() + 1_000_000,
      });
      expect(uploads(world) === 0 || markers(world) === 1).toBe(true);
      await world.workOff();
      expect([uploads(world), markers(world)]).toEqual([0, 0]);
      if (faults.length === 0) break;
    }
  });

  it('and what comes yet by an address that was signed before, which is good for a quarter of an hour', async () => {
    const world = await openWorld();
    const [importId = ''] = await sentImports(world, 1);
    const part = { importId, part: 5, bytes: 100, sha256: 'ab'.repeat(32), rows: 1, isLast: false };
    const { upload } = await world.imports.announcePart(IMPORTER, part);
    await world.imports.cancelImport(IMPORTER, importId);
    await world.workOff();
    world.clock.advance(QUARTER - 60_000);
    await world.blobs.putIfAbsent(upload.url, new Uint8Array(100));
    world.clock.advance(60_000);
    await world.workOff();
    expect([uploads(world), markers(world)]).toEqual([0, 0]);
  });

  it('is deleted also where nobody knows of the import any more', async () => {
    const world = await openWorld();
    const [importId = ''] = await sentImports(world, 1);
    await world
      .importsOn(world.memory, dyingBlobs(world.blobs, 0))
      .cancelImport(IMPORTER, importId)
      .catch(() => undefined);
    world.clock.advance(400 * 86_400_000);
    await world.workOff();
    expect([uploads(world), markers(world)]).toEqual([0, 0]);
  });
});

import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { JUNK_RULES, type JunkHit } from '@temkin/subscriber/domain';
import type { HitPage } from '../../packages/capabilities/subscriber/src/usecases/list-hits.ts';
import type { Route } from '@temkin/http';
import { registrySweeper, sweepCapability, type SweepStarter } from '@temkin/subscriber';
import { keyOf, type Blobs, type Table } from '@temkin/storage';
import { generatedRegistry, REGISTRY_NOW } from '../support/generated-registry.ts';
import { memoryBlobs } from '../support/memory-blobs.ts';
import { plantedJunk } from '../support/planted-junk.ts';
import type { Planted } from '../support/planted-people.ts';
import { recordOfGenerated, recordsOfPlanted, storePeople } from '../support/stored-junk.ts';
import { registryWorld, seedOf, TENANT, type RegistryWorld } from './registry-world.ts';

/** What is planted, with what a sweep of the store finds of it. */
export const planted: readonly Planted[] = plantedJunk();

/** Who orders sweeps. */
export const OFFICER = {
  principal: { tenant: TENANT, id: 'officer-1', client: 'officer-1', roles: ['security-officer'] },
  reliedOn: [],
} as const;

/** A registry with a bucket, to be swept as of the day of generated registries. */
export const sweepWorld = () => {
  const world = registryWorld();
  const blobs = memoryBlobs();
  const process = (table: Table = world.memory, through: Blobs = blobs) => {
    const dependencies = { ...world.dependencies(table), registryBlobs: through };
    return { ...sweepCapability(dependencies), ...registrySweeper(dependencies) };
  };
  const own = process();
  /** The routes of sweeps, where those that are begun are started so. */
  const routesStarting = (start: SweepStarter): readonly Route[] =>
    sweepCapability({ ...world.dependencies(world.memory), registryBlobs: blobs, start }).routes;

  return {
    ...world,
    blobs,
    process,
    routesStarting,
    ...own,
    /** Puts generated people into the registry. */
    peopleAre: async (...generated: Parameters<typeof generatedRegistry>): Promise<void> => {
      const records = await Promise.all([...generatedRegistry(...generated)].map(recordOfGenerated));
      await storePeople(world.stores, world.memory, TENANT, records);
    },
    plant: async (junk: readonly Planted[]): Promise<void> => {
      const records = await recordsOfPlanted(junk.flatMap(({ persons }) => persons));
      await storePeople(world.stores, world.memory, TENANT, records);
    },
    /** Begins a sweep of the very instant of generated registries. */
    begin: async (seed: Uint8Array): Promise<string> => {
      world.clock.set(REGISTRY_NOW - 1);
      return (await own.beginSweep(OFFICER, seed)).sweepId;
    },
    /** Has a sweep that was begun part its facts into so many buckets, as of a large registry. */
    partInto: async (sweepId: string, buckets: number): Promise<void> => {
      const key = keyOf('registry-sweeps', 'sweep', { tenant: TENANT, sweepId });
      await world.memory.write({ kind: 'update', key, set: { buckets } });
    },
    /** All hits of a sweep, a page after the other. */
    hitsOf: async (sweepId: string, limit = 50): Promise<readonly JunkHit[]> => {
      const hits: JunkHit[] = [];
      let page: HitPage | undefined;
      do {
        page = await own.listHits(
          { tenant: TENANT, sweepId },
          { limit, ...(page?.next !== undefined && { after: page.next }) },
        );
        hits.push(...page.hits);
      } while (page.next !== undefined);
      return hits;
    },
  };
};

export type SweepWorld = ReturnType<typeof sweepWorld> & Pick<RegistryWorld, 'memory'>;

/** Ports that die at a write: that one is lost, or applied and reported as failed, and whatever is asked afterwards fails. */
export const mortalPorts = (
  { table, blobs }: { readonly table: Table; readonly blobs: Blobs },
  writes: number,
  fate: 'lost' | 'applied',
) => {
  let made = 0;
  const reading = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (made > writes) throw new StoreUnavailable('dead');
    return ask();
  };
  const writing = (ask: () => Promise<unknown>): Promise<never> =>
    reading(async () => {
      made += 1;
      const answer = made <= writes || fate === 'applied' ? await ask() : undefined;
      if (made > writes) throw new OutcomeUnknown('told to');
      return answer as never;
    });
  const mortalTable: Table = {
    get: (key) => reading(() => table.get(key)),
    getMany: (keys) => reading(() => table.getMany(keys)),
    query: (range) => reading(() => table.query(range)),
    write: (write) => writing(() => table.write(write)),
    deleteMany: (keys) => writing(() => table.deleteMany(keys)),
    transact: (all, token) => writing(() => table.transact(all, token)),
  };
  const mortalBlobs: Blobs = {
    get: (name) => reading(() => blobs.get(name)),
    names: (prefix) => blobs.names(prefix),
    putIfAbsent: (name, bytes) => writing(() => blobs.putIfAbsent(name, bytes)),
    putIfMatch: (name, bytes, version) => writing(() => blobs.putIfMatch(name, bytes, version)),
    delete: (name) => writing(() => blobs.delete(name)),
  };
  return { made: () => made, table: mortalTable, blobs: mortalBlobs };
};

/** Hits as a test compares them. */
export const shown = (
  hits: readonly Pick<JunkHit, 'rule' | 'code' | 'subscriptionIds'>[],
): readonly string[] =>
  hits.map(({ rule, code, subscriptionIds }) => `${rule} ${code} ${subscriptionIds.join(' ')}`).toSorted();

/** How many hits there are by rule. */
export const countsOf = (hits: readonly Pick<JunkHit, 'rule'>[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    JUNK_RULES.map((rule) => [rule, hits.filter((hit) => hit.rule === rule).length] as const).filter(
      ([, count]) => count > 0,
    ),
  );

export const NEVER = (): boolean => false;

/** A few of each rule, so that a sweep is short. */
export const few = planted.filter(({ persons }) => persons.length <= 4);

/** A registry with planted numbers, and a sweep of it that has begun, into several buckets. */
export const begun = async (): Promise<{ readonly world: SweepWorld; readonly sweepId: string }> => {
  const world = sweepWorld();
  await world.plant(few);
  const sweepId = await world.begin(seedOf(1));
  await world.partInto(sweepId, 8);
  return { world, sweepId };
};

import type { Caller } from '@temkin/kernel';
import { INDEX_NAMES, searched, SEGMENTS, type IndexName } from '../domain/index.ts';
import { backfillIndex } from './backfill-index.ts';
import { beginIndexing, WORK_COPY } from './begin-index.ts';
import type { Registry } from './registry.ts';

/** Segments that are looked into at a time. */
const LANES = 32;

/** Which indexes can be searched, and which are being made. */
export interface OpenedRegistry {
  readonly ready: readonly IndexName[];
  readonly left: readonly IndexName[];
}

/**
 * Opens a tenant's registry: begins all indexes that were never begun, for as many people as are expected, and makes them as far as time
 * allows. Of a registry without people that is at once. May be said again until nothing is left, and then changes nothing.
 */
export const openRegistry = (registry: Registry) => {
  const { people, states } = registry;
  const begin = beginIndexing(registry);
  const backfill = backfillIndex(registry);

  const isEmpty = async (tenant: string): Promise<boolean> => {
    for (let at = 0; at < SEGMENTS.length; at += LANES) {
      const some = SEGMENTS.slice(at, at + LANES);
      if ((await Promise.all(some.map((segment) => people.isAnybodyIn(tenant, segment)))).includes(true))
        return false;
    }
    return true;
  };

  return async (
    caller: Caller,
    { expectedPeople, isOver }: { readonly expectedPeople: number; readonly isOver: () => boolean },
  ): Promise<OpenedRegistry> => {
    const { tenant } = caller.principal;
    const unsearched = async (): Promise<readonly IndexName[]> => {
      const read = await states.read(tenant, WORK_COPY);
      return INDEX_NAMES.filter((index) => searched(read.states[index]) === undefined);
    };
    const missing = await unsearched();
    for (const index of missing) await begin(caller, { index, generation: 1, holders: expectedPeople });
    // From now on whoever is registered is indexed: who is not there yet need not be looked for.
    const isNobodyThere = missing.length > 0 && (await isEmpty(tenant));
    for (const index of missing) {
      if (isOver()) break;
      await backfill(caller, { index, isOver, isNobodyThere });
    }
    const left = await unsearched();
    return { ready: INDEX_NAMES.filter((index) => !left.includes(index)), left };
  };
};

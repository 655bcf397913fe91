import type { Caller } from '@temkin/kernel';
import { newestNumber, type Generation, type IndexName } from '../domain/index.ts';
import { beginIndexing, WORK_COPY } from './begin-index.ts';
import { refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { showIndex, type ShownIndex } from './show-indexes.ts';

/** Which generation of which index is wanted. */
export interface WishedIndex {
  readonly index: IndexName;
  /** One more than the newest; 1 of an index that was never begun. */
  readonly generation: Generation['number'];
  /** For how many people, where more are about to come than there are. */
  readonly expectedPeople?: number;
}

/**
 * Has an index made, or made anew under another key and in as many bits as suit the people: it is begun here, and a worker does the rest.
 * A generation that is there, or being made, is begun no second time. Refuses `SUBSCRIBER.INDEX_GENERATION` for one that is not the next,
 * and `SUBSCRIBER.INDEX_BUSY` while entries of a former one are there.
 */
export const rebuildIndex = (registry: Registry) => {
  const { states } = registry;
  const begin = beginIndexing(registry);
  const show = showIndex(registry);

  return async (caller: Caller, { index, generation, expectedPeople }: WishedIndex): Promise<ShownIndex> => {
    const { tenant } = caller.principal;
    const { states: known } = await states.read(tenant, WORK_COPY);
    if (generation > newestNumber(known[index]) + 1) throw refuse('SUBSCRIBER.INDEX_GENERATION');
    await begin(caller, {
      index,
      generation,
      ...(expectedPeople !== undefined && { holders: expectedPeople }),
    });
    return show(tenant, index);
  };
};

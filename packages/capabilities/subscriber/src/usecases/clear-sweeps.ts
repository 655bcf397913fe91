import type { LaidSweep } from '../store/sweeps.ts';
import { hitsOfRun } from './lay-hits.ts';
import { donePartsOf } from './list-hits.ts';
import type { SweepRegistry } from './sweep-registry.ts';

/**
 * Clears away what no sweep needs any more, of every tenant or of one: of a sweep that has come to its end what is left of its facts, and what runs
 * that do not count found; of one of which nothing is known any more all. Answers whether nothing is left of that; false where time was over
 * before. Any number of workers may be at it, cut off anywhere and said again.
 */
export const clearSweeps = (registry: Pick<SweepRegistry, 'sweeps' | 'parts' | 'blobs'>) => {
  const { sweeps, blobs } = registry;

  const clear = async (laid: LaidSweep, isOver: () => boolean): Promise<boolean> => {
    const sweep = await sweeps.find(laid);
    if (sweep === undefined) {
      for (const of of ['facts', 'hits'] as const)
        if (!(await blobs.deleteAll(laid, of, { isOver }))) return false;
      await sweeps.forget(laid);
      return true;
    }
    if (sweep.state === 'running' || !laid.hasFacts) return true;
    const kept = (await donePartsOf(registry, laid)).map(hitsOfRun);
    const isClear =
      (await blobs.deleteAll(laid, 'facts', { isOver })) &&
      (await blobs.deleteAll(laid, 'hits', { kept, isOver }));
    if (isClear) await sweeps.cleared(laid);
    return isClear;
  };

  return async (isOver: () => boolean, tenant?: string): Promise<boolean> => {
    for await (const laid of sweeps.allLaid(tenant)) {
      if (isOver()) return false;
      if (!(await clear(laid, isOver))) return false;
    }
    return true;
  };
};

import { inForce, type Caller } from '@temkin/kernel';
import {
  beginIndex,
  definitionOf,
  holdersPerValue,
  newestNumber,
  nextNumber,
  truncatedBits,
  type Generation,
  type IndexName,
} from '../domain/index.ts';
import { COPIES } from '../store/index-states.ts';
import { countHolders } from './count-holders.ts';
import { indexResource, refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

const KEY_BYTES = 32;

/** The copy of the states that whoever works at an index reads; any would do. */
export const WORK_COPY = COPIES[0] ?? '0';

/**
 * Begins to make an index, new or anew under another key: from then on every change of a person writes the next generation too.
 * `generation` is the one that is wanted, so that the same wish said again begins nothing: answers false where it is there or being
 * made. `holders` is how many people the index is made for, where more are about to come than there are. Refuses
 * `SUBSCRIBER.INDEX_BUSY` while entries of a former generation are there.
 */
export const beginIndexing = (registry: Registry) => {
  const { recorder, states, indexKeys, progress, clock, random } = registry;

  return async (
    caller: Caller,
    {
      index,
      generation,
      holders,
    }: { readonly index: IndexName; readonly generation: Generation['number']; readonly holders?: number },
  ): Promise<boolean> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const read = await states.read(tenant, WORK_COPY);
      const known = read.states[index];
      if (newestNumber(known) >= generation) return false;

      const perValue = inForce(holdersPerValue, clock.now());
      const isTruncated = definitionOf(index).length === 'truncated';
      const bits = isTruncated
        ? truncatedBits(holders ?? (await countHolders(registry, tenant)), perValue.value)
        : undefined;
      const verdict = beginIndex(known, bits);
      if (verdict.verdict === 'not-now') throw refuse('SUBSCRIBER.INDEX_BUSY', { retryAfterSeconds: 600 });
      const number = nextNumber(known);
      const keyWrite = await indexKeys.putWrite(tenant, index, number, random(KEY_BYTES));
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.index',
          outcome: 'allowed',
          change: 'begun',
          ...(isTruncated && { policies: [perValue.id] }),
          resources: [indexResource(index, number)],
        },
        { writes: () => [keyWrite, ...states.changeWrites(tenant, read, index, verdict.to)] },
      );
      if (recorded.outcome !== 'committed') return undefined;
      // Of a purge that was cut off behind its last write.
      if (number > 2) await progress.forget({ tenant, index, generation: number - 2, walk: 'purge' });
      return true;
    });
  };
};

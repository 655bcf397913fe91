import { inForce, type Caller } from '@temkin/kernel';
import {
  beginPurge,
  endPurge,
  purgePause,
  type Generation,
  type IndexName,
  type IndexState,
} from '../domain/index.ts';
import { beside, type IndexEntry } from '../store/index-entries.ts';
import type { ReadStates } from '../store/index-states.ts';
import type { SegmentRecord } from '../store/people.ts';
import type { IndexWork } from './backfill-index.ts';
import { WORK_COPY } from './begin-index.ts';
import { indexHolder } from './index-holder.ts';
import { openRecords } from './open-records.ts';
import { indexResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';
import { walkSegments, type Onward } from './walk-segments.ts';

/** `none`: nothing is to be deleted, or not yet. `purged`: it is gone, with its key. `unfinished`: time is over; say it again. */
export type Purged = 'none' | 'purged' | 'unfinished';

const MINUTE_MILLISECONDS = 60_000;

/**
 * Deletes the entries of the generation that was searched before, when the switch is long enough ago, and then its key: what a lost
 * answer left behind means nothing any more. May be said by any number of workers at once, cut off anywhere and said again.
 */
export const purgeGeneration = (registry: Registry) => {
  const { recorder, states, entries, indexKeys, progress, clock } = registry;
  const { entriesIn } = indexHolder(registry);
  const open = openRecords(registry);
  const walkAll = walkSegments(registry);

  /** Puts a change of an index on record; false where another came first. */
  const change = async (
    caller: Caller,
    index: IndexName,
    read: ReadStates,
    { to, former, word }: { readonly to: IndexState; readonly former: Generation; readonly word: string },
  ): Promise<boolean> => {
    const { tenant } = caller.principal;
    const policy = inForce(purgePause, clock.now());
    const recorded = await recorder.commit(
      caller,
      {
        action: 'registry.index',
        outcome: 'allowed',
        change: word,
        policies: [policy.id],
        resources: [indexResource(index, former.number)],
      },
      {
        writes: () => [
          ...states.changeWrites(tenant, read, index, to),
          ...(to.state === 'idle' ? [indexKeys.destroyWrite(tenant, index, former.number)] : []),
        ],
      },
    );
    return recorded.outcome === 'committed';
  };

  /** The generation that is being deleted, once its time has come. */
  const begin = (caller: Caller, index: IndexName): Promise<{ readonly former?: Generation }> =>
    untilSettled(async () => {
      const read = await states.read(caller.principal.tenant, WORK_COPY);
      const known = read.states[index];
      if (known?.state === 'purging') return { former: known.former };
      const now = clock.now();
      const pause = inForce(purgePause, now).value * MINUTE_MILLISECONDS;
      const verdict = beginPurge(known, now, pause);
      if (verdict.verdict === 'not-now' || verdict.to.state !== 'purging') return {};
      const { to } = verdict;
      return (await change(caller, index, read, { to, former: to.former, word: 'purging' }))
        ? { former: to.former }
        : undefined;
    });

  const visit =
    (tenant: string, index: IndexName, former: Generation) =>
    async (records: readonly SegmentRecord[]): Promise<Onward> => {
      const known = (await states.read(tenant, WORK_COPY)).states[index];
      if (known?.state !== 'purging' || known.former.number !== former.number) return 'stop';
      const walked = await open(tenant, records);
      const gone: IndexEntry[] = [];
      for (const { holder } of walked) {
        const found = await entriesIn(tenant, index, former, holder);
        if (found === undefined) return 'stop';
        gone.push(...found.flatMap((entry) => (entry.isOnly ? [entry, beside(entry)] : [entry])));
      }
      await entries.deleteAll(tenant, gone);
      return 'on';
    };

  const end = (caller: Caller, index: IndexName, former: Generation): Promise<'purged'> =>
    untilSettled(async () => {
      const read = await states.read(caller.principal.tenant, WORK_COPY);
      const verdict = endPurge(read.states[index], former.number);
      if (verdict.verdict === 'not-now') return 'purged';
      const { to } = verdict;
      return (await change(caller, index, read, { to, former, word: 'purged' })) ? 'purged' : undefined;
    });

  return async (caller: Caller, { index, isOver = () => false }: IndexWork): Promise<Purged> => {
    const { tenant } = caller.principal;
    const { former } = await begin(caller, index);
    if (former === undefined) return 'none';
    const walk = { tenant, index, generation: former.number, walk: 'purge' } as const;
    const walked = await walkAll(walk, visit(tenant, index, former), isOver);
    if (walked === 'unfinished') return walked;
    if (walked === 'done') {
      await end(caller, index, former);
      await progress.forget(walk);
      // Of a back-fill that was cut off behind its last write.
      await progress.forget({ ...walk, walk: 'build' });
    }
    return 'purged';
  };
};

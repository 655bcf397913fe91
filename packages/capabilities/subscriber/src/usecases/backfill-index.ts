import type { Caller } from '@temkin/kernel';
import { switchIndex, type Generation, type IndexName } from '../domain/index.ts';
import { FILL_LIMIT, type EntryToFill, type Filled } from '../store/fill-entries.ts';
import type { SegmentRecord } from '../store/people.ts';
import { WORK_COPY } from './begin-index.ts';
import { indexHolder } from './index-holder.ts';
import { openRecords } from './open-records.ts';
import { indexResource } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';
import { walkSegments, type Onward, type Walked } from './walk-segments.ts';

/** What a walk is for, and when its time is over. */
export interface IndexWork {
  readonly index: IndexName;
  readonly isOver?: () => boolean;
  /** Whether nobody was registered when the index was begun, so that nobody need be walked to. */
  readonly isNobodyThere?: boolean;
}

/** `none`: nothing is being made. `switched`: what was made is searched now. `unfinished`: time is over; say it again. */
export type Backfilled = 'none' | 'switched' | 'unfinished';

/**
 * Makes the entries of the generation that was begun, for everybody who was registered before; who comes or changes meanwhile writes it
 * too. Then, by one change of the states, it is searched. May be said by any number of workers at once, cut off anywhere and said again.
 */
export const backfillIndex = (registry: Registry) => {
  const { recorder, people, states, fill, progress, clock } = registry;
  const { entriesIn } = indexHolder(registry);
  const open = openRecords(registry);
  const walkAll = walkSegments(registry);

  /** Makes entries of records that were just read. */
  const fillRecords = async (
    tenant: string,
    index: IndexName,
    next: Generation,
    records: readonly SegmentRecord[],
  ): Promise<Filled | 'stop'> => {
    const read = await states.read(tenant, WORK_COPY);
    const known = read.states[index];
    if (known?.state !== 'building' || known.next.number !== next.number) return 'stop';
    const walked = await open(tenant, records);
    const toFill: EntryToFill[] = [];
    for (const { holder, reliedOn } of walked) {
      const entries = await entriesIn(tenant, index, next, holder);
      if (entries === undefined) return 'stop';
      toFill.push(...entries.map((entry) => ({ entry, reliedOn })));
    }
    for (let at = 0; at < toFill.length; at += FILL_LIMIT) {
      const filled = await fill(tenant, { copy: WORK_COPY, read }, toFill.slice(at, at + FILL_LIMIT));
      if (filled !== 'filled') return filled;
    }
    return 'filled';
  };

  /** One that changed while it was looked at, from fresh reads. */
  const fillAlone = (
    tenant: string,
    index: IndexName,
    next: Generation,
    record: SegmentRecord,
  ): Promise<Onward> =>
    untilSettled(async () => {
      const { personId } = record.person ?? record.subscription;
      const subscriptionId = record.subscription?.subscriptionId;
      const [person] = await people.findMany(tenant, [personId]);
      const [subscription] =
        subscriptionId === undefined
          ? []
          : await people.findSubscriptions(tenant, [{ personId, subscriptionId }]);
      const { sort } = record;
      const fresh: SegmentRecord | undefined =
        subscriptionId === undefined ? person && { sort, person } : subscription && { sort, subscription };
      if (fresh === undefined) return 'on';
      const filled = await fillRecords(tenant, index, next, [fresh]);
      if (filled === 'filled') return 'on';
      return filled === 'stop' ? filled : undefined;
    });

  const visit =
    (tenant: string, index: IndexName, next: Generation) =>
    async (records: readonly SegmentRecord[]): Promise<Onward> => {
      for (let at = 0; at < records.length; at += FILL_LIMIT) {
        const some = records.slice(at, at + FILL_LIMIT);
        const filled = await fillRecords(tenant, index, next, some);
        if (filled === 'stop') return 'stop';
        if (filled === 'filled') continue;
        for (const record of some)
          if ((await fillAlone(tenant, index, next, record)) === 'stop') return 'stop';
      }
      return 'on';
    };

  /** Has the next generation searched, unless somebody else had. */
  const switchOver = (caller: Caller, index: IndexName, next: Generation): Promise<Walked> =>
    untilSettled(async () => {
      const { tenant } = caller.principal;
      const read = await states.read(tenant, WORK_COPY);
      const verdict = switchIndex(read.states[index], next.number, clock.now());
      if (verdict.verdict === 'not-now') return 'stopped';
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.index',
          outcome: 'allowed',
          change: 'switched',
          resources: [indexResource(index, next.number)],
        },
        { writes: () => states.changeWrites(tenant, read, index, verdict.to) },
      );
      return recorded.outcome === 'committed' ? 'done' : undefined;
    });

  return async (
    caller: Caller,
    { index, isOver = () => false, isNobodyThere = false }: IndexWork,
  ): Promise<Backfilled> => {
    const { tenant } = caller.principal;
    const known = (await states.read(tenant, WORK_COPY)).states[index];
    if (known?.state !== 'building') return 'none';
    const { next } = known;
    const walk = { tenant, index, generation: next.number, walk: 'build' } as const;
    const walked = isNobodyThere ? 'done' : await walkAll(walk, visit(tenant, index, next), isOver);
    if (walked === 'unfinished') return walked;
    if (walked === 'done' && (await switchOver(caller, index, next)) === 'done' && !isNobodyThere)
      await progress.forget(walk);
    return 'switched';
  };
};

import { inForce } from '@temkin/kernel';
import { fitMeasuredEvery, INDEX_NAMES } from '../domain/index.ts';
import type { IndexedCompany } from '../store/indexed-companies.ts';
import { backfillIndex } from './backfill-index.ts';
import { WORK_COPY } from './begin-index.ts';
import { indexerFor } from './own-actors.ts';
import { purgeGeneration } from './purge-generation.ts';
import type { Registry } from './registry.ts';
import { showIndexes } from './show-indexes.ts';

/** What a run of the worker of indexes came to. */
export interface WorkedIndexes {
  /** Generations that are searched from now on, and those that are gone, by it or beside it. */
  readonly switched: number;
  readonly purged: number;
  /** Indexes that were counted and have outgrown their bits. */
  readonly outgrown: number;
  /** Whether a walk was left to the next run. */
  readonly remaining: boolean;
  /** What went wrong with companies that are seen to again the next time. */
  readonly faults: readonly unknown[];
}

/** What became of the indexes of one company. */
type Worked = Omit<WorkedIndexes, 'faults'>;

const NOTHING: Worked = { switched: 0, purged: 0, outgrown: 0, remaining: false };

const HOUR_MILLISECONDS = 3_600_000;

/** From somewhere in a list to its end, and on from its beginning: a long walk of one company does not keep others waiting for ever. */
const turned = <Element>(elements: readonly Element[], begin: number): readonly Element[] => [
  ...elements.slice(begin),
  ...elements.slice(0, begin),
];

/**
 * Makes the indexes that were begun and deletes their former entries, of every company, until time is over; and counts now and then whether
 * indexes suit the people there are. Any number of workers may be at it, cut off anywhere: what is left the next run finds, segment by
 * segment where this one stopped.
 */
export const workIndexes = (registry: Registry) => {
  const { states, indexed, clock, random } = registry;
  const [backfill, purge, show] = [backfillIndex(registry), purgeGeneration(registry), showIndexes(registry)];

  const walk = async (tenant: string, isOver: () => boolean): Promise<Worked> => {
    const caller = indexerFor(tenant);
    let { switched, purged, remaining } = NOTHING;
    const read = await states.read(tenant, WORK_COPY);
    for (const index of INDEX_NAMES) {
      const state = read.states[index]?.state;
      if (state === undefined || state === 'idle') continue;
      if (isOver()) return { switched, purged, outgrown: 0, remaining: true };
      const done =
        state === 'building'
          ? await backfill(caller, { index, isOver })
          : await purge(caller, { index, isOver });
      if (done === 'switched') switched += 1;
      if (done === 'purged') purged += 1;
      remaining ||= done === 'unfinished';
    }
    return { switched, purged, outgrown: 0, remaining };
  };

  const measure = async (tenant: string): Promise<number> => {
    const { indexes } = await show(tenant);
    await indexed.measured(tenant, clock.now());
    return indexes.filter(({ current }) => current?.fit === 'outgrown').length;
  };

  const isMeasureDue = ({ measuredAt }: IndexedCompany): boolean => {
    const hours = inForce(fitMeasuredEvery, clock.now()).value;
    return measuredAt === undefined || measuredAt + hours * HOUR_MILLISECONDS <= clock.now();
  };

  const workCompany = async (company: IndexedCompany, isOver: () => boolean): Promise<Worked> => {
    const { tenant, isUnderWay } = company;
    const walked = isUnderWay ? await walk(tenant, isOver) : NOTHING;
    return isOver() || !isMeasureDue(company) ? walked : { ...walked, outgrown: await measure(tenant) };
  };

  return async ({ isOver }: { readonly isOver: () => boolean }): Promise<WorkedIndexes> => {
    const companies: IndexedCompany[] = [];
    for await (const company of indexed.all()) companies.push(company);
    const faults: unknown[] = [];
    let all = NOTHING;
    for (const company of turned(companies, (random(1)[0] ?? 0) % Math.max(1, companies.length))) {
      if (isOver()) {
        all = { ...all, remaining: true };
        break;
      }
      try {
        const worked = await workCompany(company, isOver);
        all = {
          switched: all.switched + worked.switched,
          purged: all.purged + worked.purged,
          outgrown: all.outgrown + worked.outgrown,
          remaining: all.remaining || worked.remaining,
        };
      } catch (error) {
        faults.push(error);
      }
    }
    return { ...all, faults };
  };
};

import { inForce } from '@temkin/kernel';
import {
  expectedGroup,
  fitOf,
  holdersPerValue,
  INDEX_NAMES,
  mostPerValue,
  purgePause,
  SEGMENTS,
  type Generation,
  type IndexFit,
  type IndexName,
  type IndexState,
} from '../domain/index.ts';
import { WORK_COPY } from './begin-index.ts';
import { countHolders } from './count-holders.ts';
import type { Registry } from './registry.ts';

const MINUTE_MILLISECONDS = 60_000;

/** A generation of an index; of a truncated one how it suits the people there are. */
export interface ShownGeneration extends Generation {
  /** Expected to share a value. */
  readonly holdersPerValue?: number;
  readonly fit?: IndexFit;
}

/** An index, as whoever keeps the registry sees it. */
export interface ShownIndex {
  readonly index: IndexName;
  /** `none`: it was never begun. */
  readonly state: IndexState['state'] | 'none';
  /** What is searched. */
  readonly current?: ShownGeneration;
  /** What is being made. */
  readonly next?: ShownGeneration;
  /** What is deleted, and from when on; milliseconds since the epoch. */
  readonly former?: ShownGeneration;
  readonly purgeFrom?: number;
  /** Segments of the walk that is under way. */
  readonly progress?: { readonly walk: 'build' | 'purge'; readonly done: number; readonly of: number };
}

/** The indexes of a registry. */
export interface ShownIndexes {
  /** About how many people there are. */
  readonly people: number;
  /** k: so many at least are to share a value of a truncated index. */
  readonly holdersPerValue: number;
  readonly indexes: readonly ShownIndex[];
}

type Stores = Pick<Registry, 'states' | 'progress' | 'personKeys' | 'clock'>;

/** What indexes of a company are judged by. */
const surroundings = async (registry: Stores, tenant: string) => {
  const now = registry.clock.now();
  return {
    read: await registry.states.read(tenant, WORK_COPY),
    people: await countHolders(registry, tenant),
    perValue: inForce(holdersPerValue, now).value,
    most: inForce(mostPerValue, now).value,
    pause: inForce(purgePause, now).value * MINUTE_MILLISECONDS,
  };
};

const shownIndex = async (
  { progress }: Stores,
  tenant: string,
  index: IndexName,
  { read, people, pause, ...limits }: Awaited<ReturnType<typeof surroundings>>,
): Promise<ShownIndex> => {
  const shown = (generation: Generation): ShownGeneration => {
    const { bits } = generation;
    if (bits === undefined) return generation;
    return { ...generation, holdersPerValue: expectedGroup(people, bits), fit: fitOf(people, bits, limits) };
  };
  const progressOf = async (
    { number: generation }: Generation,
    walk: 'build' | 'purge',
  ): Promise<Pick<ShownIndex, 'progress'>> => {
    const segments = await progress.read({ tenant, index, generation, walk });
    return { progress: { walk, done: segments.filter(({ isDone }) => isDone).length, of: SEGMENTS.length } };
  };

  const known = read.states[index];
  if (known === undefined) return { index, state: 'none' };
  const { state, current } = known;
  const begun = { index, state, ...(current !== undefined && { current: shown(current) }) };
  if (known.state === 'building')
    return { ...begun, next: shown(known.next), ...(await progressOf(known.next, 'build')) };
  if (known.state === 'idle') return begun;
  const { former, switchedAt } = known;
  return {
    ...begun,
    former,
    purgeFrom: switchedAt + pause,
    ...(known.state === 'purging' && (await progressOf(former, 'purge'))),
  };
};

/** Says how far an index of a company is, and whether it suits the people there are. Opens nobody. */
export const showIndex =
  (registry: Stores) =>
  async (tenant: string, index: IndexName): Promise<ShownIndex> =>
    shownIndex(registry, tenant, index, await surroundings(registry, tenant));

/** The same of all indexes. */
export const showIndexes =
  (registry: Stores) =>
  async (tenant: string): Promise<ShownIndexes> => {
    const known = await surroundings(registry, tenant);
    const { people, perValue } = known;
    return {
      people,
      holdersPerValue: perValue,
      indexes: await Promise.all(INDEX_NAMES.map((index) => shownIndex(registry, tenant, index, known))),
    };
  };

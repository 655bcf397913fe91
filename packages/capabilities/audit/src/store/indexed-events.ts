import { TILE_WIDTH } from '@temkin/tlog';
import {
  matches,
  monthsBetween,
  type EventFilter,
  type EventPosition,
  type FoundEvent,
  type LookedAt,
} from '../domain/index.ts';
import type { LogBundles, LogEntry } from './log-bundles.ts';
import { bundleOf, type LogIndex, type NamedRow } from './log-index.ts';
import { foundEvent } from './logged-event.ts';

export interface IndexedDependencies {
  readonly index: Pick<LogIndex, 'cursors' | 'named' | 'bundlesFrom'>;
  readonly bundles: LogBundles;
}

/** How far the time of an event and that of its id may lie apart: the id is made after what it takes to know the actor. */
const APART_MILLISECONDS = 5 * 60_000;

/** Instants of event ids between which the events of a filter lie. */
const spanOf = ({ from, to }: EventFilter): { readonly first: number; readonly last: number } => ({
  first: from === undefined ? 0 : Date.parse(from) - APART_MILLISECONDS,
  last: to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to) + APART_MILLISECONDS,
});

const pseudonymOf = ({ subject, actor }: EventFilter): string | undefined => subject ?? actor;

/** Whether an event may match by what its row tells. */
const mayMatch = ({ subject, actor, action, outcome }: EventFilter, row: NamedRow): boolean =>
  (action === undefined || row.action === action) &&
  (outcome === undefined || row.outcome === outcome) &&
  (row.role === 'both' || row.role === (subject === undefined && actor !== undefined ? 'actor' : 'resource'));

const matching = (filter: EventFilter, year: string, { index, entry }: LogEntry): FoundEvent | undefined => {
  const found = foundEvent(entry, { year, index });
  return found !== undefined && matches(filter, found.event) ? found : undefined;
};

/**
 * The events that the index had when an iteration began: where a pseudonym is asked for, by the rows that name it, in order
 * of event ids; else bundle by bundle, in order of the first events in them.
 */
export const indexedEvents = ({ index, bundles }: IndexedDependencies) => {
  async function* named(tenant: string, pseudonym: string, filter: EventFilter, position: EventPosition) {
    const { indexed, row: done } = position;
    const { first, last } = spanOf(filter);
    const years = Object.keys(indexed).toSorted();
    const begins = Date.parse(`${years[0] ?? '9999'}-01-01T00:00:00Z`);
    const latest = Math.max(0, ...Object.values(indexed).map((cursor) => cursor.latest));
    for (const month of monthsBetween(Math.max(first, begins), Math.min(last, latest))) {
      if (done !== undefined && month < done.within) continue;
      const after = month === done?.within ? done.sort : undefined;
      for await (const row of index.named(tenant, pseudonym, month, after)) {
        const { year, index: place } = row;
        const size = indexed[year]?.indexedThrough ?? 0;
        if (place >= size) continue;
        const at = { ...position, row: { within: month, sort: row.sort, entries: 1 } };
        const entries = mayMatch(filter, row) ? await bundles.around({ tenant, year }, place, size) : [];
        const entry = entries[place % TILE_WIDTH];
        const found = entry && matching(filter, year, entry);
        yield { position: at, ...(found !== undefined && { found }) };
      }
    }
  }

  async function* bundle(
    tenant: string,
    filter: EventFilter,
    position: EventPosition,
    year: string,
    sort: string,
  ) {
    const start = bundleOf(sort) * TILE_WIDTH;
    const done = position.row?.sort === sort && position.row.within === year ? position.row.entries : 0;
    const entries = await bundles.around({ tenant, year }, start, start + TILE_WIDTH);
    for (const entry of entries.slice(done)) {
      const found = matching(filter, year, entry);
      const at = { ...position, row: { within: year, sort, entries: entry.index - start + 1 } };
      yield { position: at, ...(found !== undefined && { found }) };
    }
  }

  async function* all(tenant: string, filter: EventFilter, position: EventPosition) {
    const { indexed, row: done } = position;
    const { first, last } = spanOf(filter);
    for (const [year, { indexedThrough, widest }] of Object.entries(indexed).toSorted(
      ([a], [b]) => Number(a) - Number(b),
    )) {
      if (done !== undefined && year < done.within) continue;
      const resumed = done?.within === year ? done : undefined;
      if (resumed !== undefined) yield* bundle(tenant, filter, position, year, resumed.sort);
      const from = resumed === undefined ? first - widest : { row: resumed.sort };
      for await (const row of index.bundlesFrom({ tenant, year }, from)) {
        if (row.earliest > last) break;
        if (row.latest < first || (row.bundle + 1) * TILE_WIDTH > indexedThrough) continue;
        yield* bundle(tenant, filter, position, year, row.sort);
      }
    }
  }

  return {
    rows: (tenant: string, filter: EventFilter, position: EventPosition): AsyncIterable<LookedAt> => {
      const pseudonym = pseudonymOf(filter);
      return pseudonym === undefined
        ? all(tenant, filter, position)
        : named(tenant, pseudonym, filter, position);
    },

    /** The first entry of a log that `rows` does not come to. */
    end: (filter: EventFilter, { indexed }: EventPosition, year: string): number => {
      const through = indexed[year]?.indexedThrough ?? 0;
      return pseudonymOf(filter) === undefined ? through - (through % TILE_WIDTH) : through;
    },
  };
};

import { eventIdTime } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  textOf,
  type Item,
  type Key,
  type Page,
  type Table,
  type Write,
} from '@temkin/storage';
import { monthOf, namesIn, type EventView, type IndexCursor, type LogName } from '../domain/index.ts';

/** Digits of an instant in milliseconds until the year 2286, so that text sorts as the number does. */
const TIME_DIGITS = 13;

/** Bundles of a log: a million million. */
const INDEX_DIGITS = 12;

/** Rows that are written at once. */
const WRITES = 32;

/** Logs of one company: one a year. */
const LOGS = 100;

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');

/** What is to be indexed: an event, and the entry of its log that it is. */
export interface IndexedEvent {
  readonly event: EventView;
  readonly index: number;
}

interface EventPlace {
  readonly eventId: string;
  readonly index: number;
}

/** A row of the index that tells of one event without opening its bundle. */
export interface NamedRow {
  readonly sort: string;
  readonly eventId: string;
  readonly year: string;
  readonly index: number;
  readonly action: string;
  readonly outcome: string;
  readonly role: string;
}

/** A full bundle of a log by its index, and the instants of the first and the last event in it. */
export interface BundleRow {
  readonly sort: string;
  readonly bundle: number;
  readonly earliest: number;
  readonly latest: number;
}

const cursorKey = ({ tenant, year }: LogName): Key => keyOf('log-index', 'follower', { tenant, year });

/** With its place beside its id: another entry of the same id, which only an intruder can have made, hides none. */
const namedKey = (tenant: string, pseudonym: string, month: string, event?: EventPlace): Key =>
  keyOf('log-index', 'named', {
    tenant,
    pseudonym,
    month,
    eventId: event?.eventId ?? '',
    index: event === undefined ? '' : String(event.index),
  });

const bundleKey = ({ tenant, year }: LogName, earliest: number, bundle: number): Key =>
  keyOf('log-index', 'bundle', {
    tenant,
    year,
    earliest: padded(earliest, TIME_DIGITS),
    index: padded(bundle, INDEX_DIGITS),
  });

/** The bundle that a row speaks of. */
export const bundleOf = (sort: string): number => Number(sort.split('#')[1]);

const toCursor = (item: Item): IndexCursor => ({
  indexedThrough: numberOf(item, 'indexedThrough'),
  latest: numberOf(item, 'latest'),
  widest: numberOf(item, 'widest'),
  writers: textOf(item, 'writers'),
});

const toBundleRow = ({ sort, item }: Page['items'][number]): BundleRow => ({
  sort,
  bundle: bundleOf(sort),
  earliest: Number(sort.split('#')[0]),
  latest: numberOf(item, 'latest'),
});

/**
 * The index of logs: made of the logs alone, so that it may be dropped at any time and made again. Every row says what an
 * entry that never changes says; whoever writes it writes the same.
 */
export const logIndex = (table: Table) => {
  const put = async (writes: readonly Extract<Write, { kind: 'put' }>[]): Promise<void> => {
    for (let at = 0; at < writes.length; at += WRITES) {
      await Promise.all(writes.slice(at, at + WRITES).map((write) => table.write(write)));
    }
  };

  /** A range of the index, some rows at a time. */
  async function* rows(partition: string, limit: number, after?: string, order?: 'descending') {
    let from = after;
    do {
      const page: Page = await table.query({
        table: 'log-index',
        partition,
        limit,
        ...(order !== undefined && { order }),
        ...(from !== undefined && { after: from }),
      });
      yield* page.items;
      from = page.next;
    } while (from !== undefined);
  }

  return {
    /** The cursors of all logs of a tenant that are indexed, by year. */
    cursors: async (tenant: string): Promise<ReadonlyMap<string, IndexCursor>> => {
      const { partition } = cursorKey({ tenant, year: '' });
      const { items } = await table.query({ table: 'log-index', partition, limit: LOGS });
      return new Map(items.map(({ sort: year, item }) => [year, toCursor(item)]));
    },

    cursor: async (log: LogName): Promise<IndexCursor | undefined> => {
      const item = await table.get(cursorKey(log));
      return item && toCursor(item);
    },

    /** Puts a cursor in place of the one that stands at `from`, 0 where none does; `lost` where another came first. */
    advance: async (log: LogName, from: number, cursor: IndexCursor): Promise<'advanced' | 'lost'> => {
      const verdict = await table.write({
        kind: 'put',
        key: cursorKey(log),
        item: { ...cursor },
        condition: from === 0 ? 'absent' : [{ attribute: 'indexedThrough', is: 'equal', to: from }],
      });
      return verdict.outcome === 'committed' ? 'advanced' : 'lost';
    },

    /** Writes a row for every pseudonym that events of a log name. */
    putNamed: ({ tenant, year }: LogName, events: readonly IndexedEvent[]): Promise<void> =>
      put(
        events.flatMap(({ event, index }) => {
          const { eventId, action, outcome } = event;
          const month = monthOf(eventIdTime(eventId));
          return [...namesIn(event)].map(([pseudonym, role]) => ({
            kind: 'put' as const,
            key: namedKey(tenant, pseudonym, month, { eventId, index }),
            item: { year, index, action, outcome, role },
          }));
        }),
      ),

    /** Writes the row of a bundle that is full. */
    putBundle: (log: LogName, { bundle, earliest, latest }: Omit<BundleRow, 'sort'>): Promise<void> =>
      put([{ kind: 'put', key: bundleKey(log, earliest, bundle), item: { latest } }]),

    /** The events of a month that name a pseudonym, in order of their ids, after a given row if any. */
    async *named(tenant: string, pseudonym: string, month: string, after?: string): AsyncGenerator<NamedRow> {
      const { partition } = namedKey(tenant, pseudonym, month);
      for await (const { sort, item } of rows(partition, 100, after))
        yield {
          sort,
          eventId: sort.split('#')[0] ?? '',
          year: textOf(item, 'year'),
          index: numberOf(item, 'index'),
          action: textOf(item, 'action'),
          outcome: textOf(item, 'outcome'),
          role: textOf(item, 'role'),
        };
    },

    /** The full bundles of a log whose first event is of this instant or before, the latest of them first. */
    async *bundlesUpTo(log: LogName, epochMilliseconds: number): AsyncGenerator<BundleRow> {
      const { partition } = bundleKey(log, 0, 0);
      const beyond = padded(epochMilliseconds + 1, TIME_DIGITS);
      for await (const row of rows(partition, 16, beyond, 'descending')) yield toBundleRow(row);
    },

    /** The full bundles of a log in order of their first events: those after a row, or from an instant on. */
    async *bundlesFrom(log: LogName, from: { readonly row: string } | number): AsyncGenerator<BundleRow> {
      const { partition } = bundleKey(log, 0, 0);
      const after = typeof from === 'number' ? padded(Math.max(0, from), TIME_DIGITS) : from.row;
      for await (const row of rows(partition, 100, after)) yield toBundleRow(row);
    },
  };
};

export type LogIndex = ReturnType<typeof logIndex>;

import type { KeyWrap } from '@temkin/crypto';
import type { Clock, Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  partsOf,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { SweepFailure, SweepState } from '../domain/index.ts';
import { itemsBelow } from './items-below.ts';

/** A sweep of a tenant's registry, which is of one instant: that of its beginning. Instants are milliseconds since the epoch. */
export interface Sweep {
  readonly sweepId: string;
  readonly state: SweepState;
  readonly startedAt: number;
  /** When it came to its end. */
  readonly finishedAt?: number;
  readonly failure?: SweepFailure;
  /** About how many people there were. */
  readonly holders: number;
  /** Into how many the facts are parted. */
  readonly buckets: number;
  readonly begun: Receipt;
  /** From when on nothing is known of it any more, seconds since the epoch. */
  readonly expiresAtSeconds: number;
}

/** What a key of a sweep is for: that of facts goes when it has come to its end, that of hits when nothing is known of it any more. */
export type SweepKeyUse = 'facts' | 'hits';

/** How a sweep comes to its end. */
export type SweepEnd =
  { readonly state: 'finished' } | { readonly state: 'failed'; readonly failure: SweepFailure };

/** A sweep of which there may be blobs, and whether there may be facts and what counts for nothing among them. */
export interface LaidSweep extends SweepName {
  readonly hasFacts: boolean;
}

/** A sweep by its names. */
export interface SweepName {
  readonly tenant: string;
  readonly sweepId: string;
}

/**
 * For how long it is remembered, after nothing is known of a sweep any more, that there may be blobs of it: a worker that comes by clears them
 * away in that time, and where none does, the bucket has let them go by itself.
 */
const LAID_SECONDS_MORE = 7 * 86_400;

const sweepItemKey = ({ tenant, sweepId }: SweepName): Key =>
  keyOf('registry-sweeps', 'sweep', { tenant, sweepId });

const runningKey = (tenant: string): Key => keyOf('registry-sweeps', 'runningSweep', { tenant });

const laidKey = ({ tenant, sweepId }: SweepName): Key =>
  keyOf('registry-sweeps', 'laidSweep', { tenant, sweepId });

const keyKey = ({ tenant, sweepId }: SweepName, of: SweepKeyUse): Key =>
  keyOf('registry-sweeps', 'sweepKey', { tenant, sweepId, of });

const boundTo = (sweepId: string, of: SweepKeyUse): string => JSON.stringify(['sweep', sweepId, of]);

const toSweep = (sweepId: string, item: Item): Sweep => {
  const finishedAt = optional(numberOf, item, 'finishedAt');
  const failure = optional(textOf, item, 'failure') as SweepFailure | undefined;
  return {
    sweepId,
    state: textOf(item, 'state') as Sweep['state'],
    startedAt: numberOf(item, 'startedAt'),
    ...(finishedAt !== undefined && { finishedAt }),
    ...(failure !== undefined && { failure }),
    holders: numberOf(item, 'holders'),
    buckets: numberOf(item, 'buckets'),
    begun: { eventId: textOf(item, 'beginEventId'), leaf: textOf(item, 'beginLeaf') },
    expiresAtSeconds: numberOf(item, 'expiresAtSeconds'),
  };
};

/** Sweeps, one under way at a time for each tenant, with their keys, which are wrapped under purpose `registry`. */
export const sweeps = ({
  table,
  wrap,
  clock,
}: {
  readonly table: Table;
  readonly wrap: KeyWrap;
  readonly clock: Clock;
}) => {
  const isOver = (item: Item): boolean => numberOf(item, 'expiresAtSeconds') * 1_000 <= clock.now();

  return {
    /** Undefined of what never was, or is kept no more. */
    find: async (name: SweepName): Promise<Sweep | undefined> => {
      const item = await table.get(sweepItemKey(name));
      return item === undefined || isOver(item) ? undefined : toSweep(name.sweepId, item);
    },

    /** The sweep of a tenant that is under way. */
    running: async (tenant: string): Promise<string | undefined> => {
      const item = await table.get(runningKey(tenant));
      return item === undefined || isOver(item) ? undefined : textOf(item, 'sweepId');
    },

    /** All that are under way, of every tenant, a page after the other. */
    async *allRunning(): AsyncGenerator<SweepName, void> {
      const { partition } = runningKey('');
      for await (const { sort, item } of itemsBelow(table, { ...runningKey(''), sort: '' })) {
        const tenant = partsOf('registry-sweeps', 'runningSweep', { partition, sort })?.tenant;
        if (tenant !== undefined && !isOver(item)) yield { tenant, sweepId: textOf(item, 'sweepId') };
      }
    },

    /** All of which there may be blobs, whatever is known of them, of every tenant or of one. */
    async *allLaid(tenant?: string): AsyncGenerator<LaidSweep, void> {
      const { partition } = laidKey({ tenant: '', sweepId: '' });
      const below = {
        table: 'registry-sweeps',
        partition,
        sort: tenant === undefined ? '' : laidKey({ tenant, sweepId: '' }).sort,
      } as const;
      for await (const { sort, item } of itemsBelow(table, below)) {
        const name = partsOf('registry-sweeps', 'laidSweep', { partition, sort });
        if (name !== undefined)
          yield { tenant: name.tenant, sweepId: name.sweepId, hasFacts: item.hasFacts === true };
      }
    },

    /** Says that of a sweep that has come to its end nothing is left but what it found. */
    cleared: async (name: SweepName): Promise<void> => {
      await table.write({
        kind: 'update',
        key: laidKey(name),
        set: { hasFacts: false },
        condition: [{ attribute: 'hasFacts', is: 'equal', to: true }],
      });
    },

    /** Says that no blob of a sweep is left. */
    forget: async (name: SweepName): Promise<void> => {
      await table.write({ kind: 'delete', key: laidKey(name) });
    },

    /** A key of a sweep; undefined where it is gone. */
    key: async (name: SweepName, of: SweepKeyUse): Promise<Uint8Array | undefined> => {
      const item = await table.get(keyKey(name, of));
      if (item === undefined || isOver(item)) return undefined;
      const wrapped = {
        keyId: textOf(item, 'keyId'),
        nonce: bytesOf(item, 'nonce'),
        wrapped: bytesOf(item, 'wrapped'),
      };
      const key = await wrap.unwrap(name.tenant, wrapped, boundTo(name.sweepId, of));
      if (key === undefined) throw new Error('the key of a sweep does not open');
      return key;
    },

    /** The writes that begin a sweep. Refused where the tenant has one under way. */
    beginWrites: async (
      tenant: string,
      { sweepId, startedAt, holders, buckets, expiresAtSeconds }: Omit<Sweep, 'begun' | 'state'>,
      keys: Readonly<Record<SweepKeyUse, Uint8Array>>,
    ): Promise<(receipt: Receipt) => readonly Write[]> => {
      const name = { tenant, sweepId };
      const keyWrites = await Promise.all(
        (['facts', 'hits'] as const).map(async (of): Promise<Write> => ({
          kind: 'put',
          key: keyKey(name, of),
          item: { ...(await wrap.wrap(tenant, keys[of], boundTo(sweepId, of))), expiresAtSeconds },
          condition: 'absent',
        })),
      );
      return ({ eventId, leaf }) => [
        {
          kind: 'put',
          key: runningKey(tenant),
          item: { sweepId, expiresAtSeconds },
          condition: [
            {
              attribute: 'expiresAtSeconds',
              is: 'absent-or-less',
              than: Math.floor(startedAt / 1_000) + 1,
            },
          ],
        },
        {
          kind: 'put',
          key: sweepItemKey(name),
          item: {
            state: 'running',
            startedAt,
            holders,
            buckets,
            beginEventId: eventId,
            beginLeaf: leaf,
            version: 1,
            expiresAtSeconds,
          },
          condition: 'absent',
        },
        {
          kind: 'put',
          key: laidKey(name),
          item: { hasFacts: true, expiresAtSeconds: expiresAtSeconds + LAID_SECONDS_MORE },
          condition: 'absent',
        },
        ...keyWrites,
      ];
    },

    /** The writes that end a sweep, and destroy the key of its facts. Refused where it has ended. */
    endWrites: (name: SweepName, end: SweepEnd, finishedAt: number): readonly Write[] => [
      {
        kind: 'update',
        key: sweepItemKey(name),
        set: { ...end, finishedAt },
        add: { version: 1 },
        condition: [{ attribute: 'state', is: 'equal', to: 'running' }],
      },
      {
        kind: 'delete',
        key: runningKey(name.tenant),
        condition: [{ attribute: 'sweepId', is: 'equal', to: name.sweepId }],
      },
      { kind: 'delete', key: keyKey(name, 'facts') },
    ],
  };
};

export type Sweeps = ReturnType<typeof sweeps>;

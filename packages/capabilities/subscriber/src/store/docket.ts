import { keyOf, numberOf, partsOf, type Key, type StoredItem, type Table, type Write } from '@temkin/storage';
import type { Register } from '../domain/index.ts';

/** That something of a register is due: of what is open when, of what is closed since when. Milliseconds since the epoch. */
export interface DocketEntry {
  readonly register: Register;
  readonly id: string;
  readonly at: number;
}

/** An open one, with when somebody is told that it comes near. */
export interface OpenDocketEntry extends DocketEntry {
  readonly alarmAt: number;
}

export type DocketState = 'open' | 'closed';

/** Enough digits for every instant of this era, so that instants sort as texts. */
const DIGITS = 15;

const keyFor = (tenant: string, state: DocketState, { register, at, id }: DocketEntry): Key =>
  keyOf('subscriber-rights', 'docket', {
    tenant,
    register,
    state,
    at: String(at).padStart(DIGITS, '0'),
    id,
  });

const WATCHED_AT_ONCE = 1_000;

/** What is open, as it is kept. */
export const openItem = (tenant: string, entry: OpenDocketEntry): StoredItem => ({
  key: keyFor(tenant, 'open', entry),
  item: { alarmAt: entry.alarmAt },
});

/** What was closed at an instant, as it is kept, with when it was due. */
export const closedItem = (tenant: string, entry: DocketEntry, closedAt: number): StoredItem => ({
  key: keyFor(tenant, 'closed', { ...entry, at: closedAt }),
  item: { alarmAt: entry.at },
});

const putWrite = (tenant: string, entry: OpenDocketEntry): Write => ({
  kind: 'put',
  ...openItem(tenant, entry),
});

/** What of the registers is due, in order of when. */
export const docket = (table: Table) => {
  return {
    openWrite: putWrite,

    /** Puts an entry to another instant. Its record must be checked in the same transaction. */
    moveWrites: (tenant: string, from: DocketEntry, to: OpenDocketEntry): readonly Write[] =>
      from.at === to.at
        ? [putWrite(tenant, to)]
        : [{ kind: 'delete', key: keyFor(tenant, 'open', from) }, putWrite(tenant, to)],

    /** From what is open to what is closed, at an instant. */
    closeWrites: (tenant: string, from: DocketEntry, closedAt: number): readonly Write[] => [
      { kind: 'delete', key: keyFor(tenant, 'open', from) },
      { kind: 'put', ...closedItem(tenant, from, closedAt) },
    ],

    /** Ids in the order in which they are due, or were closed; `next` leads to the page after. */
    page: async (
      tenant: string,
      register: Register,
      {
        state,
        limit,
        after,
      }: { readonly state: DocketState; readonly limit: number; readonly after?: string },
    ): Promise<{ readonly ids: readonly string[]; readonly next?: string }> => {
      const { partition } = keyFor(tenant, state, { register, at: 0, id: '' });
      const { items, next } = await table.query({
        table: 'subscriber-rights',
        partition,
        prefix: `${state}#`,
        limit,
        ...(after !== undefined && { after: `${state}#${after}` }),
      });
      return {
        ids: items.flatMap(({ sort }) => {
          const parts = partsOf('subscriber-rights', 'docket', { partition, sort });
          return parts === undefined ? [] : [parts.id];
        }),
        ...(next !== undefined && { next: next.slice(state.length + 1) }),
      };
    },

    /** What is open and due before an instant, a thousand at most: the longest due first. */
    dueBefore: async (
      tenant: string,
      register: Register,
      untilMilliseconds: number,
    ): Promise<readonly { readonly dueAt: number; readonly alarmAt: number }[]> => {
      const { partition } = keyFor(tenant, 'open', { register, at: 0, id: '' });
      const { items } = await table.query({
        table: 'subscriber-rights',
        partition,
        prefix: 'open#',
        limit: WATCHED_AT_ONCE,
      });
      return items
        .flatMap(({ sort, item }) => {
          const parts = partsOf('subscriber-rights', 'docket', { partition, sort });
          return parts === undefined ? [] : [{ dueAt: Number(parts.at), alarmAt: numberOf(item, 'alarmAt') }];
        })
        .filter(({ dueAt }) => dueAt < untilMilliseconds);
    },
  };
};

export type Docket = ReturnType<typeof docket>;

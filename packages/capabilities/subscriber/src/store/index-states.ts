import type { ReliedOn } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  relyOn,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import { INDEX_NAMES, type Generation, type IndexName, type IndexState } from '../domain/index.ts';
import { indexedCompanyWrite } from './indexed-companies.ts';

/** How far each index of a tenant is made; one that is not there was never begun. */
export type IndexStates = Readonly<Partial<Record<IndexName, IndexState>>>;

/** The states as they were read, and which change of them it was: 0 where there was none yet. */
export interface ReadStates {
  readonly states: IndexStates;
  readonly version: number;
}

/**
 * The states are kept in as many copies, which change together: every transaction that changes a person checks one of them, and one
 * item would be as slow as one item is.
 */
export const COPIES: readonly string[] = Array.from('0123456789abcdef');

/** The copy that whoever changes a person checks: by the last digit of the id, which is random. */
export const copyOf = (personId: string): string => personId.slice(-1);

const copyKey = (tenant: string, copy: string): Key =>
  keyOf('subscriber-index', 'indexGenerations', { tenant, copy });

const generationItem = ({ number, bits }: Generation): Item => ({
  number,
  ...(bits !== undefined && { bits }),
});

const toItem = (known: IndexState): Item => ({
  state: known.state,
  ...(known.current !== undefined && { current: generationItem(known.current) }),
  ...(known.state === 'building' && { next: generationItem(known.next) }),
  ...((known.state === 'switching' || known.state === 'purging') && {
    former: generationItem(known.former),
    switchedAt: known.switchedAt,
  }),
});

const mapIn = (item: Item, name: string): Item => {
  const value = item[name];
  if (typeof value !== 'object' || value instanceof Uint8Array || Array.isArray(value))
    throw new Error(`the states of indexes have lost ${name}`);
  return value as Item;
};

const generationIn = (item: Item, name: string): Generation => {
  const found = mapIn(item, name);
  const bits = optional(numberOf, found, 'bits');
  return { number: numberOf(found, 'number'), ...(bits !== undefined && { bits }) };
};

const fromItem = (item: Item): IndexState => {
  const state = textOf(item, 'state') as IndexState['state'];
  switch (state) {
    case 'idle':
      return { state, current: generationIn(item, 'current') };
    case 'building':
      return {
        state,
        ...(item.current !== undefined && { current: generationIn(item, 'current') }),
        next: generationIn(item, 'next'),
      };
    case 'switching':
    case 'purging':
      return {
        state,
        current: generationIn(item, 'current'),
        former: generationIn(item, 'former'),
        switchedAt: numberOf(item, 'switchedAt'),
      };
  }
};

const unchanged = (version: number): Extract<Write, { kind: 'check' }>['condition'] =>
  version === 0 ? 'absent' : [{ attribute: 'version', is: 'equal', to: version }];

/** How far the indexes of a tenant are made. */
export const indexStates = (table: Table) => ({
  read: async (tenant: string, copy: string): Promise<ReadStates> => {
    const item = await table.get(copyKey(tenant, copy));
    if (item === undefined) return { states: {}, version: 0 };
    const indexes = mapIn(item, 'indexes');
    const states = INDEX_NAMES.filter((index) => indexes[index] !== undefined).map(
      (index) => [index, fromItem(mapIn(indexes, index))] as const,
    );
    return { states: Object.fromEntries(states), version: numberOf(item, 'version') };
  },

  /** Fails a transaction where any index went on since. */
  check: (tenant: string, copy: string, { version }: ReadStates): Write => ({
    kind: 'check',
    key: copyKey(tenant, copy),
    condition: unchanged(version),
  }),

  /** The same for what relies on states that were there. */
  reliedOn: (tenant: string, copy: string, { version }: ReadStates): ReliedOn =>
    relyOn(copyKey(tenant, copy), version),

  /** Changes the state of an index in all copies, and says whoever works at indexes whether there is something to do. Refused where any index went on since. */
  changeWrites: (
    tenant: string,
    { states, version }: ReadStates,
    index: IndexName,
    to: IndexState,
  ): readonly Write[] => {
    const all = { ...states, [index]: to };
    const changed = Object.entries(all).map(([name, state]) => [name, toItem(state)] as const);
    const isUnderWay = Object.values(all).some(({ state }) => state !== 'idle');
    return [
      ...COPIES.map((copy): Write => ({
        kind: 'put',
        key: copyKey(tenant, copy),
        item: { indexes: Object.fromEntries(changed), version: version + 1 },
        condition: unchanged(version),
      })),
      indexedCompanyWrite(tenant, { isUnderWay }),
    ];
  },
});

export type IndexStateStore = ReturnType<typeof indexStates>;

import type { OcsfEvent } from '@temkin/audit-event';
import { numberOf, optional, partsOf, textOf, type Item, type Restoration } from '@temkin/storage';
import { LIVE_STATES, type CallState, type NumberState } from '../domain/index.ts';

/** What only a live call has beside it. */
const LIVE_KINDS = ['liveShipper', 'livePair', 'dueCall'] as const;

const ended = (item: Item): Item => ({
  ...item,
  state: 'expired' satisfies CallState,
  endedAt: optional(numberOf, item, 'endedAt') ?? numberOf(item, 'createdAt'),
  version: numberOf(item, 'version') + 1,
});

const retired = (item: Item, retiredAt: number): Item => ({
  ...item,
  state: 'retired' satisfies NumberState,
  retiredAt,
  version: numberOf(item, 'version') + 1,
});

/** When each number was retired, by what events call it. */
const retirements = (events: readonly OcsfEvent[]): ReadonlyMap<string, number> =>
  new Map(
    events
      .filter(({ api, unmapped }) => api.operation === 'number.retire' && unmapped.outcome === 'allowed')
      .flatMap(({ resources, time }) =>
        resources.filter(({ type }) => type === 'number').map(({ uid }) => [uid, time] as const),
      ),
  );

/** Ids of what a register has retired since, for good: a shipper's telephone, an account. */
const retiredEntries = (events: readonly OcsfEvent[]): ReadonlySet<string> =>
  new Set(
    events
      .filter(
        ({ api, unmapped }) =>
          (api.operation === 'staff-number.retire' || api.operation === 'collection-account.retire') &&
          unmapped.outcome === 'allowed',
      )
      .flatMap(({ resources }) => resources.map(({ uid }) => uid)),
  );

/** The entry of a register that an item is, or leads to. */
const entryOf = (item: Item): string | undefined =>
  optional(textOf, item, 'staffNumberId') ?? optional(textOf, item, 'accountId');

/**
 * Brings calls back as over: their keys are in no backup, so none of them reaches anybody, and whoever signs or answers for
 * one would answer for a call that nobody makes. Shippers and numbers come back free; a number that was retired since comes
 * back retired. A shipper's telephone and an account that were retired since stay gone, with all that leads to them.
 */
export const callRestoration = (events: readonly OcsfEvent[]): Restoration => {
  const retiredAt = retirements(events);
  const gone = retiredEntries(events);
  return {
    studies: [],
    tables: ['calls'],
    study: () => {},
    bring: ({ key, item }) => {
      if (LIVE_KINDS.some((kind) => partsOf('calls', kind, key) !== undefined)) return undefined;
      const entry = entryOf(item);
      if (entry !== undefined && gone.has(entry)) return undefined;
      if (partsOf('calls', 'callIntent', key) !== undefined)
        return LIVE_STATES.includes(textOf(item, 'state') as CallState) ? ended(item) : item;
      if (partsOf('calls', 'poolNumber', key) === undefined || item.state === 'retired') return item;
      const at = retiredAt.get(textOf(item, 'numberId'));
      return at === undefined ? item : retired(item, at);
    },
  };
};

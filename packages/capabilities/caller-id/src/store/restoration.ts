import { numberOf, optional, partsOf, textOf, type Restoration } from '@temkin/storage';
import { LIVE_STATES, type CallState } from '../domain/index.ts';

const isOfKind = (
  kind: 'liveShipper' | 'livePair' | 'dueCall',
  key: { partition: string; sort: string },
): boolean => partsOf('calls', kind, key) !== undefined;

/**
 * Brings calls back as over: their keys are in no backup, so none of them reaches anybody, and whoever signs or answers for
 * one would answer for a call that nobody makes. Shippers and numbers come back free.
 */
export const callRestoration = (): Restoration => ({
  studies: [],
  tables: ['calls'],
  study: () => {},
  bring: ({ key, item }) => {
    if (isOfKind('liveShipper', key) || isOfKind('livePair', key) || isOfKind('dueCall', key))
      return undefined;
    if (partsOf('calls', 'callIntent', key) === undefined) return item;
    const isLive = LIVE_STATES.includes(textOf(item, 'state') as CallState);
    return isLive
      ? {
          ...item,
          state: 'expired' satisfies CallState,
          endedAt: optional(numberOf, item, 'endedAt') ?? numberOf(item, 'createdAt'),
          version: numberOf(item, 'version') + 1,
        }
      : item;
  },
});

import { keyOf, type Write } from '@temkin/storage';

const DAY_SECONDS = 86_400;

/** A period within which searches are counted, and up to how many. */
export interface SearchLimit {
  /** `2026-11-23`, or an hour since the epoch. */
  readonly period: string;
  readonly limit: number;
}

/** Counts a search of somebody within a period; refused where its limit is reached. */
export const countRegistrySearch = (
  { tenant, id }: { readonly tenant: string; readonly id: string },
  { period, limit }: SearchLimit,
  atMilliseconds: number,
): Write => ({
  kind: 'update',
  key: keyOf('requests', 'registrySearches', { tenant, principal: id, period }),
  set: { expiresAtSeconds: Math.floor(atMilliseconds / 1_000) + 2 * DAY_SECONDS },
  add: { searches: 1 },
  condition: [{ attribute: 'searches', is: 'absent-or-less', than: limit }],
});

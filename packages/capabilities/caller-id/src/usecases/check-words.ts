import { epochOf, type KeyRing, type TenantKey } from '@temkin/crypto';
import type { RandomBytes } from '@temkin/kernel';

/** What the tenant keys are for by which calls are found and checks counted. */
export const CALL_PURPOSE = 'call';

/**
 * Stands in for a company that is none of ours, so that a request for one takes the steps of others. No tenant can be
 * called that.
 */
export const NO_COMPANY = '-';

const DAY_MILLISECONDS = 86_400_000;

/**
 * The keys by which a call of this hour was hashed: this month's, and that of the day before, which is another one only on the first
 * of a month. Where a tenant has none of that month, one that nothing was hashed with.
 */
export const hashKeys = async (
  ring: KeyRing,
  tenant: string,
  nowMilliseconds: number,
  random: RandomBytes,
): Promise<readonly [current: TenantKey, previous: TenantKey]> => {
  const current = await ring.current(tenant, CALL_PURPOSE);
  const id = epochOf(nowMilliseconds - DAY_MILLISECONDS);
  const previous = id === current.id ? undefined : await ring.byId(tenant, CALL_PURPOSE, id);
  return [current, previous ?? { id: 'none', key: random(32) }];
};

/** The keys by which calls were hashed that may have rung at an instant of the past: of that day, the one before and the one after. */
export const hashKeysAt = async (
  ring: Pick<KeyRing, 'byId'>,
  tenant: string,
  atMilliseconds: number,
): Promise<readonly TenantKey[]> => {
  const days = [atMilliseconds - DAY_MILLISECONDS, atMilliseconds + DAY_MILLISECONDS];
  const found = await Promise.all(
    [...new Set(days.map(epochOf))].map((id) => ring.byId(tenant, CALL_PURPOSE, id)),
  );
  return found.filter((key) => key !== undefined);
};

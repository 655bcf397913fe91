import type { Clock } from '@temkin/kernel';
import { DENIED_AFTER_MILLISECONDS } from '../domain/index.ts';
import type { DrainMarks } from '../store/drain-marks.ts';

/** For so long a process believes a mark that denies nobody; one that does is read each time, so that access comes back at once. */
const MEMORY_MILLISECONDS = 60_000;

/** Tenants that are remembered at most. */
const TENANT_LIMIT = 1_000;

interface Remembered {
  readonly readAt: number;
  readonly through: Promise<number | undefined>;
}

/**
 * Tells whether the log of a tenant has stalled: whether something may have waited for it for an hour. Of one that nobody
 * has sequenced yet, nothing is known, and it has not. A read that fails is not remembered.
 */
export const stalledLogs = ({
  marks,
  clock,
}: {
  readonly marks: Pick<DrainMarks, 'through'>;
  readonly clock: Clock;
}) => {
  const known = new Map<string, Remembered>();
  return async (tenant: string): Promise<boolean> => {
    const now = clock.now();
    const denies = (through: number | undefined): boolean =>
      through !== undefined && now - through >= DENIED_AFTER_MILLISECONDS;
    const remembered = known.get(tenant);
    // A clock that was set back may stand before the read.
    const isFresh =
      remembered !== undefined && remembered.readAt <= now && now < remembered.readAt + MEMORY_MILLISECONDS;
    if (isFresh && !denies(await remembered.through)) return false;
    const fresh = { readAt: now, through: marks.through(tenant) };
    if (known.size >= TENANT_LIMIT) known.clear();
    known.set(tenant, fresh);
    fresh.through.catch(() => {
      if (known.get(tenant) === fresh) known.delete(tenant);
    });
    return denies(await fresh.through);
  };
};

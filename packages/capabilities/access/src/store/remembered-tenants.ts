import type { Clock } from '@temkin/kernel';
import type { TenantStore } from './tenants.ts';

/** The time that a revocation may take to hold. */
const MEMORY_MILLISECONDS = 1_000;

/** Tenants that are remembered at most; only a trusted issuer can name one. */
const TENANT_LIMIT = 1_000;

interface Remembered {
  readonly readAt: number;
  readonly found: ReturnType<TenantStore['find']>;
}

/**
 * Tenants, each read once a second by a process, however many ask: every request of a company needs its record, and one
 * item gives 3,000 reads a second and no more (docs/benchmarks.md, row 15). A read that fails is not remembered.
 */
export const rememberedTenants = (
  tenants: Pick<TenantStore, 'find'>,
  clock: Clock,
): Pick<TenantStore, 'find'> => {
  const known = new Map<string, Remembered>();
  return {
    find: (tenant) => {
      const now = clock.now();
      const remembered = known.get(tenant);
      // A clock that was set back may stand before the read.
      if (
        remembered !== undefined &&
        remembered.readAt <= now &&
        now < remembered.readAt + MEMORY_MILLISECONDS
      )
        return remembered.found;
      const found = tenants.find(tenant);
      if (known.size >= TENANT_LIMIT) known.clear();
      const fresh = { readAt: now, found };
      known.set(tenant, fresh);
      found.catch(() => {
        if (known.get(tenant) === fresh) known.delete(tenant);
      });
      return found;
    },
  };
};

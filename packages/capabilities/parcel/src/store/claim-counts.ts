import { keyOf, numberOf, type Table, type Write } from '@temkin/storage';
import type { ClaimingRole } from '../domain/index.ts';

/** How many parcels were claimed for one shift, and by whom. */
export interface ClaimCounts {
  readonly counts: Readonly<Record<ClaimingRole, number>>;
  readonly version: number;
}

/** Longer than any shift is open. */
const KEPT_SECONDS = 90 * 86_400;

const key = (tenant: string, shiftId: string) => keyOf('parcels', 'claims', { tenant, shiftId });

/** The counts behind the limits of claims: one small item for each shift with claims. */
export const claimCountStore = (table: Table) => ({
  claimCounts: async (tenant: string, shiftId: string): Promise<ClaimCounts> => {
    const item = await table.get(key(tenant, shiftId));
    return item === undefined
      ? { counts: { shipper: 0, dispatcher: 0 }, version: 0 }
      : {
          counts: { shipper: numberOf(item, 'shipper'), dispatcher: numberOf(item, 'dispatcher') },
          version: numberOf(item, 'version'),
        };
  },

  /** Refused where another claim for the shift was counted meanwhile. */
  countClaim: (
    tenant: string,
    shiftId: string,
    { counts, version }: ClaimCounts,
    by: ClaimingRole,
    nowMilliseconds: number,
  ): Write => ({
    kind: 'put',
    key: key(tenant, shiftId),
    item: {
      ...counts,
      [by]: counts[by] + 1,
      version: version + 1,
      expiresAtSeconds: Math.ceil(nowMilliseconds / 1_000) + KEPT_SECONDS,
    },
    condition: version === 0 ? 'absent' : [{ attribute: 'version', is: 'equal', to: version }],
  }),
});

export type ClaimCountStore = ReturnType<typeof claimCountStore>;

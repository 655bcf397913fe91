import { keyOf, type Table, type Write } from '@temkin/storage';

/** A bundle that was issued. The bundle itself is kept nowhere. */
export interface ShiftLoad {
  readonly loadId: string;
  readonly shiftId: string;
  readonly deviceId: string;
  readonly parcels: number;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** Longer than an idempotency claim lives, within which somebody may ask for the same bundle again. */
const LIFE_SECONDS = 2 * 86_400;

const loadKey = (tenant: string, shiftId: string, loadId: string) =>
  keyOf('parcels', 'shiftLoad', { tenant, shiftId, loadId });

/** What was loaded for a shift, so that no request issues two bundles. */
export const shiftLoads = (table: Table) => ({
  isIssued: async (tenant: string, shiftId: string, loadId: string): Promise<boolean> =>
    (await table.get(loadKey(tenant, shiftId, loadId))) !== undefined,

  /** Refused where this very load was issued already. */
  issueWrite: (
    tenant: string,
    { loadId, shiftId, deviceId, parcels, issuedAt }: ShiftLoad,
    eventId: string,
  ): Write => ({
    kind: 'put',
    key: loadKey(tenant, shiftId, loadId),
    item: {
      deviceId,
      parcels,
      issuedAt,
      eventId,
      expiresAtSeconds: Math.floor(issuedAt / 1_000) + LIFE_SECONDS,
    },
    condition: 'absent',
  }),
});

export type ShiftLoads = ReturnType<typeof shiftLoads>;

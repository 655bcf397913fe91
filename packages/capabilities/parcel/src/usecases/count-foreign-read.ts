import type { Recorder } from '@temkin/audit-event';
import { inForce, vietnamDay, type About, type Caller, type Clock } from '@temkin/kernel';
import { foreignReadQuota, type Parcel } from '../domain/index.ts';
import type { ForeignReadStore } from '../store/foreign-reads.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/**
 * Counts a shipper's attempt on a parcel that is not in their custody, once per parcel and day, and puts the refusal on
 * record with the count. Always refuses: `PARCEL.NOT_IN_CUSTODY` within the quota, `PARCEL.QUOTA_EXCEEDED` beyond it.
 */
export const countForeignRead = async (
  {
    recorder,
    foreignReads,
    clock,
  }: { readonly recorder: Recorder; readonly foreignReads: ForeignReadStore; readonly clock: Clock },
  caller: Caller,
  parcel: Parcel,
  { action = 'parcel.resolve', ...about }: About & { readonly action?: 'parcel.resolve' | 'shift.load' },
): Promise<never> => {
  const { tenant, id } = caller.principal;
  const now = clock.now();
  const day = vietnamDay(now);
  const quota = inForce(foreignReadQuota, now);
  const attempt = async (): Promise<undefined> => {
    const reads = await foreignReads.foreignReads(tenant, id, day);
    if (reads.parcelIds.includes(parcel.parcelId)) throw refuse('PARCEL.NOT_IN_CUSTODY', { about });
    if (reads.parcelIds.length >= quota.value)
      throw refuse('PARCEL.QUOTA_EXCEEDED', { about, retryAfterSeconds: 3_600 });
    const recorded = await recorder.commit(
      { principal: caller.principal, reliedOn: [] },
      {
        action,
        outcome: 'refused',
        reason: 'PARCEL.NOT_IN_CUSTODY',
        resources: about.resources ?? [],
        ...(about.purpose !== undefined && { purpose: about.purpose }),
        policies: [quota.id],
      },
      { writes: () => [foreignReads.addForeignRead(tenant, id, day, reads, parcel.parcelId)] },
    );
    if (recorded.outcome !== 'committed') return undefined;
    throw refuse('PARCEL.NOT_IN_CUSTODY', { about, receipt: recorded.receipt });
  };
  // Who loses a race finds the list longer, and it grows no longer than the quota: so many attempts at once are counted too.
  return untilSettled<never>(attempt, quota.value + 1);
};

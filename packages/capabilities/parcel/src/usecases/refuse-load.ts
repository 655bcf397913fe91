import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Clock } from '@temkin/kernel';
import type { ForeignReadStore } from '../store/foreign-reads.ts';
import { countForeignRead } from './count-foreign-read.ts';
import { inLanes } from './in-lanes.ts';
import type { RefusedLoad } from './locate-load.ts';
import type { RefusalRecorder } from './ports.ts';
import { putOnRecord } from './put-on-record.ts';
import { LOAD_ACTION } from './record-load.ts';
import { outOfTime } from './refuse.ts';

export interface RefuseLoadDependencies {
  readonly recorder: Recorder;
  readonly refusals: RefusalRecorder;
  readonly foreignReads: ForeignReadStore;
  readonly clock: Clock;
}

const IN_FLIGHT = 4;

const isForeign = ({ refusal, parcel }: RefusedLoad): boolean =>
  refusal.code === 'PARCEL.NOT_IN_CUSTODY' && parcel !== undefined;

/** Whether a refusal has its event already: a parcel that was counted has. */
const isOnRecord = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.details.receipt !== undefined;

/**
 * Puts what was refused of a load on record, each parcel by itself, and counts those of others towards the day's quota:
 * the twentieth is `PARCEL.QUOTA_EXCEEDED`. Beyond the budget of refusals an item is `REQUEST.RATE_LIMITED`.
 */
export const refuseLoad = (dependencies: RefuseLoadDependencies) => {
  const { refusals, clock } = dependencies;
  const record = putOnRecord(refusals, LOAD_ACTION);

  const refuseOne = async (caller: Caller, one: RefusedLoad): Promise<Refusal> => {
    const { refusal, parcel } = one;
    if (parcel === undefined || !isForeign(one)) return record(caller, refusal);
    const about = { ...refusal.details.about, action: LOAD_ACTION } as const;
    return countForeignRead(dependencies, caller, parcel, about).catch((error: unknown) =>
      isOnRecord(error) ? error : record(caller, error),
    );
  };

  return (
    caller: Caller,
    refused: readonly RefusedLoad[],
    deadlineMilliseconds: number,
  ): Promise<readonly RefusedLoad[]> =>
    inLanes(
      IN_FLIGHT,
      refused,
      // One after another: the quota is one list.
      (one) => (isForeign(one) ? 'foreign' : JSON.stringify(one.indexes)),
      async (one) =>
        clock.now() >= deadlineMilliseconds
          ? { ...one, refusal: outOfTime() }
          : { ...one, refusal: await refuseOne(caller, one) },
    );
};

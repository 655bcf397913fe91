import type { Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Clock } from '@temkin/kernel';
import type { ForeignReadStore } from '../store/foreign-reads.ts';
import { countForeignRead } from './count-foreign-read.ts';
import { inLanes } from './in-lanes.ts';
import type { RefusedLoad } from './locate-load.ts';
import type { RefusalRecorder } from './ports.ts';
import { LOAD_ACTION } from './record-load.ts';
import { asRefusal, outOfTime } from './refuse.ts';

export interface RefuseLoadDependencies {
  readonly recorder: Recorder;
  readonly refusals: RefusalRecorder;
  readonly foreignReads: ForeignReadStore;
  readonly clock: Clock;
}

const IN_FLIGHT = 4;

/** What the capability refuses goes on record; a store that failed or a change in between discloses nothing. */
const isForTheRecord = ({ code, details }: Refusal): boolean =>
  code.startsWith('PARCEL.') && code !== 'PARCEL.CHANGED' && details.receipt === undefined;

const isForeign = ({ refusal, parcel }: RefusedLoad): boolean =>
  refusal.code === 'PARCEL.NOT_IN_CUSTODY' && parcel !== undefined;

/**
 * Puts what was refused of a load on record, each parcel by itself, and counts those of others towards the day's quota:
 * the twentieth is `PARCEL.QUOTA_EXCEEDED`. Beyond the budget of refusals an item is `REQUEST.RATE_LIMITED`.
 */
export const refuseLoad = (dependencies: RefuseLoadDependencies) => {
  const { refusals, clock } = dependencies;

  const recordOne = async (caller: Caller, one: RefusedLoad): Promise<Refusal> => {
    const { refusal, parcel } = one;
    const { code, details } = refusal;
    const { about = {} } = details;
    if (parcel !== undefined && isForeign(one))
      return countForeignRead(dependencies, caller, parcel, { ...about, action: LOAD_ACTION }).catch(
        async (error: unknown) => {
          const counted = asRefusal(error);
          return isForTheRecord(counted) ? record(caller, counted) : counted;
        },
      );
    return isForTheRecord(refusal) ? record(caller, new Refusal(code, details)) : refusal;
  };

  const record = async (caller: Caller, { code, details }: Refusal): Promise<Refusal> => {
    const { about } = details;
    const receipt = await refusals.record(caller, {
      action: LOAD_ACTION,
      code,
      ...(about !== undefined && { about }),
    });
    return new Refusal(code, { ...details, receipt });
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
      async (one) => {
        if (clock.now() >= deadlineMilliseconds) return { ...one, refusal: outOfTime() };
        return { ...one, refusal: await recordOne(caller, one).catch(asRefusal) };
      },
    );
};

import type { ForeignNumberClaim, SweptSubscription, TimelineRun } from '../domain/index.ts';

/** What happened to a number beside what its record says, as far as it is on record. */
export interface NumberHistory extends Pick<
  SweptSubscription,
  'verifiedAt' | 'faceComparedAt' | 'foundWrongAt' | 'dormantFrom' | 'resumedAt' | 'deviceChangedAt'
> {
  readonly claims?: readonly ForeignNumberClaim[];
}

/** What the timelines of a number say: what was found, unless that was mended or taken back, and when its device was changed last. */
export const historyOf = (
  runs: readonly TimelineRun[],
): Pick<NumberHistory, 'foundWrongAt' | 'deviceChangedAt'> => {
  const wrong = runs.find(({ timeline }) => timeline === 'wrong-information');
  const changed = runs.find(({ timeline }) => timeline === 'device-change');
  const isMended = wrong?.stopped !== undefined && wrong.stopped.cause !== 'ended';
  return {
    ...(wrong !== undefined && !isMended && { foundWrongAt: wrong.startedAt }),
    ...(changed !== undefined && { deviceChangedAt: changed.startedAt }),
  };
};

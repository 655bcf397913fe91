import type { ForeignNumberClaim, SweptSubscription, TimelineRun } from '../domain/index.ts';

/** What happened to a number beside what its record says, as far as it is on record. */
export interface NumberHistory extends Pick<
  SweptSubscription,
  'verifiedAt' | 'foundWrongAt' | 'dormantFrom' | 'resumedAt' | 'deviceChangedAt'
> {
  readonly claims?: readonly ForeignNumberClaim[];
}

/** The latest of instants that are known. */
const latestOf = (instants: readonly (number | undefined)[]): number | undefined =>
  instants.flatMap((instant) => instant ?? []).toSorted((a, b) => b - a)[0];

/**
 * What the timelines of a number say: what was found, unless that was mended or taken back, and when its device was changed last. Who
 * stopped one by a verification was verified then.
 */
export const historyOf = (runs: readonly TimelineRun[], verifiedAt?: number): NumberHistory => {
  const wrong = runs.find(({ timeline }) => timeline === 'wrong-information');
  const changed = runs.find(({ timeline }) => timeline === 'device-change');
  const isMended = wrong?.stopped !== undefined && wrong.stopped.cause !== 'ended';
  const verified = latestOf([
    verifiedAt,
    ...runs.map(({ stopped }) => (stopped?.cause === 'verified' ? stopped.at : undefined)),
  ]);
  return {
    ...(wrong !== undefined && !isMended && { foundWrongAt: wrong.startedAt }),
    ...(changed !== undefined && { deviceChangedAt: changed.startedAt }),
    ...(verified !== undefined && { verifiedAt: verified }),
  };
};

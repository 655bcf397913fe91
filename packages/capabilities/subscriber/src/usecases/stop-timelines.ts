import type { Receipt } from '@temkin/kernel';
import { TIMELINES, type StopCause, type Timeline } from '../domain/index.ts';
import { isRunning, stopTimelineWrites, type TimelineName } from '../store/timelines.ts';
import type { LaterMove } from './move-event.ts';
import type { Registry } from './registry.ts';

/** What of timelines is to be seen to with moves of their number. */
export interface TimelinesOfMoves {
  /** Timelines that the holder's verification stops, whether or not a hold of theirs is lifted with it. */
  readonly settles?: readonly Timeline[];
  /** The timeline that began by a finding which is taken back, the last of its kind. */
  readonly withdraws?: Timeline;
  /** The timeline whose own step this is: whoever takes the step keeps it. */
  readonly keeps?: Timeline;
}

const stopOf = (
  timeline: Timeline,
  moves: readonly LaterMove[],
  { settles = [], withdraws }: TimelinesOfMoves,
): StopCause | undefined => {
  if (moves.some(({ name }) => name === 'end')) return 'ended';
  const lift = moves.find((move) => move.name === 'lift' && move.cause === timeline);
  if (lift?.name === 'lift' && lift.because !== 'request-withdrawn') return lift.because;
  if (timeline === withdraws) return 'finding-withdrawn';
  return settles.includes(timeline) ? 'verified' : undefined;
};

/**
 * What stops the timelines of a number that is moved, in the transaction of its moves: its end stops all of them, and a verification or a
 * finding that is taken back those whose hold it lifts. The writes are refused where a timeline went on meanwhile. One that begins
 * meanwhile is a change of the number, which the move meets.
 */
export const stopTimelines =
  ({ timelines }: Pick<Registry, 'timelines'>) =>
  async (
    tenant: string,
    names: TimelineName,
    { moves, at, ...of }: TimelinesOfMoves & { readonly moves: readonly LaterMove[]; readonly at: number },
  ): Promise<(receipt: Receipt) => ReturnType<typeof stopTimelineWrites>> => {
    const causeOf = (timeline: Timeline): StopCause | undefined =>
      timeline === of.keeps ? undefined : stopOf(timeline, moves, of);
    if (TIMELINES.every((timeline) => causeOf(timeline) === undefined)) return () => [];
    const running = (await timelines.ofSubscription(tenant, names)).filter(isRunning);
    return (receipt) =>
      running.flatMap((timeline) => {
        const cause = causeOf(timeline.run.timeline);
        return cause === undefined ? [] : stopTimelineWrites(tenant, timeline, { cause, at, receipt });
      });
  };

import type { Receipt } from '@temkin/kernel';
import { TIMELINES, type StopCause, type Timeline } from '../domain/index.ts';
import { isRunning, stopTimelineWrites, type TimelineName } from '../store/timelines.ts';
import type { LaterMove } from './move-event.ts';
import type { Registry } from './registry.ts';

/** What of timelines is to be seen to with moves of their number. */
export interface TimelinesOfMoves {
  /** Timelines that the holder's verification stops, whether or not a hold of theirs is lifted with it. */
  readonly settles?: readonly Timeline[];
  /** The timeline whose own step this is: whoever takes the step keeps it. */
  readonly keeps?: Timeline;
}

const stopOf = (
  timeline: Timeline,
  moves: readonly LaterMove[],
  settles: readonly Timeline[],
): StopCause | undefined => {
  if (moves.some(({ name }) => name === 'end')) return 'ended';
  const lift = moves.find((move) => move.name === 'lift' && move.cause === timeline);
  if (lift?.name === 'lift' && lift.because !== 'request-withdrawn') return lift.because;
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
    {
      moves,
      at,
      settles = [],
      keeps,
    }: TimelinesOfMoves & { readonly moves: readonly LaterMove[]; readonly at: number },
  ): Promise<(receipt: Receipt) => ReturnType<typeof stopTimelineWrites>> => {
    const concerned = TIMELINES.filter(
      (timeline) => timeline !== keeps && stopOf(timeline, moves, settles) !== undefined,
    );
    if (concerned.length === 0) return () => [];
    const running = (await timelines.ofSubscription(tenant, names)).filter(isRunning);
    return (receipt) =>
      running.flatMap((timeline) => {
        const cause = stopOf(timeline.run.timeline, moves, settles);
        const isConcerned = concerned.includes(timeline.run.timeline) && cause !== undefined;
        return isConcerned ? stopTimelineWrites(tenant, timeline, { cause, at, receipt }) : [];
      });
  };

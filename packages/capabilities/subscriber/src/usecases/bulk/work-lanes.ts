import { inFlight } from '@temkin/kernel';
import type { WorkedPart } from './import-part.ts';

/** Parts of an import that one worker is at, each in memory, sealed and open: it waits for the store half of the time. */
const LANES = 4;

/** Works at several of these at a time, until one of them stops for a reason. Answers it, or `done`. Met faults are answered, and not thrown. */
export const workLanes = async <One>(
  all: readonly One[],
  isOver: () => boolean,
  work: (one: One, isOver: () => boolean) => Promise<WorkedPart>,
  lanes = LANES,
): Promise<WorkedPart> => {
  let stopped: WorkedPart = 'done';
  await inFlight(lanes, all, async (one) => {
    if (stopped !== 'done') return;
    const worked = await work(one, () => isOver() || stopped !== 'done');
    if (worked !== 'done' && (stopped === 'done' || stopped === 'unfinished')) stopped = worked;
  });
  return stopped;
};

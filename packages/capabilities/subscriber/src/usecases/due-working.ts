import type { DueWork } from '../store/due-work.ts';

/**
 * What became of one thing that was due: `done` on record here, for sure, `late` where the law would have it earlier; `nothing` was to be done, or somebody else did it; `failed` and
 * is tried again later; `remaining` because the time was over.
 */
export type WorkedOff = 'done' | 'late' | 'nothing' | 'failed' | 'remaining';

/** Does what is due, and sees to it that it is looked at again when there is more to do. Safe to run twice, and several times at once. */
export type WorkOff = (due: DueWork, isOutOfTime: () => boolean) => Promise<WorkedOff>;

import type { Clock, Wait } from './clock.ts';

/** Of a step, what is left after the deadline of the work for what remains to be done. */
const MARGIN_MILLISECONDS = 250;

/**
 * Does a work and answers, or fails, only when a step of time is over, or a multiple of steps: what the work found shows in
 * the time it took for whole steps alone. The work is told by when it should have come to its end.
 */
export const inSteps =
  ({ clock, wait }: { readonly clock: Clock; readonly wait: Wait }) =>
  async <Result>(
    stepMilliseconds: number,
    work: (deadlineMilliseconds: number) => Promise<Result>,
  ): Promise<Result> => {
    const begun = clock.now();
    try {
      return await work(begun + stepMilliseconds - MARGIN_MILLISECONDS);
    } finally {
      const taken = Math.max(1, clock.now() - begun);
      await wait(Math.ceil(taken / stepMilliseconds) * stepMilliseconds - taken);
    }
  };

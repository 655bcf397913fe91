import { refuse } from './refuse.ts';

const ATTEMPTS = 5;

/**
 * Repeats an attempt that met a change in between, each time from fresh reads. Attempts answer undefined where they did;
 * refuses `PARCEL.CHANGED` where that happens five times running, or as often as is said.
 */
export const untilSettled = async <Result>(
  attempt: () => Promise<Result | undefined>,
  attempts = ATTEMPTS,
): Promise<Result> => {
  for (let i = 0; i < attempts; i++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw refuse('PARCEL.CHANGED', { retryAfterSeconds: 1 });
};

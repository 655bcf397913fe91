import { refuse } from './refuse.ts';

const ATTEMPTS = 8;

/** Repeats an attempt that met a change in between, each time from fresh reads; `SUBSCRIBER.CHANGED` where there is no end to it. */
export const untilSettled = async <Result>(attempt: () => Promise<Result | undefined>): Promise<Result> => {
  for (let i = 0; i < ATTEMPTS; i++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw refuse('SUBSCRIBER.CHANGED', { retryAfterSeconds: 1 });
};

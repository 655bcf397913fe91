import { Refusal } from '@temkin/kernel';

const ATTEMPTS = 5;

/**
 * Repeats an attempt that met a change in between, each time from fresh reads. Attempts answer undefined where they did;
 * refuses `ACCESS.APPROVAL_CHANGED` where that happens five times running.
 */
export const untilSettled = async <Result>(attempt: () => Promise<Result | undefined>): Promise<Result> => {
  for (let i = 0; i < ATTEMPTS; i++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new Refusal('ACCESS.APPROVAL_CHANGED', { retryAfterSeconds: 1 });
};

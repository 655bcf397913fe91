import type { LogHead, Stage } from '../domain/index.ts';
import type { LogSteps } from './log-steps.ts';

/** Without a signature the log goes on: the next run publishes a larger checkpoint. */
const publishing = async (
  steps: LogSteps,
  head: LogHead,
): Promise<{ readonly error: unknown } | undefined> => {
  try {
    await steps.publish(head);
    return undefined;
  } catch (error) {
    return { error };
  }
};

/** Lays out what a head has committed to, publishes it and lets its events go. */
export const rollForward = async (
  steps: LogSteps,
  head: LogHead,
  known?: Stage,
): Promise<readonly unknown[]> => {
  const stage = known ?? (await steps.stageOf(head));
  if (stage === undefined) return [];
  await steps.layOut(stage);
  const failure = await publishing(steps, head);
  await steps.leave(head, stage);
  const finished = await steps.finish(head, failure === undefined);
  if (finished === 'replaced') await steps.sweep(head);
  if (failure !== undefined) return [failure.error];
  if (finished === 'replaced') await steps.sweepPartials(head);
  return [];
};

import { cryptoReady } from '@temkin/crypto';
import * as z from 'zod';
import { reporting } from '../reporting.ts';
import { sweeper } from './dependencies.ts';

await cryptoReady;

/** What the state machine of sweeps asks for, step by step; `part` is a segment or a bucket. */
const asked = z.object({
  step: z.enum(['plan', 'segment', 'bucket', 'finish']),
  tenant: z.string().min(1),
  sweepId: z.string().min(1),
  part: z.string().default(''),
});

/** What the putting of blobs may still take after the last person is read. */
const MARGIN_MILLISECONDS = 25_000;

/**
 * The state machine of sweeps: plans the parts of a sweep, does one, or ends it. A part that could not be done in time is a failure, which
 * the machine tries again: whatever was done is found again.
 */
export const handler = reporting<unknown, unknown>('subscriber-sweep', async (event, context) => {
  const { step, part, ...name } = asked.parse(event);
  const end = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MILLISECONDS;
  const isOver = (): boolean => Date.now() >= end;
  const steps = {
    plan: () => sweeper.planSweep(name),
    segment: () => sweeper.sweepSegment(name, part, isOver),
    bucket: () => sweeper.judgeBucket(name, part),
    finish: async () => {
      const ended = await sweeper.finishSweep(name);
      return (await sweeper.clearSweeps(isOver, name.tenant)) ? ended : 'unfinished';
    },
  };
  const done = await steps[step]();
  if (done === 'unfinished') throw new Error(`a ${step} of a sweep is not done`);
  return done;
});

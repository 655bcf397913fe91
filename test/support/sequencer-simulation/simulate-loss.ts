import { logEntries } from '@temkin/audit';
import type { LogName } from '@temkin/audit/domain';
import { schedule } from './schedule.ts';
import {
  ENOUGH,
  EVENTS,
  past,
  TROUBLED_REQUESTS,
  verdict,
  workers,
  type Mutation,
  type Restored,
} from './simulate.ts';
import { TENANT, world, YEAR, type Past } from './world.ts';

/** Events before the first loss: none, or so many that the log is at the edge of its second bundle. */
const PASTS: readonly number[] = [0, 500];

const pasts: Promise<readonly Past[]> = Promise.all(PASTS.map(past));

/** A restore leaves out what was published. */
const withoutLogged: Restored = async (dependencies, backup) => {
  const left = new Map(backup);
  const logKeys = async (log: LogName) => [await dependencies.logKey(log)];
  const entries = logEntries({ ...dependencies, logKeys })({ tenant: TENANT, year: YEAR });
  for await (const { eventId, published } of entries) if (published) left.delete(eventId ?? '');
  return left;
};

/** Losses in one life of a log, at most. */
const LOSSES = 3;

/**
 * Everybody dies at some moment and the heads are lost, and that more than once; blobs survive. The outbox survives too, or
 * is lost, or comes back as it was at some time, which is any part of what was ever in it, without what was published
 * by then. What the log had is to be in it still, once, and what came back or survived as well.
 */
export const simulateLoss = async (seed: number, mutation: Mutation = {}): Promise<readonly string[]> => {
  const plan = schedule(seed);
  const began = (await pasts)[seed % PASTS.length];
  const shared = world(plan, mutation.blobs ?? ((blobs) => blobs), began);
  const { outbox, ever, dependencies } = shared;
  let due: readonly string[] = [...ever.keys()];

  const losses = 1 + Math.floor(plan.random() * LOSSES);
  for (let loss = 0; loss < losses; loss++) {
    const { acknowledged, trouble } = workers(shared, plan, mutation);
    const older = shared.heads();
    await trouble(EVENTS, plan.random() * TROUBLED_REQUESTS);
    plan.crash();
    shared.replaceHeads(mutation.heads === 'rolled-back' ? older : []);
    due = [...due, ...acknowledged].filter((eventId) => !outbox.has(eventId));
    const fate = plan.random();
    if (fate < 2 / 3) outbox.clear();
    if (fate < 1 / 3) {
      const backup = new Map([...ever].filter(() => plan.random() < 1 / 2));
      const restoring = (mutation.restored ?? withoutLogged)(dependencies, backup);
      await plan.run(ENOUGH, false);
      for (const [eventId, entry] of await restoring) outbox.set(eventId, entry);
    }
    due = [...due, ...outbox.keys()];
  }

  const { acknowledged, trouble, finish } = workers(shared, plan, mutation);
  await trouble(EVENTS, TROUBLED_REQUESTS);
  return verdict(shared, await finish(), [...due, ...acknowledged]);
};

import { schedule } from './schedule.ts';
import {
  EVENTS,
  newestSize,
  SIGNED_ELSE,
  TROUBLED_REQUESTS,
  verdict,
  workers,
  type Mutation,
} from './simulate.ts';
import { world } from './world.ts';

/**
 * A log comes to rest, all of it published, and then its head is again as it was at some moment in between, with which
 * sequencers go on while requests go wrong. Answers whether a fork was signed: no more can be asked of a head that lies.
 */
export const simulateRollback = async (seed: number, mutation: Mutation = {}): Promise<readonly string[]> => {
  const plan = schedule(seed);
  const shared = world(plan, (blobs) => blobs);
  const before = workers(shared, plan, mutation);
  await before.trouble(EVENTS, plan.random() * TROUBLED_REQUESTS);
  const older = shared.heads();
  await before.trouble(EVENTS, TROUBLED_REQUESTS);
  await before.finish();

  shared.replaceHeads(older);
  const after = workers(shared, plan, mutation);
  await after.trouble(EVENTS, TROUBLED_REQUESTS);
  await after.finish();
  const faults = await verdict(shared, newestSize(shared) ?? 0, []);
  return faults.filter((fault) => fault === SIGNED_ELSE);
};

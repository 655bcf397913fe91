import { LogConflict, sequenceLogs, type Sequenced, type SequencerDependencies } from '@temkin/audit';
import { OutcomeUnknown, StoreUnavailable, toBase64, utf8 } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import {
  appendLeaves,
  EMPTY_TREE,
  fromBundle,
  leafHash,
  newBundles,
  parseCheckpoint,
  parseNote,
  rootOf,
  tilePath,
} from '@temkin/tlog';
import { sha256 } from '../sha256.ts';
import { schedule, type Schedule } from './schedule.ts';
import { LOG, TENANT, world, type World } from './world.ts';

/** How the system under simulation differs from ours: a mistake that the simulation must find. */
export interface Mutation {
  /** Another sequencer over the same world. */
  readonly sequencer?: (dependencies: SequencerDependencies) => (tenant: string) => Promise<Sequenced>;
  /** Another behaviour of the blobs. */
  readonly blobs?: (blobs: Blobs) => Blobs;
  /** What a writer's retry does instead of being recognised by its token. */
  readonly retry?: 'puts-again' | 'forgotten-token';
}

const EVENTS = 5;

/** Requests that are answered while there is trouble, in two halves: between them another sequencer wakes up. */
const TROUBLED_REQUESTS = 45;

/** Turns that a writer waits before it asks again, at most: long enough for the event to be in the log by then. */
const LONGEST_PAUSE = 30;

/** Requests after which even a slow end has come. */
const ENOUGH = 5_000;

const isExpected = (error: unknown): boolean =>
  error instanceof OutcomeUnknown || error instanceof StoreUnavailable;

/** Puts an event into the outbox, again where no answer came, as the recorder does; its id once that was answered. */
const write = async (
  { outbox, newEventId }: World,
  { request, pause, random }: Schedule,
  retry: Mutation['retry'],
): Promise<string | undefined> => {
  const eventId = newEventId();
  let isTokenKnown = false;
  const put = (): void => {
    if (isTokenKnown && retry !== 'puts-again') return;
    isTokenKnown = true;
    outbox.set(eventId, utf8(eventId));
  };
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await request(put);
      return eventId;
    } catch (error) {
      if (!isExpected(error)) throw error;
      if (retry === 'forgotten-token') isTokenKnown = false;
      await pause(random() * LONGEST_PAUSE);
    }
  }
  return undefined;
};

type Run = (tenant: string) => Promise<Sequenced>;

/** Runs a sequencer, as a doorbell does; tells whether there is more to do, and keeps what must never happen. */
const ring = async (run: Run, broken: string[]): Promise<boolean> => {
  try {
    const { more, unpublished } = await run(TENANT);
    if (unpublished.some((error) => error instanceof LogConflict)) broken.push('a checkpoint conflicts');
    return more;
  } catch (error) {
    if (error instanceof LogConflict) broken.push('two logs lie in one place');
    else if (!isExpected(error)) broken.push(`a sequencer failed: ${String(error)}`);
    return true;
  }
};

const rootAt = async (entries: readonly Uint8Array[]): Promise<string> => {
  const leaves = await Promise.all(entries.map((entry) => leafHash(sha256, entry)));
  return toBase64(await rootOf(sha256, (await appendLeaves(sha256, EMPTY_TREE, leaves)).tree));
};

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** What is wrong with a log of this size in the end. */
const faultsOf = async (
  { blobs, outbox, signed, broken }: World,
  size: number,
  acknowledged: readonly string[],
): Promise<readonly string[]> => {
  const faults = [...broken];
  const entries = newBundles(0, size).flatMap(
    (tile) => fromBundle(blobs.get(`${LOG}/${tilePath(tile)}`)?.bytes ?? new Uint8Array(), tile.width) ?? [],
  );
  const texts = entries.map(textOf);
  if (entries.length !== size) faults.push('the log cannot be read');
  if (new Set(texts).size !== texts.length) faults.push('an event stands in the log twice');
  if (acknowledged.some((eventId) => !texts.includes(eventId))) faults.push('an event is missing');
  if (outbox.size > 0) faults.push('an event waits for ever');
  for (const checkpoint of signed.map(parseCheckpoint)) {
    const root = checkpoint && (await rootAt(entries.slice(0, checkpoint.size)));
    if (checkpoint === undefined || checkpoint.size > size || root !== toBase64(checkpoint.root))
      faults.push('what was signed is not in the log');
  }
  const newest = parseNote(textOf(blobs.get(`${LOG}/checkpoint`)?.bytes));
  if (size > 0 && parseCheckpoint(newest?.text ?? '')?.size !== size) faults.push('the checkpoint is behind');
  return faults;
};

/**
 * Lets writers and sequencers work at once while requests fail, get lost and come late and while sequencers die, all as the
 * seed says; then lets those that are left come to their end. Answers what is wrong afterwards: nothing, if all is well.
 */
export const simulate = async (seed: number, mutation: Mutation = {}): Promise<readonly string[]> => {
  const plan = schedule(seed);
  const shared = world(plan, mutation.blobs ?? ((blobs) => blobs));
  const run = (mutation.sequencer ?? sequenceLogs)(shared.dependencies);

  const acknowledged: string[] = [];
  for (let event = 0; event < EVENTS; event++) {
    write(shared, plan, mutation.retry).then(
      (eventId) => eventId !== undefined && acknowledged.push(eventId),
      (error: unknown) => shared.broken.push(`a writer failed: ${String(error)}`),
    );
  }
  const times = { areTroubled: true };
  const wake = async (): Promise<void> => {
    while (times.areTroubled) await ring(run, shared.broken);
  };
  void wake();
  void wake();
  await plan.run(TROUBLED_REQUESTS, true);
  void wake();
  await plan.run(TROUBLED_REQUESTS, true);
  times.areTroubled = false;
  await plan.run(ENOUGH, false);

  const finish = async (): Promise<number> => {
    while (await ring(run, shared.broken));
    const [head] = await shared.dependencies.heads.all(TENANT);
    return head?.tree.size ?? 0;
  };
  const finished = finish();
  await plan.run(ENOUGH, false);
  const size = await Promise.race([finished, Promise.resolve(undefined)]);
  if (size === undefined) return [...shared.broken, 'the sequencers never come to an end'];
  return faultsOf(shared, size, acknowledged);
};

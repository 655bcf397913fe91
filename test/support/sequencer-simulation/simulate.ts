import { LogConflict, sequenceLogs, type Sequenced, type SequencerDependencies } from '@temkin/audit';
import { OutcomeUnknown, StoreUnavailable, toBase64 } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import {
  appendLeaves,
  EMPTY_TREE,
  fromBundle,
  leafHash,
  newBundles,
  newTiles,
  parseCheckpoint,
  parseNote,
  rootOf,
  TILE_WIDTH,
  tilePath,
} from '@temkin/tlog';
import { sha256 } from '../sha256.ts';
import { schedule, type Schedule } from './schedule.ts';
import { entryOf, LOG, TENANT, world, type Past, type World } from './world.ts';

/** How the system under simulation differs from ours: a mistake that the simulation must find. */
export interface Mutation {
  /** Another sequencer over the same world. */
  readonly sequencer?: (dependencies: SequencerDependencies) => (tenant: string) => Promise<Sequenced>;
  /** Another behaviour of the blobs. */
  readonly blobs?: (blobs: Blobs) => Blobs;
  /** Another way to tell what of a restored outbox stands in the log already. */
  readonly restored?: Restored;
  /** What stands in the table of heads after its loss, instead of nothing. */
  readonly heads?: 'rolled-back';
  /** What a writer's retry does instead of being recognised by its token. */
  readonly retry?: 'puts-again' | 'forgotten-token';
}

/** Takes from the outbox of a backup what is in the log. */
export type Restored = (
  dependencies: SequencerDependencies,
  backup: ReadonlyMap<string, Uint8Array>,
) => Promise<ReadonlyMap<string, Uint8Array>>;

/** Events that are written in one time of trouble. */
export const EVENTS = 5;

/** Requests that are answered while there is trouble, in two halves: between them another sequencer wakes up. */
export const TROUBLED_REQUESTS = 45;

/** Turns that a writer waits before it asks again, at most: long enough for the event to be in the log by then. */
const LONGEST_PAUSE = 30;

/** Requests after which even a slow end has come. */
export const ENOUGH = 5_000;

const isExpected = (error: unknown): boolean =>
  error instanceof OutcomeUnknown || error instanceof StoreUnavailable;

/** Puts an event into the outbox, again where no answer came, as the recorder does; its id once that was answered. */
const write = async (
  { outbox, ever, newEventId }: World,
  { request, pause, random }: Schedule,
  retry: Mutation['retry'],
): Promise<string | undefined> => {
  const eventId = newEventId();
  let isTokenKnown = false;
  const put = (): void => {
    if (isTokenKnown && retry !== 'puts-again') return;
    isTokenKnown = true;
    outbox.set(eventId, entryOf(eventId));
    ever.set(eventId, entryOf(eventId));
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

/** Of the newest checkpoint, where there is one. */
export const newestSize = ({ blobs }: World): number | undefined =>
  parseCheckpoint(parseNote(textOf(blobs.get(`${LOG}/checkpoint`)?.bytes))?.text ?? '')?.size;

/** Whether a log of this size can be read still, from partial tiles or the full ones that they have become. */
const isServed = (blobs: World['blobs'], size: number): boolean =>
  [...newTiles(0, size), ...newBundles(0, size)].every((tile) =>
    [tile, { ...tile, width: TILE_WIDTH }].some((one) => blobs.has(`${LOG}/${tilePath(one)}`)),
  );

/** The fault of a fork. */
export const SIGNED_ELSE = 'what was signed is not in the log';

/** What is wrong with a log of this size in the end. */
const faultsOf = async (
  shared: World,
  size: number,
  acknowledged: readonly string[],
): Promise<readonly string[]> => {
  const { blobs, outbox, signed, broken } = shared;
  const faults = [...broken];
  const entries = newBundles(0, size).flatMap(
    (tile) => fromBundle(blobs.get(`${LOG}/${tilePath(tile)}`)?.bytes ?? new Uint8Array(), tile.width) ?? [],
  );
  const texts = entries.map(textOf);
  if (entries.length !== size) faults.push('the log cannot be read');
  if (new Set(texts).size !== texts.length) faults.push('an event stands in the log twice');
  if (acknowledged.some((eventId) => !texts.includes(textOf(entryOf(eventId)))))
    faults.push('an event is missing');
  if (outbox.size > 0) faults.push('an event waits for ever');
  for (const checkpoint of signed.map(parseCheckpoint)) {
    const root = checkpoint && (await rootAt(entries.slice(0, checkpoint.size)));
    if (checkpoint === undefined || checkpoint.size > size || root !== toBase64(checkpoint.root))
      faults.push(SIGNED_ELSE);
  }
  for (const { size: spokenOf } of signed.map(parseCheckpoint).flatMap((checkpoint) => checkpoint ?? []))
    if (!isServed(blobs, spokenOf)) faults.push('a tile that a checkpoint speaks of is gone');
  if (size > 0 && newestSize(shared) !== size) faults.push('the checkpoint is behind');
  return faults;
};

/** Whoever works on the log, and what they have been told was done. */
export const workers = (shared: World, plan: Schedule, mutation: Mutation) => {
  const run = (mutation.sequencer ?? sequenceLogs)(shared.dependencies);
  const acknowledged: string[] = [];
  const times = { areTroubled: true };

  const wake = async (): Promise<void> => {
    while (times.areTroubled) await ring(run, shared.broken);
  };
  const drain = async (): Promise<number> => {
    while (await ring(run, shared.broken));
    const [head] = await shared.dependencies.heads.all(TENANT);
    return head?.tree.size ?? 0;
  };

  return {
    acknowledged,

    /** Lets writers begin, and two sequencers, while requests go wrong, and one more in the middle of it. */
    trouble: async (events: number, requests: number): Promise<void> => {
      for (let event = 0; event < events; event++) {
        write(shared, plan, mutation.retry).then(
          (eventId) => eventId !== undefined && acknowledged.push(eventId),
          (error: unknown) => shared.broken.push(`a writer failed: ${String(error)}`),
        );
      }
      void wake();
      void wake();
      await plan.run(requests, true);
      void wake();
      await plan.run(requests, true);
    },

    /** Lets all come to their end; the size of the log, or undefined where they come to none. */
    finish: async (): Promise<number | undefined> => {
      times.areTroubled = false;
      await plan.run(ENOUGH, false);
      const finished = drain();
      await plan.run(ENOUGH, false);
      return Promise.race([finished, Promise.resolve(undefined)]);
    },
  };
};

/** What is wrong in the end, if anything. */
export const verdict = async (
  shared: World,
  size: number | undefined,
  acknowledged: readonly string[],
): Promise<readonly string[]> =>
  size === undefined
    ? [...shared.broken, 'the sequencers never come to an end']
    : faultsOf(shared, size, acknowledged);

/** A log of so many events, all of it published. */
export const past = async (events: number): Promise<Past> => {
  const plan = schedule(0);
  const shared = world(plan, (blobs) => blobs);
  for (let event = 0; event < events; event++) {
    const eventId = shared.newEventId();
    shared.outbox.set(eventId, entryOf(eventId));
  }
  const ever = [...shared.outbox];
  const { finish } = workers(shared, plan, {});
  await finish();
  return { ever, blobs: [...shared.blobs], heads: shared.heads() };
};

/** So many that the next ones fill a bundle, after which partial tiles are swept. */
const almostFull = past(252);

/** One schedule in so many begins there: the others are quicker, for their logs are small. */
const ALMOST_FULL_EVERY = 8;

/**
 * Lets writers and sequencers work at once while requests fail, get lost and come late and while sequencers die, all as the
 * seed says; then lets those that are left come to their end. Answers what is wrong afterwards: nothing, if all is well.
 */
export const simulate = async (seed: number, mutation: Mutation = {}): Promise<readonly string[]> => {
  const plan = schedule(seed);
  const began = seed % ALMOST_FULL_EVERY === 0 ? await almostFull : undefined;
  const shared = world(plan, mutation.blobs ?? ((blobs) => blobs), began);
  const { acknowledged, trouble, finish } = workers(shared, plan, mutation);
  await trouble(EVENTS, TROUBLED_REQUESTS);
  return verdict(shared, await finish(), acknowledged);
};

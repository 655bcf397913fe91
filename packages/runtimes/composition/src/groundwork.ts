import { actorPseudonyms, countRefusal, drainMarks, refusalLog, stalledLogs } from '@temkin/audit';
import {
  createWriter,
  denyingWhileStalled,
  recorder,
  ringing,
  type ActorPseudonyms,
  type Recorder,
} from '@temkin/audit-event';
import { keyRing, keyWrap, type KeyRing, type RootKey } from '@temkin/crypto';
import type { RefusalLog } from '@temkin/http';
import { eventIds, type Clock, type RandomBytes } from '@temkin/kernel';
import { tableWrappedKeys, type Table } from '@temkin/storage';
import { sha256 } from './sha256.ts';

/** The outside world of one process. */
export interface Surroundings {
  readonly table: Table;
  readonly rootKey: RootKey;
  readonly clock: Clock;
  /** Tells how long events have waited for the log, where `clock` runs ahead. */
  readonly waitClock?: Clock;
  readonly random: RandomBytes;
  /** Told for whom an event waits for the log, or may, where the process that keeps the log is this one. */
  readonly ring?: (tenant: string) => void;
}

/** What every capability stands on: tenant keys, the recorder of events, and the words by which events speak. */
export interface Groundwork {
  readonly table: Table;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly keyRing: KeyRing;
  readonly actors: ActorPseudonyms;
  readonly recorder: Recorder;
  readonly refusals: RefusalLog;
}

/** Lays the groundwork of a process, once: it holds the cache of keys and numbers the process's events. */
export const groundwork = ({
  table,
  rootKey,
  clock,
  waitClock = clock,
  random,
  ring: bell,
}: Surroundings): Groundwork => {
  const ring = keyRing({
    rootKey,
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random,
    epochs: 'shared',
  });
  const actors = actorPseudonyms({ table, keyWrap: keyWrap(ring, 'pseudonym', random), random });
  const stalled = stalledLogs({ marks: drainMarks(table), clock: waitClock });
  const recording = denyingWhileStalled(
    recorder({
      table,
      clock,
      newEventId: eventIds(clock, random),
      writer: createWriter(random, clock),
      actors,
      sha256,
    }),
    async (tenant) => {
      const isStalled = await stalled(tenant);
      // Whoever was asleep, a laptop say, wakes here: one denial is enough.
      if (isStalled) bell?.(tenant);
      return isStalled;
    },
  );
  const events = bell === undefined ? recording : ringing(recording, bell);
  const refusals = refusalLog({ recorder: events, countRefusal, clock });
  return { table, clock, random, keyRing: ring, actors, recorder: events, refusals };
};

/** A ring under another root key than the main one, whose keys all processes share, one a month. */
export const sharedKeyRing = ({ table, rootKey, clock, random }: Surroundings): KeyRing =>
  keyRing({ rootKey, wrappedKeys: tableWrappedKeys(table, clock), clock, random, epochs: 'shared' });

/**
 * A ring whose keys are this process's own, so that whoever seals needs the right to generate and none to decrypt, and
 * whoever opens, by the ids of keys, the right to decrypt and none to generate.
 */
export const ownKeyRing = ({ table, rootKey, clock, random }: Surroundings): KeyRing =>
  keyRing({ rootKey, wrappedKeys: tableWrappedKeys(table, clock), clock, random, epochs: 'own' });

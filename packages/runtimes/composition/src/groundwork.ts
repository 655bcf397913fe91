import { createHash } from 'node:crypto';
import { actorPseudonyms, countRefusal, drainMarks, refusalLog, stalledLogs } from '@temkin/audit';
import {
  createWriter,
  denyingWhileStalled,
  recorder,
  type ActorPseudonyms,
  type Recorder,
} from '@temkin/audit-event';
import { keyRing, keyWrap, type KeyRing, type RootKey } from '@temkin/crypto';
import type { RefusalLog } from '@temkin/http';
import { eventIds, type Clock, type RandomBytes } from '@temkin/kernel';
import { tableWrappedKeys, type Table } from '@temkin/storage';

/** The outside world of one process. */
export interface Surroundings {
  readonly table: Table;
  readonly rootKey: RootKey;
  readonly clock: Clock;
  readonly random: RandomBytes;
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
export const groundwork = ({ table, rootKey, clock, random }: Surroundings): Groundwork => {
  const ring = keyRing({
    rootKey,
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random,
    epochs: 'shared',
  });
  const actors = actorPseudonyms({ table, keyWrap: keyWrap(ring, 'pseudonym', random), random });
  const events = denyingWhileStalled(
    recorder({
      table,
      clock,
      newEventId: eventIds(clock, random),
      writer: createWriter(random),
      actors,
      sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    }),
    stalledLogs({ marks: drainMarks(table), clock }),
  );
  const refusals = refusalLog({ recorder: events, countRefusal, clock });
  return { table, clock, random, keyRing: ring, actors, recorder: events, refusals };
};

/**
 * A ring whose keys are this process's own, so that whoever seals needs the right to generate and none to decrypt, and
 * whoever opens, by the ids of keys, the right to decrypt and none to generate.
 */
export const ownKeyRing = ({ table, rootKey, clock, random }: Surroundings): KeyRing =>
  keyRing({ rootKey, wrappedKeys: tableWrappedKeys(table, clock), clock, random, epochs: 'own' });

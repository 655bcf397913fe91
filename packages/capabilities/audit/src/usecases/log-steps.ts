import type { Sha256 } from '@temkin/tlog';
import type { Blobs } from '@temkin/storage';
import {
  fromStageBytes,
  growLog,
  stageBlob,
  stagePrefix,
  stageVersion,
  tileBlob,
  toStageBytes,
  type LogHead,
  type LogName,
  type Stage,
} from '../domain/index.ts';
import type { LogHeadStore } from '../store/log-heads.ts';
import type { WaitingEvent, WaitingEvents } from '../store/waiting-events.ts';
import { publishCheckpoint, type PublishDependencies } from './publish-checkpoint.ts';
import { putOnce } from './put-once.ts';

export interface SequencerDependencies extends PublishDependencies {
  readonly heads: LogHeadStore;
  readonly waiting: WaitingEvents;
  readonly blobs: Blobs;
  readonly sha256: Sha256;
  /** Names a stage: never the same twice, and of `[A-Za-z0-9._-]`. */
  readonly newStageId: () => string;
  /** Entry 0 of a log: what opens it. */
  readonly openingEntry: (log: LogName) => Promise<Uint8Array>;
}

/** What a log would be with more events, and where that lies until it is laid out. */
export interface Staged {
  readonly head: LogHead;
  readonly stage: Stage;
}

/**
 * The steps by which a log grows. Each may be repeated, by anybody, at any time after the one before; what they promise
 * together depends on their order, which `sequenceLogs` keeps.
 */
export const logSteps = (dependencies: SequencerDependencies) => {
  const { heads, waiting, blobs, sha256, newStageId, openingEntry } = dependencies;

  const bytesAt = async (name: string): Promise<Uint8Array> => {
    const blob = await blobs.get(name);
    if (blob === undefined) throw new Error(`${name} is missing`);
    return blob.bytes;
  };

  return {
    /** Computes what the log becomes with these events. Nobody sees it. */
    grow: async (head: LogHead, events: readonly WaitingEvent[]): Promise<Staged> => {
      const { log } = head;
      const opening = head.tree.size === 0 ? [await openingEntry(log)] : [];
      const entries = [...opening, ...events.map(({ entry }) => entry)];
      const { tree, tiles } = await growLog(sha256, head.tree, entries, (tile) =>
        bytesAt(tileBlob(log, tile)),
      );
      const version = head.version + 1;
      return {
        head: { ...head, version, tree, stage: stageBlob(log, version, newStageId()) },
        stage: {
          eventIds: events.map(({ eventId }) => eventId),
          blobs: tiles.map(({ tile, bytes }) => ({ name: tileBlob(log, tile), bytes })),
        },
      };
    },

    /** Stores what is to be laid out, before anybody commits to it. */
    store: ({ head, stage }: Staged): Promise<void> => putOnce(blobs, head.stage ?? '', toStageBytes(stage)),

    /** Makes it so, unless another came first. */
    commit: ({ head }: Staged): Promise<'replaced' | 'lost'> => heads.replace(head),

    /** What the head has committed to; undefined where somebody else has finished it. Throws where it is lost. */
    stageOf: async (head: LogHead): Promise<Stage | undefined> => {
      const stored = head.stage === undefined ? undefined : await blobs.get(head.stage);
      if (stored !== undefined) return fromStageBytes(stored.bytes);
      const now = await heads.load(head.log);
      if (now?.version === head.version) throw new Error('what a log has committed to is missing');
      return undefined;
    },

    /** Puts tiles and bundles where readers find them. */
    layOut: async ({ blobs: laid }: Stage): Promise<void> => {
      await Promise.all(laid.map(({ name, bytes }) => putOnce(blobs, name, bytes)));
    },

    publish: publishCheckpoint(dependencies),

    /** Takes the events out of the outbox: they stand in the log. */
    leave: ({ log }: LogHead, { eventIds }: Stage): Promise<void> => waiting.remove(log.tenant, eventIds),

    /** Says that all of it is done; whoever comes later begins anew. `lost` where it may not have been said. */
    finish: ({ stage: _, ...head }: LogHead, publishedSize: number): Promise<'replaced' | 'lost'> =>
      heads.replace({ ...head, version: head.version + 1, publishedSize }),

    /** Removes the stages that no head can commit to any more: those of this version, which is finished, and before. */
    sweep: async ({ log, version }: LogHead): Promise<void> => {
      for await (const name of blobs.names(stagePrefix(log))) {
        if (stageVersion(name) <= version) await blobs.delete(name);
      }
    },
  };
};

export type LogSteps = ReturnType<typeof logSteps>;

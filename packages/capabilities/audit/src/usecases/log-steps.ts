import { toHex } from '@temkin/kernel';
import { newBundles, newTiles, TILE_WIDTH, type Sha256 } from '@temkin/tlog';
import { growLog, stageBlob, tileBlob, type LogHead, type LogName, type Stage } from '../domain/index.ts';
import type { LogFiles } from '../store/log-files.ts';
import type { LogHeadStore } from '../store/log-heads.ts';
import type { WaitingEvent } from '../store/waiting-event.ts';
import type { WaitingEvents } from '../store/waiting-events.ts';
import { eventIdOf } from './event-id-of.ts';
import type { NextKey } from './key-entries.ts';
import { keysOf } from './log-signers.ts';
import { publishCheckpoint, type PublishDependencies } from './publish-checkpoint.ts';
import { refuseOlderHead } from './refuse-older-head.ts';
import { survivingLog } from './surviving-log.ts';

export interface SequencerDependencies extends PublishDependencies {
  readonly heads: LogHeadStore;
  readonly waiting: WaitingEvents;
  readonly files: LogFiles;
  readonly sha256: Sha256;
  /** Names a stage: never the same twice, and of `[A-Za-z0-9._-]`. */
  readonly newStageId: () => string;
  /** Entry 0 of a log: what opens it. */
  readonly openingEntry: (log: LogName) => Promise<Uint8Array>;
  /** How a log names the key that is to sign next, where there is one. */
  readonly nextKey?: NextKey;
  /** Told what kept partial tiles from being swept, which take up space and nothing else. */
  readonly onUnswept?: (error: unknown) => void;
}

/** What a log would be with more events, and what would then be laid out. */
export interface Staged {
  readonly head: LogHead;
  readonly stage: Stage;
}

/** An event of the log's own by which it names the key that is to sign next. It waits nowhere. */
export interface Naming {
  readonly nextKeyId: string;
  readonly event: WaitingEvent;
}

const idsOf = (events: readonly WaitingEvent[]): readonly string[] => events.map(({ eventId }) => eventId);

const entriesOf = (events: readonly WaitingEvent[]): readonly Uint8Array[] =>
  events.map(({ entry }) => entry);

/**
 * The steps by which a log grows. Each may be repeated, by anybody, at any time after the one before; what they promise
 * together depends on their order, which `sequenceLogs` keeps.
 */
export const logSteps = (dependencies: SequencerDependencies) => {
  const { heads, waiting, files, sha256, newStageId, openingEntry, logKey, nextKey, onUnswept } =
    dependencies;

  const keyIdOf = async (log: LogName): Promise<string> => toHex((await logKey(log)).keyId);

  const extended = async (
    head: LogHead,
    entries: readonly Uint8Array[],
    eventIds: readonly string[],
  ): Promise<Staged> => {
    const { log } = head;
    const { tree, tiles } = await growLog(sha256, head.tree, entries, (tile) => files.tile(log, tile));
    const version = head.version + 1;
    return {
      head: { ...head, version, tree, stage: stageBlob(log, version, newStageId()) },
      stage: { eventIds, blobs: tiles.map(({ tile, bytes }) => ({ name: tileBlob(log, tile), bytes })) },
    };
  };

  return {
    /** Throws `LogConflict` where more was published than the head says. */
    refuseOlder: refuseOlderHead(dependencies),

    /** Computes what the log becomes with these events. Nobody sees it. */
    grow: async (head: LogHead, events: readonly WaitingEvent[], naming?: Naming): Promise<Staged> => {
      if (naming !== undefined) {
        const added = [naming.event, ...events];
        const named = { ...head, nextKeyId: naming.nextKeyId };
        return extended(named, entriesOf(added), idsOf(added));
      }
      if (head.tree.size > 0) return extended(head, entriesOf(events), idsOf(events));
      const nextKeyId = await nextKey?.idIn(head.log);
      const named = nextKeyId === undefined ? head : { ...head, nextKeyId };
      return extended(named, [await openingEntry(head.log), ...entriesOf(events)], idsOf(events));
    },

    /**
     * How the log is to name the key that signs next, unless it has. Undefined as well where a key does not answer, which
     * must not keep events from the log: whoever publishes will say so.
     */
    naming: async ({ log, nextKeyId }: LogHead): Promise<Naming | undefined> => {
      try {
        const keyId = await nextKey?.idIn(log);
        if (nextKey === undefined || keyId === undefined || keyId === nextKeyId) return undefined;
        return { nextKeyId: keyId, event: await nextKey.entry(log) };
      } catch {
        return undefined;
      }
    },

    /** Computes what the log becomes that outlived its head; undefined where nothing of one is there. Nobody sees it. */
    adopt: async (log: LogName): Promise<Staged | undefined> => {
      const survivor = await survivingLog({ files, sha256, logKeys: (one) => keysOf(one, dependencies) })(
        log,
      );
      if (survivor === undefined) return undefined;
      const { tree, unpublished, latest } = survivor;
      const head: LogHead = { log, version: 0, tree, publishedSize: tree.size };
      return extended(head, unpublished, latest.flatMap(eventIdOf));
    },

    /** Stores what is to be laid out, before anybody commits to it. */
    store: ({ head, stage }: Staged): Promise<void> => files.putStage(head.stage ?? '', stage),

    /** Makes it so, unless another came first. */
    commit: ({ head }: Staged): Promise<'replaced' | 'lost'> => heads.replace(head),

    /** What the head has committed to; undefined where somebody else has finished it. Throws where it is lost. */
    stageOf: async (head: LogHead): Promise<Stage | undefined> => {
      const stage = head.stage === undefined ? undefined : await files.stage(head.stage);
      if (stage !== undefined) return stage;
      const now = await heads.load(head.log);
      if (now?.version === head.version) throw new Error('what a log has committed to is missing');
      return undefined;
    },

    layOut: files.layOut,

    publish: publishCheckpoint(dependencies),

    /** Takes the events out of the outbox: they stand in the log. */
    leave: ({ log }: LogHead, { eventIds }: Stage): Promise<void> => waiting.remove(log.tenant, eventIds),

    /** Whether a checkpoint is to be published: of what was added, or of the same, signed by another key. */
    isBehind: async ({ log, tree, publishedSize, signedBy }: LogHead): Promise<boolean> =>
      publishedSize < tree.size || (await keyIdOf(log).catch(() => signedBy)) !== signedBy,

    /**
     * Says that all of it is done, and whether it was published; whoever comes later begins anew. `lost` where it may not
     * have been said.
     */
    finish: async (
      { log, version, tree, publishedSize, signedBy, nextKeyId }: LogHead,
      isPublished: boolean,
    ): Promise<'replaced' | 'lost'> => {
      const by = isPublished ? await keyIdOf(log) : signedBy;
      return heads.replace({
        log,
        version: version + 1,
        tree,
        publishedSize: isPublished ? tree.size : publishedSize,
        ...(by !== undefined && { signedBy: by }),
        ...(nextKeyId !== undefined && { nextKeyId }),
      });
    },

    /** Removes the stages that no head can commit to any more: those of this version, which is finished, and before. */
    sweep: ({ log, version }: LogHead): Promise<void> => files.removeStages(log, version),

    /**
     * Removes the partial tiles and bundles of those that have become full since the checkpoint before, once the one that
     * needs only the full ones is published. What is not removed then stays: nobody looks for it again, and nothing but space is
     * lost. Partial ones of what is not full yet must stay too, for older checkpoints speak of them (c2sp.org/tlog-tiles,
     * Partial Tiles).
     */
    sweepPartials: async ({ log, tree, publishedSize }: LogHead): Promise<void> => {
      const grown = [...newBundles(publishedSize, tree.size), ...newTiles(publishedSize, tree.size)];
      try {
        for (const tile of grown) if (tile.width === TILE_WIDTH) await files.removePartials(log, tile);
      } catch (error) {
        onUnswept?.(error);
      }
    },
  };
};

export type LogSteps = ReturnType<typeof logSteps>;

import { sameBytes } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import { findTile, fromBundle, TILE_WIDTH, type Tile } from '@temkin/tlog';
import {
  checkpointAt,
  checkpointBlob,
  fromStageBytes,
  isForGood,
  stagePrefix,
  stageVersion,
  tileBlob,
  tileOfBlob,
  toStageBytes,
  type LogName,
  type Stage,
} from '../domain/index.ts';

/** A place of the log holds other bytes than those that were committed to: it was tampered with, or the log was forked. */
export class LogConflict extends Error {
  override readonly name = 'LogConflict';
}

/** How often it is tried to replace a checkpoint that others replace meanwhile. */
const ATTEMPTS = 10;

/** The blobs of logs: what is written once, the newest checkpoint, and stages on their way. */
export const logFiles = (blobs: Blobs) => {
  /** Stores what never changes; what is there already must be this very thing, or have been swept since. */
  const putOnce = async (name: string, bytes: Uint8Array): Promise<void> => {
    if ((await blobs.putIfAbsent(name, bytes)) === 'stored') return;
    const stored = await blobs.get(name);
    const isSwept = stored === undefined && !isForGood(name);
    if (!isSwept && !(stored && sameBytes(stored.bytes, bytes))) throw new LogConflict(`${name} is another`);
  };

  const find = (log: LogName, tile: Tile): Promise<Uint8Array | undefined> =>
    findTile(async (one) => (await blobs.get(tileBlob(log, one)))?.bytes, tile);

  const tileOf = async (log: LogName, tile: Tile): Promise<Uint8Array> => {
    const bytes = await find(log, tile);
    if (bytes === undefined) throw new Error(`${tileBlob(log, tile)} is missing`);
    return bytes;
  };

  return {
    /** A tile or a bundle, where the log has it or has had it: the full one begins with each that it was before. */
    find,

    /** A tile or a bundle that the log must have or have had. */
    tile: tileOf,

    /** The newest checkpoint that was published. */
    newest: async (log: LogName): Promise<Uint8Array | undefined> =>
      (await blobs.get(checkpointBlob(log)))?.bytes,

    /** The bundle of this index that has the most entries; undefined where there is none. */
    widestBundle: async (log: LogName, index: number): Promise<Tile | undefined> => {
      let widest: Tile | undefined;
      for await (const name of blobs.names(tileBlob(log, { level: 'entries', index, width: TILE_WIDTH }))) {
        const tile = tileOfBlob(log, name);
        if (tile?.level === 'entries' && tile.index === index && tile.width > (widest?.width ?? 0))
          widest = tile;
      }
      return widest;
    },

    /** All stages that are there, committed to or not, in order of their names. */
    stages: async (log: LogName): Promise<readonly Stage[]> => {
      const found: Stage[] = [];
      for await (const name of blobs.names(stagePrefix(log))) {
        const blob = await blobs.get(name);
        if (blob !== undefined) found.push(fromStageBytes(blob.bytes));
      }
      return found;
    },

    /** What of a stage lies at its place: the names of its blobs. */
    laidOut: async ({ blobs: staged }: Stage): Promise<readonly string[]> => {
      const lying: string[] = [];
      for (const { name, bytes } of staged) {
        const stored = await blobs.get(name);
        if (stored !== undefined && sameBytes(stored.bytes, bytes)) lying.push(name);
      }
      return lying;
    },

    /** The entries of a bundle that the log must have or have had. */
    bundle: async (log: LogName, index: number, width: number): Promise<readonly Uint8Array[]> => {
      const entries = fromBundle(await tileOf(log, { level: 'entries', index, width }), width);
      if (entries === undefined) throw new Error(`bundle ${index} of a log has lost its shape`);
      return entries;
    },

    putStage: (name: string, stage: Stage): Promise<void> => putOnce(name, toStageBytes(stage)),

    stage: async (name: string): Promise<Stage | undefined> => {
      const blob = await blobs.get(name);
      return blob && fromStageBytes(blob.bytes);
    },

    /** Removes the stages that were made for heads up to this version. */
    removeStages: async (log: LogName, version: number): Promise<void> => {
      for await (const name of blobs.names(stagePrefix(log))) {
        if (stageVersion(name) <= version) await blobs.delete(name);
      }
    },

    /**
     * Removes what a tile or a bundle was before it was full, where the full one is there (c2sp.org/tlog-tiles, Partial
     * Tiles).
     */
    removePartials: async (log: LogName, full: Tile): Promise<void> => {
      const place = tileBlob(log, full);
      const names: string[] = [];
      // One listing tells of both: no other tile's name begins like this.
      for await (const name of blobs.names(place)) names.push(name);
      if (names.includes(place))
        await Promise.all(names.filter((name) => name !== place).map((name) => blobs.delete(name)));
    },

    /** Puts tiles and bundles where readers find them. Throws `LogConflict`. */
    layOut: async (stage: Stage): Promise<void> => {
      await Promise.all(stage.blobs.map(({ name, bytes }) => putOnce(name, bytes)));
    },

    /** The checkpoint that was published at a size, without what witnesses signed later. */
    published: async (log: LogName, size: number): Promise<Uint8Array | undefined> =>
      (await blobs.get(checkpointAt(log, size)))?.bytes,

    /** The checkpoint of a size: the one that is kept, or else the one that is made now. */
    checkpoint: async (log: LogName, size: number, make: () => Promise<Uint8Array>): Promise<Uint8Array> => {
      const place = checkpointAt(log, size);
      const kept = await blobs.get(place);
      if (kept !== undefined) return kept.bytes;
      const made = await make();
      if ((await blobs.putIfAbsent(place, made)) === 'stored') return made;
      const other = await blobs.get(place);
      if (other === undefined) throw new LogConflict(`${place} has gone`);
      return other.bytes;
    },

    /** Makes what `next` makes of the newest checkpoint the newest, unless that is undefined. */
    publish: async (
      log: LogName,
      next: (newest: Uint8Array | undefined) => Uint8Array | undefined,
    ): Promise<void> => {
      const place = checkpointBlob(log);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const newest = await blobs.get(place);
        const checkpoint = next(newest?.bytes);
        if (checkpoint === undefined) return;
        const put =
          newest === undefined
            ? await blobs.putIfAbsent(place, checkpoint)
            : await blobs.putIfMatch(place, checkpoint, newest.version);
        if (put === 'stored') return;
      }
      throw new Error('the checkpoint is being replaced all the time');
    },
  };
};

export type LogFiles = ReturnType<typeof logFiles>;

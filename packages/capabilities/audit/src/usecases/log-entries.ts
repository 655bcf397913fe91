import { equalBytes } from '@temkin/crypto';
import { appendLeaves, fromBundle, leafHash, newBundles, rootOf, TILE_WIDTH, type Tree } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';
import { LogConflict } from '../store/log-files.ts';
import { eventIdOf } from './event-id-of.ts';
import { survivingLog, treeOf, type Survivors } from './surviving-log.ts';

/** What a log was known to be. */
export interface KnownSize {
  readonly size: number;
  /** Of the tree of that size. */
  readonly root: Uint8Array;
}

/** An entry as the log has it; without an id where it is no event. */
export interface LogEntry {
  readonly eventId?: string;
  /** Its place in the log: entry 0 opens it. */
  readonly index: number;
  readonly entry: Uint8Array;
  /** Whether a checkpoint speaks of it. One of which none does leaves the outbox when the log is adopted, not before. */
  readonly published: boolean;
}

const logEntry = (index: number, entry: Uint8Array, published: boolean): LogEntry => {
  const [eventId] = eventIdOf(entry);
  return { index, entry, published, ...(eventId !== undefined && { eventId }) };
};

/**
 * A log's entries from a known size on, of its blobs alone: those that were published, held against what was signed, then
 * those that lie there beyond. An event that is not among them waits in the outbox, or nowhere. Throws `LogConflict`, at
 * the end at the latest, where the log is not the one that was known, or where it was cut or changed.
 */
export const logEntries = (survivors: Survivors) => {
  const { files, sha256 } = survivors;

  async function* published(log: LogName, from: Tree, to: Tree): AsyncGenerator<Uint8Array> {
    let grown = from;
    for (const bundle of newBundles(from.size, to.size)) {
      const entries = fromBundle(await files.tile(log, bundle), bundle.width);
      if (entries === undefined) throw new LogConflict('a bundle of a log is none');
      const added = entries.slice(Math.max(0, from.size - bundle.index * TILE_WIDTH));
      const leaves = await Promise.all(added.map((entry) => leafHash(sha256, entry)));
      ({ tree: grown } = await appendLeaves(sha256, grown, leaves));
      yield* added;
    }
    if (!equalBytes(await rootOf(sha256, grown), await rootOf(sha256, to)))
      throw new LogConflict('the entries of a log are others than were signed');
  }

  return async function* (log: LogName, known?: KnownSize): AsyncGenerator<LogEntry> {
    const survivor = await survivingLog(survivors)(log);
    const size = known?.size ?? 0;
    if (size > (survivor?.tree.size ?? 0)) throw new LogConflict('a log is shorter than it was known to be');
    if (survivor === undefined) return;
    const from = await treeOf(survivors, log, { size, in: survivor.tree.size });
    if (known !== undefined && !equalBytes(await rootOf(sha256, from), known.root))
      throw new LogConflict('a log begins otherwise than it was known to');
    let index = size;
    for await (const entry of published(log, from, survivor.tree)) yield logEntry(index++, entry, true);
    yield* survivor.unpublished.map((entry, at) => logEntry(survivor.tree.size + at, entry, false));
  };
};

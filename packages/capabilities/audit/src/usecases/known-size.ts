import { equalBytes } from '@temkin/crypto';
import { rootOf } from '@temkin/tlog';
import type { LogHead } from '../domain/index.ts';
import { LogConflict } from '../store/log-files.ts';
import type { KnownSize } from './log-entries.ts';
import { survivingLog, treeOf, type Survivors } from './surviving-log.ts';

/**
 * The size up to which all events had left the outbox when a head was read. While a batch has a stage, its events may wait
 * still, be it published; those of a log that is being adopted may have waited since before its head was lost.
 */
const settledSize = ({ version, tree, stage, publishedSize }: LogHead): number => {
  if (stage === undefined) return tree.size;
  return version === 1 ? 0 : publishedSize;
};

/**
 * What of a log is published and settled, by its head and its blobs. Whoever reads the outbox after the head meets no
 * event of these entries, and whoever reads anything else finds done what they tell. The head may be an older one of the
 * log. Throws `LogConflict` where the blobs are of another log, or were cut.
 */
export const knownSize =
  (survivors: Survivors) =>
  async (head: LogHead): Promise<KnownSize> => {
    const { log, tree, publishedSize } = head;
    const { sha256 } = survivors;
    const survivor = await survivingLog(survivors)(log);
    if (survivor === undefined || survivor.tree.size < publishedSize)
      throw new LogConflict('a log is shorter than its head knows it');
    const published = survivor.tree.size;
    const rootAt = async (size: number): Promise<Uint8Array> =>
      rootOf(sha256, await treeOf(survivors, log, { size, in: published }));
    if (tree.size <= published && !equalBytes(await rootAt(tree.size), await rootOf(sha256, tree)))
      throw new LogConflict('a log has other entries than its head knows');
    const size = Math.min(published, settledSize(head));
    return { size, root: await rootAt(size) };
  };

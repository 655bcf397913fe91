import { equalBytes } from '@temkin/crypto';
import { rootOf, type Sha256 } from '@temkin/tlog';
import type { LogHead } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import type { LogHeadStore } from '../store/log-heads.ts';
import { checkpointOf, noteOf } from './published-note.ts';

/**
 * Throws `LogConflict` where more was published of a log than its head says, or something else of the same size: the head
 * was brought back from an earlier moment, and what it would grow to is a fork. Heads only grow, and what is published was
 * committed to before, so that one which is merely late is told from it by a second look at the head.
 */
export const refuseOlderHead =
  ({
    heads,
    files,
    sha256,
  }: {
    readonly heads: Pick<LogHeadStore, 'load'>;
    readonly files: Pick<LogFiles, 'newest'>;
    readonly sha256: Sha256;
  }) =>
  async (head: LogHead): Promise<void> => {
    const newest = await files.newest(head.log);
    if (newest === undefined) return;
    const { size, root } = checkpointOf(noteOf(newest));
    const tree = size > head.tree.size ? (await heads.load(head.log))?.tree : head.tree;
    if (tree === undefined || tree.size < size)
      throw new LogConflict(`${size} entries were published, and the head of the log is of fewer`);
    if (tree.size === size && !equalBytes(await rootOf(sha256, tree), root))
      throw new LogConflict(`the ${size} entries that were published are others than those of the head`);
  };

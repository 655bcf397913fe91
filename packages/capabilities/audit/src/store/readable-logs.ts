import { fromBundle, newBundles } from '@temkin/tlog';
import { tileBlob, type LogHead, type LogName, type Stage } from '../domain/index.ts';
import type { LogFiles } from './log-files.ts';
import type { LogHeadStore } from './log-heads.ts';

/**
 * A log as it can be read: its first `size` entries lie in their bundles, and their events have left the outbox. What is
 * committed to and may not be laid out yet is `staged`: these events leave the outbox now, or are about to.
 */
export interface ReadableLog {
  readonly log: LogName;
  readonly size: number;
  readonly publishedSize: number;
  readonly staged: readonly Uint8Array[];
  /** Ids of events that may wait still though they stand below: those of a log that is being adopted. */
  readonly leaving: readonly string[];
}

/** How often a log is looked at anew that is finished while it is looked at. */
const ATTEMPTS = 10;

/** Whether a log had no head before this one. Where it is adopted, its stage names events of entries before that as well. */
const isFirst = ({ version }: LogHead): boolean => version === 1;

/** How far a log was laid out before its stage. */
const sizeBefore = (head: LogHead, { eventIds }: Stage): number =>
  isFirst(head) ? head.publishedSize : head.tree.size - eventIds.length;

const stagedEntries = (head: LogHead, stage: Stage, size: number): readonly Uint8Array[] => {
  const entries = newBundles(size, head.tree.size).flatMap((tile) => {
    const name = tileBlob(head.log, tile);
    const blob = stage.blobs.find((staged) => staged.name === name);
    const bundle = blob && fromBundle(blob.bytes, tile.width);
    if (bundle === undefined) throw new Error('a stage lacks a bundle of its log');
    return bundle;
  });
  return entries.slice(entries.length - (head.tree.size - size));
};

/** Reads how far logs can be read. Of an event that has left the outbox before, the log tells. */
export const readableLogs = (dependencies: {
  readonly heads: Pick<LogHeadStore, 'load' | 'all'>;
  readonly files: Pick<LogFiles, 'stage'>;
}) => {
  const { heads, files } = dependencies;

  const readable = async (first: LogHead): Promise<ReadableLog> => {
    let head = first;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { log, publishedSize } = head;
      if (head.stage === undefined)
        return { log, size: head.tree.size, publishedSize, staged: [], leaving: [] };
      const stage = await files.stage(head.stage);
      if (stage !== undefined) {
        const size = sizeBefore(head, stage);
        const staged = stagedEntries(head, stage, size);
        return { log, size, publishedSize, staged, leaving: isFirst(head) ? stage.eventIds : [] };
      }
      head = (await heads.load(log)) ?? head;
    }
    throw new Error('what a log has committed to is missing');
  };

  return {
    one: async (log: LogName): Promise<ReadableLog | undefined> => {
      const head = await heads.load(log);
      return head && readable(head);
    },
    /** All logs of a tenant, by year. */
    all: async (tenant: string): Promise<readonly ReadableLog[]> =>
      Promise.all((await heads.all(tenant)).map(readable)),
  };
};

export type ReadableLogs = ReturnType<typeof readableLogs>;

import { TILE_WIDTH } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';
import type { LogFiles } from './log-files.ts';

/** Bundles that are kept: at the largest, half a gigabyte in theory; some six megabytes of events as they are. */
const KEPT_BUNDLES = 32;

/** An entry of a log, and which one it is. */
export interface LogEntry {
  readonly index: number;
  readonly entry: Uint8Array;
}

/** Reads entries of logs through the bundles read last: a bundle of one width never changes. */
export const logBundles = (files: Pick<LogFiles, 'bundle'>) => {
  const kept = new Map<string, Promise<readonly Uint8Array[]>>();

  const bundleOf = (log: LogName, bundle: number, width: number): Promise<readonly Uint8Array[]> => {
    const name = JSON.stringify([log.tenant, log.year, bundle, width]);
    const read = kept.get(name) ?? files.bundle(log, bundle, width);
    kept.delete(name);
    kept.set(name, read);
    const oldest = kept.keys().next();
    if (kept.size > KEPT_BUNDLES && oldest.done !== true) kept.delete(oldest.value);
    read.catch(() => kept.delete(name));
    return read;
  };

  return {
    /** The entries of the bundle that an entry stands in, of a log that has this size at least. */
    around: async (log: LogName, index: number, size: number): Promise<readonly LogEntry[]> => {
      const start = index - (index % TILE_WIDTH);
      const entries = await bundleOf(log, start / TILE_WIDTH, Math.min(TILE_WIDTH, size - start));
      return entries.map((entry, at) => ({ index: start + at, entry }));
    },
  };
};

export type LogBundles = ReturnType<typeof logBundles>;

import { toBase64 } from '@temkin/kernel';
import type { EventPosition } from '../domain/index.ts';
import type { LogFiles } from '../store/log-files.ts';
import { storedCheckpoint } from './stored-checkpoint.ts';

/** A log as an iteration found it when it began. */
export interface LogAsOf {
  readonly year: string;
  /** Of the newest checkpoint. */
  readonly size: number;
  /** Base64, of that checkpoint; absent where the log has lost it. */
  readonly root?: string;
  /** Entries from the log's beginning on that the index had. */
  readonly indexedThrough: number;
}

/** The logs of a tenant as they were when an iteration began, by year; of those that had a checkpoint. */
export const logsAsOf = async (
  files: Pick<LogFiles, 'published'>,
  tenant: string,
  { asOf, indexed }: EventPosition,
): Promise<readonly LogAsOf[]> => {
  const published = Object.entries(asOf).filter(([, size]) => size > 0);
  const logs = await Promise.all(
    published.map(async ([year, size]) => {
      const checkpoint = await files.published({ tenant, year }, size);
      const root = checkpoint && toBase64(storedCheckpoint(checkpoint).root);
      const indexedThrough = indexed[year]?.indexedThrough ?? 0;
      return { year, size, ...(root !== undefined && { root }), indexedThrough };
    }),
  );
  return logs.toSorted((a, b) => Number(a.year) - Number(b.year));
};

import { tilePath, type Tile } from '@temkin/tlog';
import type { LogName } from './log-head.ts';

/** Where a log's blobs lie: the directory that a tlog-tiles client reads, one for each company and year. */
const logPrefix = ({ tenant, year }: LogName): string => `${tenant}/${year}`;

/** Where a tile or a bundle lies. */
export const tileBlob = (log: LogName, tile: Tile): string => `${logPrefix(log)}/${tilePath(tile)}`;

/** The path below a log's prefix of a blob that is the log's; undefined for one that is another's. */
export const tilePathOf = (log: LogName, name: string): string | undefined => {
  const prefix = `${logPrefix(log)}/`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
};

/** Where the newest checkpoint lies: the only blob of a log that is ever replaced. */
export const checkpointBlob = (log: LogName): string => `${logPrefix(log)}/checkpoint`;

/** Where the checkpoint of a size lies, for good. */
export const checkpointAt = (log: LogName, size: number): string => `${logPrefix(log)}/checkpoints/${size}`;

/** Full tiles, full bundles and the checkpoints that are kept: paths of c2sp.org/tlog-tiles without a width. */
const FOR_GOOD = /^[^/]+\/\d{4,}\/(?:checkpoints\/\d+|tile\/(?:entries|\d+)\/(?:x\d{3}\/)*\d{3})$/;

/** Whether a blob of this name is what a log is made of for good, which nobody may ever remove. */
export const isForGood = (name: string): boolean => FOR_GOOD.test(name);

/** Stages of a log lie below this. */
export const stagePrefix = (log: LogName): string => `${logPrefix(log)}/staging/`;

/** Where it lies what a head of this version commits to. Each attempt has a place of its own, which its id names. */
export const stageBlob = (log: LogName, version: number, id: string): string =>
  `${stagePrefix(log)}${version}-${id}`;

/** The version whose head the stage was made for. */
export const stageVersion = (name: string): number =>
  Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10);

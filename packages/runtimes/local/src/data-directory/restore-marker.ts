import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, createWhole, exists } from '../files/whole-file.ts';
import { isBound } from './bind-key.ts';

/** Stands in a data directory from the first moment of a restore to its last, and names the backup. */
const markerFile = (directory: string): string => join(directory, 'restoring');

const restoreUnderWay = async (directory: string): Promise<string | undefined> => {
  const text = await readFile(markerFile(directory), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  return text?.trim();
};

/**
 * Throws where a restore was begun on a directory and has not ended: what it holds is neither whole nor yet rid of what
 * was destroyed after the backup.
 */
export const refuseHalfRestored = async (directory: string): Promise<void> => {
  const backup = await restoreUnderWay(directory);
  if (backup !== undefined)
    throw new Error(
      `${directory} holds part of backup ${backup}, whose restore was cut off or is still under way: ` +
        'run the same restore again, which completes it, or remove the directory. Nothing was changed.',
    );
};

/**
 * Marks a directory as one that is being restored from this backup. Throws where it holds data of its own, or part of
 * another backup.
 */
export const claimForRestore = async (
  directory: string,
  databaseFile: string,
  backup: string,
): Promise<void> => {
  const underWay = await restoreUnderWay(directory);
  if (underWay === backup) return;
  if (underWay !== undefined)
    throw new Error(`${directory} holds part of another backup, ${underWay}: name an empty directory.`);
  if ((await isBound(directory)) || (await exists(databaseFile)))
    throw new Error(`${directory} holds data already: name an empty directory. Nothing was changed.`);
  await createWhole(markerFile(directory), `${backup}\n`);
};

/** Takes the mark away: the directory is whole and may be served from. */
export const endRestore = async (directory: string): Promise<void> => {
  await rm(markerFile(directory), { force: true });
};

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, syncDirectory } from './whole-file.ts';

const makeOne = async (directory: string): Promise<void> => {
  await mkdir(directory, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await syncDirectory(dirname(directory));
};

/**
 * Makes directories at or below `root`, for their owner alone. Answered once the directory and all between it and the root
 * outlive a power failure, whoever made them; each is seen to once.
 */
export const durableDirectories = (root: string): ((directory: string) => Promise<void>) => {
  const ready = new Map<string, Promise<void>>();

  const make = async (directory: string): Promise<void> => {
    if (directory === root) await mkdir(dirname(root), { recursive: true, mode: 0o700 });
    else await ensure(dirname(directory));
    await makeOne(directory);
  };

  const ensure = (directory: string): Promise<void> => {
    const known = ready.get(directory);
    if (known !== undefined) return known;
    const made = make(directory);
    ready.set(directory, made);
    made.catch(() => ready.delete(directory));
    return made;
  };
  return ensure;
};

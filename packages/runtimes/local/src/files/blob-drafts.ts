import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';
import { checkBlobName, isBlobName } from '@temkin/storage';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { BLOB_SUFFIX } from './file-blobs.ts';
import { codeOf, draftedName, syncDirectory } from './whole-file.ts';

/** What a writer of blobs that was killed leaves behind: a part of a blob, or all of it, under no blob's name. */
export interface BlobDrafts {
  /** The blobs that were being written, in no order, each as often as it has drafts. */
  readonly names: () => Promise<readonly string[]>;
  /** Deletes all drafts of a blob. Nobody may be writing it. */
  readonly delete: (name: string) => Promise<void>;
}

const absentIsEmpty = (error: unknown): [] => {
  if (codeOf(error) === 'ENOENT') return [];
  throw new StoreUnavailable('the directory of the blobs cannot be read', { cause: error });
};

/** The drafts in a directory of `fileBlobs`. */
export const blobDrafts = (directory: string): BlobDrafts => {
  const root = resolve(directory);
  return {
    names: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(absentIsEmpty);
      return entries.flatMap((entry) => {
        const file = draftedName(entry.name);
        if (!entry.isFile() || file?.endsWith(BLOB_SUFFIX) !== true) return [];
        const path = relative(root, join(entry.parentPath, file)).split(sep).join('/');
        const name = path.slice(0, -BLOB_SUFFIX.length);
        return isBlobName(name) ? name : [];
      });
    },

    delete: async (name) => {
      const file = join(root, checkBlobName(name) + BLOB_SUFFIX);
      const beside = await readdir(dirname(file)).catch(absentIsEmpty);
      const drafts = beside.filter((one) => draftedName(one) === basename(file));
      if (drafts.length === 0) return;
      try {
        for (const draft of drafts) await rm(join(dirname(file), draft), { force: true });
        await syncDirectory(dirname(file));
      } catch (error) {
        throw new OutcomeUnknown('a draft may have been deleted', { cause: error });
      }
    },
  };
};

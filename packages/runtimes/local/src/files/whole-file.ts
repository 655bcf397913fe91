import { randomBytes } from 'node:crypto';
import { access, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The code of a system error (`ENOENT`, `EEXIST`); undefined for any other error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Whether there is anything at a path. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Makes a directory's names durable. Windows cannot open a directory and does not need to. */
export const syncDirectory = async (directory: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const DRAFT = /^(.+)\.[0-9a-f]{16}\.draft$/;

/** The name of the file that a draft was to become, by the draft's own; undefined for a file that is no draft. */
export const draftedName = (name: string): string | undefined => DRAFT.exec(name)?.[1];

/** Writes a durable draft beside the path, then lets `place` give it its name. */
const place = async (
  path: string,
  content: string | Uint8Array,
  name: (draft: string) => Promise<void>,
): Promise<void> => {
  const draft = `${path}.${randomBytes(8).toString('hex')}.draft`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await name(draft);
  } finally {
    await rm(draft, { force: true });
  }
  await syncDirectory(dirname(path));
};

/**
 * Creates a file that only its owner can read. It appears whole or not at all, whenever the process is killed, and never
 * replaces another: answers false where the name is taken. (A hard link gives the name: unlike a rename, it is exclusive.)
 */
export const createWhole = async (path: string, content: string | Uint8Array): Promise<boolean> => {
  let created = true;
  await place(path, content, async (draft) => {
    try {
      await link(draft, path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      created = false;
    }
  });
  return created;
};

/** Replaces a file: readers see the old content or the new one, whenever the process is killed. */
export const replaceWhole = (path: string, content: string | Uint8Array): Promise<void> =>
  place(path, content, (draft) => rename(draft, path));

import { randomUUID } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { codeOf, createWhole } from '../files/whole-file.ts';
import type { ProcessIdentity } from './process-identity.ts';

const identity = z.object({ pid: z.int().positive(), startedAt: z.string() });

/** The endpoint lets the owner of the directory, who alone can read this file, reach the store of a running server. */
const store = identity.extend({ endpoint: z.url().optional() });

const lock = z
  .object({ token: z.uuid(), server: identity.readonly(), store: store.readonly().optional() })
  .readonly();

/** Who may use a data directory. */
export type Lock = z.output<typeof lock>;

export type LockVerdict =
  | { readonly outcome: 'acquired'; readonly lock: Lock }
  | { readonly outcome: 'held'; readonly by: ProcessIdentity };

/** The lock's file in its directory. */
export const lockFile = (directory: string): string => join(directory, 'lock.json');

/** Where the one successor of a lock whose server has died puts its own. */
const successorFile = (directory: string, { token }: Lock): string =>
  join(directory, `lock-after-${token}.json`);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readLock = async (file: string): Promise<Lock | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { data } = lock.safeParse(parseJson(text));
  if (data === undefined)
    throw new Error(`${file} is damaged: make sure that no server runs on its directory, then remove it`);
  return data;
};

/** The lock that counts: the last of the line of successors that begins with the lock's file. */
export const lastLock = async (directory: string): Promise<Lock | undefined> => {
  let last: Lock | undefined;
  let next = await readLock(lockFile(directory));
  while (next !== undefined) {
    last = next;
    next = await readLock(successorFile(directory, next));
  }
  return last;
};

/**
 * Takes the lock of a directory where nobody holds it or its holder has died; of several that try at once, exactly one
 * gets it. A holder's record of its store is handed on to its successor.
 *
 * A dead holder's lock cannot just be removed: a slow contender would remove its successor's. So each contender claims
 * the succession of the very lock it saw dead, under a name that only one can have. A claim counts while that lock is
 * still the last of its line; once the claim has been renamed over the lock's file, the dead lock is in no line any more,
 * and whoever claims its succession later finds that out. A start that is killed in between leaves a claim that counts,
 * and that the next start succeeds in its turn.
 */
export const acquireLock = async (
  directory: string,
  self: ProcessIdentity,
  lives: (holder: ProcessIdentity) => Promise<boolean>,
): Promise<LockVerdict> => {
  for (;;) {
    const holder = await lastLock(directory);
    if (holder !== undefined && (await lives(holder.server))) return { outcome: 'held', by: holder.server };
    const mine: Lock = { token: randomUUID(), server: self, store: holder?.store };
    const claim = holder === undefined ? lockFile(directory) : successorFile(directory, holder);
    if (!(await createWhole(claim, JSON.stringify(mine)))) continue;
    if (holder === undefined) return { outcome: 'acquired', lock: mine };
    if ((await lastLock(directory))?.token === mine.token) {
      await rename(claim, lockFile(directory));
      return { outcome: 'acquired', lock: mine };
    }
    await rm(claim, { force: true });
  }
};

import { systemWait } from '@temkin/kernel';
import { replaceWhole } from '@temkin/local/witness';
import {
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  type Checkpoint,
  type VerifierKey,
} from '@temkin/tlog';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { sha256 } from './verifier-keys.ts';

const state = z.strictObject({ vkeys: z.array(z.string()).min(1), checkpoints: z.array(z.string()) });

/**
 * What an auditor keeps from one verification to the next: the keys that are trusted, and the newest checkpoint of every
 * log that was verified.
 */
export type AuditorState = Readonly<z.infer<typeof state>>;

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** What a file keeps; undefined where there is none. Throws where it is something else. */
export const readState = async (file: string): Promise<AuditorState | undefined> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    return state.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is no state of an auditor.`, { cause: error });
  }
};

/** The checkpoint of a note; undefined where it is none. Nothing is verified. */
export const noteCheckpoint = (note: string): Checkpoint | undefined =>
  parseCheckpoint(parseNote(note)?.text ?? '');

/** The note that a state has of the log of an origin. */
export const keptNote = (kept: AuditorState | undefined, origin: string | undefined): string | undefined =>
  kept?.checkpoints.find((note) => noteCheckpoint(note)?.origin === origin);

/** The keys that a state has of the log of an origin, as text. */
export const ownVkeys = (kept: AuditorState | undefined, origin: string): readonly string[] =>
  (kept?.vkeys ?? []).filter((vkey) => vkey.startsWith(`${origin}+`));

/** The keys that a state has. Throws where one is none. */
export const pinnedIn = async (
  kept: AuditorState | undefined,
  file = '',
): Promise<readonly VerifierKey[]> => {
  const parsed = await Promise.all((kept?.vkeys ?? []).map((vkey) => parseVerifierKey(sha256, vkey)));
  const keys = parsed.filter((key) => key !== undefined);
  if (keys.length < parsed.length) throw new Error(`${file} is no state of an auditor.`);
  return keys;
};

/** What there is to be kept of a log: the note of its newest checkpoint, and keys. */
export interface KeptLog {
  readonly origin: string;
  readonly note: string;
  readonly vkeys: readonly string[];
  /** Keys that are trusted no more, whatever log they are of. */
  readonly retired: readonly string[];
}

/** A state with this of one log in place of what it had of it. Other keys of other logs, and of witnesses, stay. */
export const withLog = (
  before: AuditorState | undefined,
  { origin, note, vkeys, retired }: KeptLog,
): AuditorState => ({
  vkeys: [
    ...new Set([
      ...(before?.vkeys ?? []).filter((vkey) => !vkey.startsWith(`${origin}+`) && !retired.includes(vkey)),
      ...vkeys,
    ]),
  ],
  checkpoints: [
    ...(before?.checkpoints ?? []).filter((kept) => noteCheckpoint(kept)?.origin !== origin),
    note,
  ],
});

/** How often a state is asked for that another process writes, and the pause in between, in milliseconds. */
const TRIES = 200;
const PAUSE = 10;

/** Takes the right to write a state, which is had for as long as it takes to read and write a file. */
const take = async (lock: string): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await writeFile(lock, '', { flag: 'wx' });
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
      if (tries === TRIES)
        throw new Error(`${lock} is in the way: where no other audit is writing the state, remove it.`, {
          cause: error,
        });
      await systemWait(PAUSE);
    }
  }
};

/**
 * Replaces what a file keeps by what `next` makes of it, whole or not at all, beside other processes that do the same;
 * nothing where that is undefined. Answers what the file kept until then.
 */
export const changeState = async (
  file: string,
  next: (now: AuditorState | undefined) => AuditorState | undefined,
): Promise<AuditorState | undefined> => {
  const lock = `${file}.lock`;
  await take(lock);
  try {
    const now = await readState(file);
    const changed = next(now);
    if (changed !== undefined) await replaceWhole(file, `${JSON.stringify(changed, undefined, 2)}\n`);
    return now;
  } finally {
    await rm(lock, { force: true });
  }
};

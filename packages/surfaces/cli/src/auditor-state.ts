import { parseCheckpoint, parseNote } from '@temkin/tlog';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const state = z.strictObject({ vkeys: z.array(z.string()).min(1), checkpoints: z.array(z.string()) });

/**
 * What an auditor keeps from one verification to the next: the keys that are trusted, and the newest checkpoint of every
 * log that was verified.
 */
export type AuditorState = Readonly<z.infer<typeof state>>;

/** What a file keeps; undefined where there is none. Throws where it is something else. */
export const readState = async (file: string): Promise<AuditorState | undefined> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return state.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is no state of an auditor.`, { cause: error });
  }
};

/** The origin of the log that a checkpoint is of; undefined where it is none. */
export const noteOrigin = (note: string): string | undefined =>
  parseCheckpoint(parseNote(note)?.text ?? '')?.origin;

/** The checkpoints of a state with this one in place of the one that its log had. */
export const withCheckpoint = (
  before: AuditorState | undefined,
  note: string,
): AuditorState['checkpoints'] => [
  ...(before?.checkpoints ?? []).filter((kept) => noteOrigin(kept) !== noteOrigin(note)),
  note,
];

/** Keeps a state in place of the one before, whole or not at all. */
export const writeState = async (file: string, next: AuditorState): Promise<void> => {
  const draft = `${file}.draft`;
  await writeFile(draft, `${JSON.stringify(next, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
};

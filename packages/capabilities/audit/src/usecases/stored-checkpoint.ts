import { parseCheckpoint, parseNote, type Checkpoint } from '@temkin/tlog';
import { LogConflict } from '../store/log-files.ts';

/** What a checkpoint says that a log has published. Throws `LogConflict` where it is none. */
export const storedCheckpoint = (bytes: Uint8Array): Checkpoint => {
  const note = parseNote(new TextDecoder().decode(bytes));
  const checkpoint = note && parseCheckpoint(note.text);
  if (checkpoint === undefined) throw new LogConflict('a published checkpoint is none');
  return checkpoint;
};

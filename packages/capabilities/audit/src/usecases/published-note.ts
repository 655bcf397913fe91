import { parseCheckpoint, parseNote, type Checkpoint, type SignedNote } from '@temkin/tlog';
import { LogConflict } from '../store/log-files.ts';

/** A checkpoint that was published, as the note that it is. Throws `LogConflict` where it is none. */
export const noteOf = (checkpoint: Uint8Array): SignedNote => {
  const note = parseNote(new TextDecoder().decode(checkpoint));
  if (note === undefined) throw new LogConflict('a published checkpoint is none');
  return note;
};

/** What the note of a checkpoint that was published says. Throws `LogConflict` where it says nothing. */
export const checkpointOf = ({ text }: SignedNote): Checkpoint => {
  const checkpoint = parseCheckpoint(text);
  if (checkpoint === undefined) throw new LogConflict('a published checkpoint is none');
  return checkpoint;
};

import { utf8 } from '@temkin/kernel';
import { formatNote, parseNote, withSignature, type SignedNote } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import type { AskWitnesses, Witnessing } from './ask-witnesses.ts';

/** The newest checkpoint with the cosignatures it has, and what each witness made of it, by the name of its key. */
export interface WitnessedCheckpoint {
  readonly checkpoint: string;
  readonly witnesses: ReadonlyMap<string, Witnessing>;
}

const noteOf = (checkpoint: Uint8Array): SignedNote | undefined =>
  parseNote(new TextDecoder().decode(checkpoint));

/**
 * Has the newest checkpoint of a log cosigned by every witness that has not yet, and publishes it with what they signed. A
 * checkpoint that has been replaced meanwhile stays as it is. Undefined for a log that has no checkpoint yet.
 */
export const witnessCheckpoint =
  ({ files, ask }: { readonly files: Pick<LogFiles, 'newest' | 'publish'>; readonly ask: AskWitnesses }) =>
  async (log: LogName): Promise<WitnessedCheckpoint | undefined> => {
    const newest = await files.newest(log);
    if (newest === undefined) return undefined;
    const note = noteOf(newest);
    if (note === undefined) throw new LogConflict('a published checkpoint is none');
    const { cosignatures, witnesses } = await ask(log, note);
    const joined = (to: SignedNote): string => formatNote(cosignatures.reduce(withSignature, to));
    if (cosignatures.length > 0) {
      await files.publish(log, (standing) => {
        const found = standing && noteOf(standing);
        return found?.text === note.text ? utf8(joined(found)) : undefined;
      });
    }
    return { checkpoint: joined(note), witnesses };
  };

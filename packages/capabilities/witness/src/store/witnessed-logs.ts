import { toHex, utf8 } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import {
  formatNote,
  parseCheckpoint,
  parseNote,
  type Checkpoint,
  type Sha256,
  type SignedNote,
} from '@temkin/tlog';

/** The latest checkpoint of a log that was cosigned. */
export interface Witnessed {
  readonly checkpoint: Checkpoint;
  /** With the signatures of log and witness, as monitors read it. */
  readonly note: string;
  /** What whoever replaces it must name. */
  readonly version: string;
}

/** The SHA-256 of the origin, in hexadecimal (c2sp.org/tlog-witness, Monitor Retrieval Mechanism). */
const HASH = /^[0-9a-f]{64}$/;

/**
 * What a witness remembers: of each log one blob, the cosigned checkpoint itself, so that what it has seen and what it
 * tells monitors can never be two things.
 */
export const witnessedLogs = (blobs: Blobs, sha256: Sha256) => {
  const hashOf = async (origin: string): Promise<string> => toHex(await sha256(utf8(origin)));

  /** By the hash of its origin. Throws where what is stored is no checkpoint: forgetting it would let a fork pass. */
  const byHash = async (hash: string): Promise<Witnessed | undefined> => {
    if (!HASH.test(hash)) return undefined;
    const blob = await blobs.get(`${hash}/checkpoint`);
    if (blob === undefined) return undefined;
    const note = new TextDecoder().decode(blob.bytes);
    const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '');
    if (checkpoint === undefined || (await hashOf(checkpoint.origin)) !== hash)
      throw new Error(`${hash}/checkpoint is damaged`);
    return { checkpoint, note, version: blob.version };
  };

  return {
    byHash,

    latest: async (origin: string): Promise<Witnessed | undefined> => byHash(await hashOf(origin)),

    /** Remembers a checkpoint in place of the one that was found; `lost` where that is not the latest any more. */
    replace: async (
      { origin }: Checkpoint,
      note: SignedNote,
      found: Witnessed | undefined,
    ): Promise<'replaced' | 'lost'> => {
      const name = `${await hashOf(origin)}/checkpoint`;
      const bytes = utf8(formatNote(note));
      const put =
        found === undefined
          ? await blobs.putIfAbsent(name, bytes)
          : await blobs.putIfMatch(name, bytes, found.version);
      return put === 'stored' ? 'replaced' : 'lost';
    },

    /** Keeps the first checkpoint by which a log gave itself away, with what it contradicts. */
    keepFork: async ({ origin }: Checkpoint, note: SignedNote, { note: seen }: Witnessed): Promise<void> => {
      await blobs.putIfAbsent(`${await hashOf(origin)}/fork`, utf8(`${seen}\n${formatNote(note)}`));
    },
  };
};

export type WitnessedLogs = ReturnType<typeof witnessedLogs>;

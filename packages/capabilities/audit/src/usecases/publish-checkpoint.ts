import { equalBytes } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import {
  formatCheckpoint,
  formatNote,
  rootOf,
  signNote,
  withSignature,
  type Sha256,
  type SignedNote,
} from '@temkin/tlog';
import type { LogHead, LogName } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import type { AskWitnesses } from './ask-witnesses.ts';
import type { LogSigners } from './log-signers.ts';
import { checkpointOf, noteOf } from './published-note.ts';

export interface PublishDependencies extends LogSigners {
  readonly files: Pick<LogFiles, 'checkpoint' | 'publish'>;
  readonly sha256: Sha256;
  /** Asks witnesses to cosign what is to be published, where the log has some. */
  readonly ask?: AskWitnesses;
}

/** The note with the signatures that it lacks: of the signer in use, and of the one that is to be next. */
const signed = async (
  note: SignedNote,
  log: LogName,
  { next, ...inUse }: LogSigners,
): Promise<SignedNote> => {
  let whole = note;
  for (const { logKey, signer } of [inUse, ...(next === undefined ? [] : [next])]) {
    const key = await logKey(log);
    if (!whole.signatures.some(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId)))
      whole = withSignature(whole, await signNote(note.text, key, signer));
  }
  return whole;
};

/** The newest checkpoint with one that is larger in its place, or with the signatures of the same that it lacks. */
const renewed = (newest: SignedNote | undefined, shown: SignedNote): SignedNote | undefined => {
  if (newest === undefined || checkpointOf(newest).size < checkpointOf(shown).size) return shown;
  if (newest.text !== shown.text) return undefined;
  const joined = shown.signatures.reduce(withSignature, newest);
  return joined.signatures.length > newest.signatures.length ? joined : undefined;
};

/**
 * Signs the head that was committed and publishes it: a copy that stays, and the newest one, with cosignatures, where it is
 * larger. Only what was committed is ever signed, and a head that has gone back commits to nothing (`refuseOlderHead`), so no
 * signature on a fork can exist; a size is signed once by a key, and whoever comes later takes what is kept. Witnesses are asked as long as they take to answer, which their ports limit.
 * Throws `LogConflict` where the checkpoint of this size says something else.
 */
export const publishCheckpoint =
  ({ files, sha256, ask, ...signers }: PublishDependencies) =>
  async ({ log, tree }: LogHead): Promise<void> => {
    const { name: origin } = await signers.logKey(log);
    const text = formatCheckpoint({ origin, size: tree.size, root: await rootOf(sha256, tree) });
    const checkpoint = await files.checkpoint(log, tree.size, async () =>
      utf8(formatNote(await signed({ text, signatures: [] }, log, signers))),
    );
    const kept = noteOf(checkpoint);
    if (kept.text !== text) throw new LogConflict(`the checkpoint of ${tree.size} entries is another`);
    const own = await signed(kept, log, signers);
    const { cosignatures } = (await ask?.(log, own)) ?? { cosignatures: [] };
    const shown = cosignatures.reduce(withSignature, own);
    await files.publish(log, (newest) => {
      const next = renewed(newest && noteOf(newest), shown);
      return next && utf8(formatNote(next));
    });
  };

import { isOwn } from '@temkin/audit/domain';
import { formatVerifierKey, parseNote, verifyNote, type VerifierKey } from '@temkin/tlog';
import { noteCheckpoint } from './auditor-state.ts';

/** Those of a log's own keys, of these, that have signed a checkpoint of it; none where one of them is forged. */
export const noteSigners = async (
  note: string,
  keys: readonly VerifierKey[],
): Promise<readonly VerifierKey[]> => {
  const origin = noteCheckpoint(note)?.origin ?? '';
  const parsed = parseNote(note);
  const verdict =
    parsed &&
    (await verifyNote(
      parsed,
      keys.filter((key) => isOwn(key, origin)),
    ));
  return verdict?.outcome === 'verified' ? verdict.signatures.map(({ key }) => key) : [];
};

/** Those of these keys that have not signed the newest checkpoint of their log, of the logs of which there is one here. */
export const formerKeys = async (
  notes: readonly string[],
  keys: readonly VerifierKey[],
): Promise<readonly VerifierKey[]> => {
  const former: VerifierKey[] = [];
  for (const note of notes) {
    const signers = new Set((await noteSigners(note, keys)).map(formatVerifierKey));
    const origin = noteCheckpoint(note)?.origin ?? '';
    former.push(...keys.filter((key) => isOwn(key, origin) && !signers.has(formatVerifierKey(key))));
  }
  return former;
};

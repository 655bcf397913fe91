import { verifyGrowth, type ReadLogFile, type RefusedLog, type VerifiedLog } from '@temkin/audit/domain';
import { utf8 } from '@temkin/kernel';
import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';
import {
  changeState,
  keptNote,
  noteCheckpoint,
  ownVkeys,
  pinnedIn,
  withLog,
  type AuditorState,
} from './auditor-state.ts';
import { noteSigners } from './note-signers.ts';
import { sha256 } from './verifier-keys.ts';

/** A log that holds, to be kept for the next time. */
export type Keepable = Pick<VerifiedLog, 'checkpoint' | 'note' | 'standing'>;

/** A file that keeps an auditor's state, and what a run had of it when it began. */
export interface KeptState {
  readonly file: string;
  readonly before: AuditorState | undefined;
  /** The keys that the run trusts. */
  readonly keys: readonly VerifierKey[];
  /** Those that it was told to trust no more. */
  readonly retired: readonly VerifierKey[];
}

const isLarger = (note: string, size: number): boolean => (noteCheckpoint(note)?.size ?? 0) > size;

/**
 * Keeps what was verified of a log for the next time, where a state has nothing newer of that log. Keys of it that came into
 * the state meanwhile stay. Answers why the log is refused, where it and the checkpoint that came into the state meanwhile do
 * not go together. Throws where the run has judged by keys that another has dropped since, or that are not those by which
 * that checkpoint stands, or where that one is larger and the log cannot be read so far.
 */
export const keepLog = async (
  { file, before, keys, retired }: KeptState,
  { checkpoint: { origin, size }, note, standing }: Keepable,
  read: ReadLogFile,
): Promise<RefusedLog | undefined> => {
  const gone = retired.map(formatVerifierKey);
  const begunWith = ownVkeys(before, origin).filter((vkey) => !gone.includes(vkey));
  const vkeys = standing.map(formatVerifierKey);
  const relied = new Set([...begunWith, ...(before?.vkeys ?? []).filter((vkey) => vkeys.includes(vkey))]);
  const compared = new Set([undefined, keptNote(before, origin)]);
  const outdated = (): Error =>
    new Error(
      `Another run has changed meanwhile which keys of ${origin} or the log before it ${file} keeps: run this again.`,
    );

  const next = (now: AuditorState | undefined): AuditorState | undefined => {
    if (![...relied].every((vkey) => now?.vkeys.includes(vkey))) throw outdated();
    const added = ownVkeys(now, origin).filter((vkey) => ![...begunWith, ...gone].includes(vkey));
    return compared.has(keptNote(now, origin))
      ? withLog(now, { origin, note, vkeys: [...vkeys, ...added], retired: gone })
      : undefined;
  };

  for (;;) {
    const found = await changeState(file, next);
    const other = keptNote(found, origin);
    if (other === undefined || compared.has(other)) return undefined;
    const pinned = await pinnedIn(found, file);
    const signers = await noteSigners(other, pinned);
    if (!signers.some((key) => vkeys.includes(formatVerifierKey(key)))) throw outdated();
    const trusted = [...keys, ...standing, ...pinned];
    const isAhead = isLarger(other, size);
    const [newest, older] = isAhead ? [other, note] : [note, other];
    const growth = await verifyGrowth(
      {
        sha256,
        read: async (path) => (path === 'checkpoint' ? utf8(newest) : read(path)),
        keys: trusted,
      },
      { name: `the checkpoint in ${file}`, note: older },
    );
    if (growth.outcome === 'refused') {
      if (isAhead && growth.fault === 'missing')
        throw new Error(`Another run has kept a larger checkpoint of ${origin} meanwhile: run this again.`);
      return growth;
    }
    if (isAhead) return undefined;
    compared.add(other);
  }
};

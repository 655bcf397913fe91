import { equalBytes } from '@temkin/crypto';
import { parseCheckpoint, parseNote, type Checkpoint } from '@temkin/tlog';
import type { LogFault } from './log-fault.ts';
import { readLineage, type ReadLogFile } from './log-statements.ts';
import { remembering } from './remembering.ts';
import { isOwn } from './signing-keys.ts';
import { verifyLog, type LogToVerify, type LogVerdict } from './verify-log.ts';

const originOf = (note: string): string | undefined => parseCheckpoint(parseNote(note)?.text ?? '')?.origin;

const refused = (fault: LogFault, at: string): LogVerdict => ({ outcome: 'refused', fault, at });

const isSame = (one: Checkpoint | undefined, other: Checkpoint): boolean =>
  one !== undefined &&
  one.origin === other.origin &&
  one.size === other.size &&
  equalBytes(one.root, other.root);

/**
 * Verifies a log after the one that it comes after: that what its first entry says of the other's end is what the other
 * was, and that the trust in the other's keys leads to its own. The keys may be of the log before alone. Witnesses are
 * demanded of the newer log: the other's newest checkpoint may be older than its witnesses.
 */
export const verifyChain = async (given: LogToVerify, readPrevious: ReadLogFile): Promise<LogVerdict> => {
  const log = { ...given, read: remembering(given.read) };
  const { sha256, keys, former, mustStand, seen, older = [], onEntries } = log;
  const claimed = (await readLineage(log))?.opening?.previous;
  if (claimed === undefined) return refused('other-past', 'entry 0');
  const isOfPast = ({ note }: { readonly note: string }): boolean => originOf(note) === claimed.origin;

  const past = await verifyLog({
    sha256,
    read: readPrevious,
    keys,
    ...(former !== undefined && { former }),
    ...(mustStand !== undefined && { mustStand }),
    ...(seen !== undefined && { seen }),
    ...(onEntries !== undefined && { onEntries }),
    older: older.filter(isOfPast),
    known: [{ name: 'the end that the next log names', checkpoint: claimed }],
  });
  if (past.outcome === 'refused') {
    const isStrange = past.fault === 'unsigned' && !keys.some((key) => isOwn(key, claimed.origin));
    return { ...past, at: `${claimed.origin}: ${past.at}`, ...(isStrange && { remedy: 'key-before' }) };
  }
  const verdict = await verifyLog({
    ...log,
    keys: past.outcome === 'verified' ? [...keys, ...past.keys] : [],
  });
  if (verdict.outcome === 'refused') return verdict;
  if (!isSame(verdict.previous, claimed)) return refused('other-past', 'entry 0');
  return verdict.outcome === 'verified' && past.outcome === 'verified' ? { ...verdict, past } : verdict;
};

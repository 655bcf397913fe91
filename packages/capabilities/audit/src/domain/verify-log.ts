import { formatVerifierKey, type Checkpoint, type VerifiedSignature, type VerifierKey } from '@temkin/tlog';
import { demandWitnesses } from './demand-witnesses.ts';
import { idleKey, type DemandedKeys } from './idle-key.ts';
import { followKeys, withoutFormer, type SignedStatement } from './key-statement.ts';
import { Refused, refusedBy, type RefusedLog } from './log-fault.ts';
import { readNewest, type LogToTrust } from './newest-checkpoint.ts';
import { demandPast, readOlder, type KnownBefore } from './older-checkpoints.ts';
import { replayLog, type LogToReplay } from './replay-log.ts';
import { remembering } from './remembering.ts';
import { isBy, readSigned, type Signed } from './signed-checkpoint.ts';
import { standingKeys } from './standing-keys.ts';

/** What the first entry is called in a verdict. */
const OPENING = 'entry 0';

/** A log that is what its key has signed for. */
export interface VerifiedLog {
  readonly outcome: 'verified';
  readonly checkpoint: Checkpoint;
  /** The signed note of it, to be kept for the next time. */
  readonly note: string;
  readonly signatures: readonly VerifiedSignature[];
  /** Those of the keys that were given that may sign it, and those that the log names by their word. */
  readonly keys: readonly VerifierKey[];
  /** The keys that are worth keeping for the next time: `standingKeys` of those and of the ones that were given. */
  readonly standing: readonly VerifierKey[];
  /**
   * Whether the log names the key that signed: its first entry does, or the word of a key that this one names. Absent
   * where the first entry names none, as in logs of others.
   */
  readonly isNamed?: boolean;
  /** What the log says it comes after. */
  readonly previous?: Checkpoint;
  /** That log, where it was verified too. */
  readonly past?: VerifiedLog;
}

/** `consistent`: all holds together, but no key was given by which to tell who signed it. */
export type LogVerdict =
  | VerifiedLog
  | { readonly outcome: 'consistent'; readonly checkpoint: Checkpoint; readonly previous?: Checkpoint }
  | RefusedLog;

export interface LogToVerify extends LogToReplay, LogToTrust, KnownBefore {
  /** The keys by which the log has to stand as it now is. */
  readonly mustStand?: DemandedKeys;
}

/** Whether a key has signed that the log names, in its first entry or by the word of a key named before. */
const isNamed = async (
  { checkpoint, signatures }: Signed,
  opening: SignedStatement,
  statements: readonly SignedStatement[],
): Promise<boolean> => {
  const named = new Set((await followKeys(statements, opening.keys)).map(formatVerifierKey));
  return signatures.some((by) => isBy(checkpoint.origin, by) && named.has(formatVerifierKey(by.key)));
};

/**
 * Verifies a whole log off line, as every tlog-tiles client can: signatures of its checkpoint, tiles against root, entries
 * against tiles, and that every older checkpoint is of a tree that the log begins with. A key that was given is followed to
 * others only by statements that it has signed, in the log that it has signed or in the first entry of the next. Reads
 * every entry once and keeps none; twice where a key has to be looked for. What is refused is the first fault found.
 */
export const verifyLog = async (given: LogToVerify): Promise<LogVerdict> => {
  const log = { ...given, read: remembering(given.read) };
  try {
    const { newest, note, opening, trusted } = await readNewest(log);
    const { origin } = newest.checkpoint;
    const opened = { origin, ...(opening !== undefined && { opening }) };
    const older = await readOlder(log, opened, [...trusted, ...(log.former ?? [])]);
    for (const { name, checkpoint } of older) {
      if (checkpoint.origin !== origin) throw new Refused('other-log', name);
      if (checkpoint.size > newest.checkpoint.size) throw new Refused('rolled-back', name);
    }
    const statements = withoutFormer(log, await replayLog(log, newest, older));
    const { checkpoint } = newest;
    if (opening !== undefined && opening.origin !== checkpoint.origin)
      throw new Refused('other-log', OPENING);
    demandPast(log, opened);
    demandWitnesses(newest.signatures, log);
    const past = opening?.previous && { previous: opening.previous };
    if (log.keys.length === 0) return { outcome: 'consistent', checkpoint, ...past };
    const keys = await followKeys(statements, trusted);
    // A key that is to sign next has signed beside the one in use, but was named further on than had to be read for this one.
    const signed = await readSigned('checkpoint', note, keys);
    const { signatures } = signed;
    const standing = await standingKeys(statements, [...log.keys, ...keys], signatures);
    const idle = idleKey(checkpoint.origin, standing, log.mustStand);
    if (idle !== undefined) throw new Refused('idle-key', idle);
    return {
      outcome: 'verified',
      checkpoint,
      note,
      signatures,
      keys,
      standing,
      ...(opening !== undefined && { isNamed: await isNamed(signed, opening, statements) }),
      ...past,
    };
  } catch (error) {
    return refusedBy(error);
  }
};

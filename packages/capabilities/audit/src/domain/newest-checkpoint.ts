import { verifyNote, type Checkpoint, type VerifierKey } from '@temkin/tlog';
import { demandWitnesses, type DemandedWitnesses } from './demand-witnesses.ts';
import { followKeys, isNextLog, withoutFormer, type SignedStatement } from './key-statement.ts';
import { Refused, refusedBy, type RefusedLog } from './log-fault.ts';
import { iterateStatements, ownStatements, readOpening, type LogToRead } from './log-statements.ts';
import { demand } from './replay-log.ts';
import { isBy, readCheckpoint, readSigned, type Signed } from './signed-checkpoint.ts';
import { isOwn, signingKeys, type TrustedKeys } from './signing-keys.ts';

/** A log whose newest checkpoint is to be judged. */
export interface LogToTrust extends LogToRead, TrustedKeys, DemandedWitnesses {
  /** Company and year, `ems/2026`, where the log was asked for by them: its origin has to end so. */
  readonly askedFor?: string;
}

/** The newest checkpoint of a log, and what it was judged by. */
export interface NewestCheckpoint {
  readonly newest: Signed;
  /** The signed note of it. */
  readonly note: string;
  /** What the first entry says of the log's keys. */
  readonly opening?: SignedStatement;
  /** Those of the keys that were given that may sign it, and those that were found to be named by their word. */
  readonly trusted: readonly VerifierKey[];
}

/** A byte order mark is part of what is signed, or not. */
const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused('malformed', 'checkpoint');
  }
};

/** The note of a log's newest checkpoint. Throws `Refused`. */
export const readNewestNote = async ({ read }: LogToRead): Promise<string> =>
  decode(await demand(read, 'checkpoint'));

/** Throws `Refused` where a log is another than the one that was asked for. */
export const demandAskedFor = (
  { checkpoint: { origin } }: Signed,
  { askedFor }: Pick<LogToTrust, 'askedFor'>,
): void => {
  if (askedFor !== undefined && !`/${origin}`.endsWith(`/${askedFor}`))
    throw new Refused('not-asked-for', 'checkpoint');
};

type UnverifiedCheckpoint = ReturnType<typeof readCheckpoint>;

/** Whether it is known who has signed a checkpoint: a key of its log, or somebody in the name of a trusted one. */
const isSettled = async (
  { note, checkpoint }: UnverifiedCheckpoint,
  keys: readonly VerifierKey[],
): Promise<boolean> => {
  const verdict = await verifyNote(note, keys);
  return (
    verdict.outcome === 'forged' ||
    (verdict.outcome === 'verified' && verdict.signatures.some((by) => isBy(checkpoint.origin, by)))
  );
};

/**
 * The keys that are trusted to sign a checkpoint: those that were given, and those that the log names by their word. Only
 * where these have not signed is the log searched for such names, as far as to the one that has.
 */
const trustedKeys = async (
  log: LogToTrust,
  newest: UnverifiedCheckpoint,
  opening: SignedStatement | undefined,
): Promise<readonly VerifierKey[]> => {
  const { checkpoint } = newest;
  const given = signingKeys(log, checkpoint.origin);
  if (given.length === 0) return [];
  let keys = await followKeys(
    withoutFormer(log, ownStatements(checkpoint, opening === undefined ? [] : [opening])),
    given,
  );
  if (await isSettled(newest, keys)) return keys;
  for await (const statements of iterateStatements(log, checkpoint.size)) {
    keys = await followKeys(withoutFormer(log, ownStatements(checkpoint, statements)), keys);
    if (await isSettled(newest, keys)) return keys;
  }
  return keys;
};

/** Reads a log's newest checkpoint and who has signed it. Throws `Refused`. */
export const readNewest = async (log: LogToTrust): Promise<NewestCheckpoint> => {
  const note = await readNewestNote(log);
  const unverified = readCheckpoint('checkpoint', note);
  const { origin, size } = unverified.checkpoint;
  const opening = await readOpening(log, size);
  if (opening?.previous !== undefined && !isNextLog(opening.origin, opening.previous.origin))
    throw new Refused('not-year-before', 'entry 0');
  const trusted = await trustedKeys(log, unverified, opening);
  if (log.keys.length > 0 && !(await isSettled(unverified, trusted))) {
    const isNext = opening?.previous !== undefined && !log.keys.some((key) => isOwn(key, origin));
    throw new Refused('unsigned', 'checkpoint', isNext ? 'log-before' : undefined);
  }
  const newest = await readSigned('checkpoint', note, trusted);
  demandAskedFor(newest, log);
  return { newest, note, trusted, ...(opening !== undefined && { opening }) };
};

/** `accepted`: its own signature and those of witnesses hold, or no key was given by which to tell. */
export type CheckpointVerdict =
  { readonly outcome: 'accepted'; readonly checkpoint: Checkpoint; readonly note: string } | RefusedLog;

/** Verifies the newest checkpoint of a log alone, so that its size can be believed before all of the log is read. */
export const verifyCheckpoint = async (log: LogToTrust): Promise<CheckpointVerdict> => {
  try {
    const { newest, note } = await readNewest(log);
    demandWitnesses(newest.signatures, log);
    return { outcome: 'accepted', checkpoint: newest.checkpoint, note };
  } catch (error) {
    return refusedBy(error);
  }
};

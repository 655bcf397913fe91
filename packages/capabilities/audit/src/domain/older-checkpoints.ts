import { equalBytes } from '@temkin/crypto';
import type { Checkpoint, VerifierKey } from '@temkin/tlog';
import { isLaterLog, type SignedStatement } from './key-statement.ts';
import { Refused } from './log-fault.ts';
import { readCheckpoint, readSigned, type NamedCheckpoint } from './signed-checkpoint.ts';
import type { TrustedKeys } from './signing-keys.ts';

/** A checkpoint from earlier, and what it is to be called in a verdict. */
export interface OlderCheckpoint {
  readonly name: string;
  readonly note: string;
}

/** What is known from earlier. */
export interface KnownBefore {
  /** Checkpoints of the log or the one before it, signed by keys that are trusted. */
  readonly older?: readonly OlderCheckpoint[];
  /** Checkpoints that were verified when they were kept, of whatever logs: their keys may be trusted no more. */
  readonly seen?: readonly OlderCheckpoint[];
  /** What else the log is known to have been, by a word that is trusted without a signature here. */
  readonly known?: readonly NamedCheckpoint[];
}

/** A log, and what its first entry says of it. */
interface OpenedLog {
  readonly origin: string;
  readonly opening?: SignedStatement;
}

/** Holds what is known of the log before, from elsewhere, against what this one says of its end. */
const comparePast = (
  { name, checkpoint }: NamedCheckpoint,
  { previous }: { readonly previous?: Checkpoint },
): void => {
  if (previous?.origin !== checkpoint.origin) throw new Refused('other-log', name);
  // Of two sizes only the log before can tell.
  if (previous.size === checkpoint.size && !equalBytes(previous.root, checkpoint.root))
    throw new Refused('other-past', name);
};

/** What is known of a log from earlier, to be compared with its entries. Throws `Refused` where its first entry says otherwise. */
export const readOlder = async (
  { older = [], seen = [], known = [] }: KnownBefore,
  { origin, opening }: OpenedLog,
  keys: readonly VerifierKey[],
): Promise<readonly NamedCheckpoint[]> => {
  const own: NamedCheckpoint[] = [];
  for (const { name, note } of older) {
    const given = await readSigned(name, note, keys);
    if (given.checkpoint.origin === origin) own.push(given);
    else comparePast(given, opening ?? {});
  }
  for (const { name, note } of seen) {
    const { checkpoint } = readCheckpoint(name, note);
    if (checkpoint.origin === origin) own.push({ name, checkpoint });
    else if (checkpoint.origin === opening?.previous?.origin) comparePast({ name, checkpoint }, opening);
  }
  return [...own, ...known];
};

/** Throws `Refused` where a log says that it comes after none, though a log of the same company of an earlier year is known. */
export const demandPast = (
  { keys, former = [], seen = [] }: TrustedKeys & KnownBefore,
  { origin, opening }: OpenedLog,
): void => {
  if (opening?.previous !== undefined) return;
  const origins = [
    ...[...keys, ...former].filter(({ type }) => type === 'ed25519').map(({ name }) => name),
    ...seen.map(({ name, note }) => readCheckpoint(name, note).checkpoint.origin),
  ];
  if (origins.some((known) => isLaterLog(origin, known))) throw new Refused('not-year-before', 'entry 0');
};

import type { LogToVerify, OlderCheckpoint, ReadLogFile, RefusedLog } from '@temkin/audit/domain';
import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';
import { noteCheckpoint, pinnedIn, readState } from './auditor-state.ts';
import { textOption, UsageError, type Command, type Values } from './command.ts';
import { keepLog, type Keepable } from './keep-log.ts';
import { formerKeys } from './note-signers.ts';
import { readKeys } from './verifier-keys.ts';

/** Options by which an auditor says whom to trust. */
export const TRUST_OPTIONS = {
  vkey: { type: 'string', multiple: true },
  'former-vkey': { type: 'string', multiple: true },
  witness: { type: 'string', multiple: true },
  witnesses: { type: 'string' },
  state: { type: 'string' },
} as const satisfies Command['options'];

/** Whom an auditor trusts, and what was seen before. */
export interface Trust {
  readonly keys: readonly VerifierKey[];
  /**
   * Who must have cosigned; which of the keys sign no more, those in the state that have not signed the checkpoint that it
   * has of their log among them; which must stand, all that the command line gives and one of those in the state; and the
   * checkpoints in the state, of whatever logs.
   */
  readonly demanded: Pick<LogToVerify, 'former' | 'mustStand' | 'quorum' | 'seen' | 'witnesses'>;
  /** Those of the keys that the state has. */
  readonly pinned: readonly VerifierKey[];
  /** The checkpoint that was kept of the log of an origin. */
  readonly kept: (origin: string | undefined) => OlderCheckpoint | undefined;
  /** Keeps what was verified of a log for the next time, where a file for it was named: `keepLog`. */
  readonly keep: (log: Keepable, read: ReadLogFile) => Promise<RefusedLog | undefined>;
}

const isWitness = ({ type }: VerifierKey): boolean => type === 'cosignature/v1';

const without = (keys: readonly VerifierKey[], others: readonly VerifierKey[]): readonly VerifierKey[] => {
  const left = new Set(others.map(formatVerifierKey));
  return keys.filter((key) => !left.has(formatVerifierKey(key)));
};

/** Which witnesses are demanded: all that are named, or as many of them as is said, or of those in the state. */
const witnessesOf = (
  values: Values,
  named: readonly VerifierKey[],
  pinned: readonly VerifierKey[],
): Pick<LogToVerify, 'quorum' | 'witnesses'> => {
  const text = textOption(values, 'witnesses');
  if (text === undefined) return { witnesses: named };
  const witnesses = named.length > 0 ? named : pinned.filter(isWitness);
  const quorum = Number(text);
  const limit = new Set(witnesses.map(formatVerifierKey)).size;
  if (!Number.isSafeInteger(quorum) || quorum < 0 || quorum > limit)
    throw new UsageError(
      `--witnesses is no number up to ${limit}, of the witnesses that are named or, where none is, in the state`,
    );
  return { witnesses, quorum };
};

/** Reads what the options say of trust, and what the state is now. */
export const readTrust = async (values: Values): Promise<Trust> => {
  const file = textOption(values, 'state');
  const before = file === undefined ? undefined : await readState(file);
  const notes = before?.checkpoints ?? [];
  const witnesses = await readKeys(values, 'witness');
  if (!witnesses.every(isWitness)) throw new UsageError('--witness is no key of a witness');
  const given = await readKeys(values, 'vkey');
  const retired = await readKeys(values, 'former-vkey');
  if (without(given, retired).length < given.length)
    throw new UsageError('a key is given both by --vkey and by --former-vkey');
  const pinned = without(await pinnedIn(before, file), retired);
  const former = await formerKeys(notes, pinned);
  const keys = [...pinned, ...given, ...witnesses];
  const seen = notes.map((note) => ({ name: `the checkpoint in ${file}`, note }));
  return {
    keys,
    pinned,
    demanded: {
      ...witnessesOf(values, witnesses, pinned),
      former: [...without(former, given), ...retired],
      mustStand: { all: given, some: without(pinned, former) },
      seen,
    },
    kept: (origin) => seen.find(({ note }) => noteCheckpoint(note)?.origin === origin),
    keep: async (log, read) =>
      file === undefined ? undefined : keepLog({ file, before, keys, retired }, log, read),
  };
};

import {
  verifyGrowth,
  type LogToVerify,
  type ReadLogFile,
  type RefusedLog,
  type VerifiedLog,
} from '@temkin/audit/domain';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '@temkin/tlog';
import {
  changeState,
  keptNote,
  noteCheckpoint,
  readState,
  withLog,
  type AuditorState,
} from './auditor-state.ts';
import { textOption, UsageError, type Command, type Values } from './command.ts';
import { readKeys, sha256 } from './verifier-keys.ts';

/** Options by which an auditor says whom to trust. */
export const TRUST_OPTIONS = {
  vkey: { type: 'string', multiple: true },
  witness: { type: 'string', multiple: true },
  witnesses: { type: 'string' },
  state: { type: 'string' },
} as const satisfies Command['options'];

/** A log that holds, to be kept for the next time. */
export type Keepable = Pick<VerifiedLog, 'checkpoint' | 'note' | 'standing'>;

type Kept = NonNullable<LogToVerify['older']>;

/** Whom an auditor trusts, and what was seen before. */
export interface Trust {
  readonly keys: readonly VerifierKey[];
  /** Who must have cosigned. */
  readonly demanded: Pick<LogToVerify, 'quorum' | 'witnesses'>;
  /** Those of the keys that the state has. */
  readonly pinned: readonly VerifierKey[];
  /** Checkpoints that were kept of logs of these origins. */
  readonly kept: (origins: ReadonlySet<string | undefined>) => Kept;
  /**
   * Keeps what was verified of a log for the next time, where a file for it was named and has nothing newer of that log.
   * Answers why the log is refused, where it and what the file came to hold of it meanwhile do not go together.
   */
  readonly keep: (log: Keepable, read: ReadLogFile) => Promise<RefusedLog | undefined>;
}

const isWitness = ({ type }: VerifierKey): boolean => type === 'cosignature/v1';

/** Which witnesses are demanded: all that are named, or as many of them as is said, or of those in the state. */
const demandedOf = (
  values: Values,
  named: readonly VerifierKey[],
  pinned: readonly VerifierKey[],
): Trust['demanded'] => {
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

const pinnedIn = async (state: AuditorState | undefined, file = ''): Promise<readonly VerifierKey[]> => {
  const parsed = await Promise.all((state?.vkeys ?? []).map((vkey) => parseVerifierKey(sha256, vkey)));
  const keys = parsed.filter((key) => key !== undefined);
  if (keys.length < parsed.length) throw new Error(`${file} is no state of an auditor.`);
  return keys;
};

const isLarger = (note: string, size: number): boolean => (noteCheckpoint(note)?.size ?? 0) > size;

/** Reads what the options say of trust, and what the state is now. */
export const readTrust = async (values: Values): Promise<Trust> => {
  const file = textOption(values, 'state');
  const state = file === undefined ? undefined : await readState(file);
  const pinned = await pinnedIn(state, file);
  const witnesses = await readKeys(values, 'witness');
  if (!witnesses.every(isWitness)) throw new UsageError('--witness is no key of a witness');
  const keys = [...pinned, ...(await readKeys(values, 'vkey')), ...witnesses];
  const named = (note: string): Kept[number] => ({ name: `the checkpoint in ${file}`, note });
  return {
    keys,
    pinned,
    demanded: demandedOf(values, witnesses, pinned),
    kept: (origins) =>
      (state?.checkpoints ?? []).filter((note) => origins.has(noteCheckpoint(note)?.origin)).map(named),
    keep: async ({ checkpoint: { origin, size }, note, standing }, read) => {
      if (file === undefined) return undefined;
      const log = { origin, note, vkeys: standing.map(formatVerifierKey) };
      const compared = new Set([undefined, keptNote(state, origin)]);
      for (;;) {
        const found = await changeState(file, (now) =>
          compared.has(keptNote(now, origin)) ? withLog(now, log) : undefined,
        );
        const other = keptNote(found, origin);
        if (other === undefined || compared.has(other) || isLarger(other, size)) return undefined;
        const trusted = [...keys, ...standing, ...(await pinnedIn(found, file))];
        const growth = await verifyGrowth({ sha256, read, keys: trusted }, named(other));
        if (growth.outcome === 'refused') return growth;
        compared.add(other);
      }
    },
  };
};

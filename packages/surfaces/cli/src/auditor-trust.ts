import type { LogToVerify, LogVerdict } from '@temkin/audit/domain';
import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';
import { noteOrigin, readState, withCheckpoint, writeState } from './auditor-state.ts';
import { textOption, UsageError, type Command, type Values } from './command.ts';
import { readKey, readKeys } from './verifier-keys.ts';

/** Options by which an auditor says whom to trust. */
export const TRUST_OPTIONS = {
  vkey: { type: 'string', multiple: true },
  witness: { type: 'string', multiple: true },
  witnesses: { type: 'string' },
  state: { type: 'string' },
} as const satisfies Command['options'];

/** Whom an auditor trusts, and what was seen before. */
export interface Trust extends Required<Pick<LogToVerify, 'keys' | 'quorum'>> {
  /** Checkpoints that were kept of logs of these origins. */
  readonly kept: (origins: ReadonlySet<string | undefined>) => NonNullable<LogToVerify['older']>;
  /** Keeps what was verified for the next time, where a file for it was named. */
  readonly keep: (verdict: LogVerdict) => Promise<void>;
}

const isWitness = ({ type }: VerifierKey): boolean => type === 'cosignature/v1';

/** How many witnesses are demanded: as many as are named, unless it is said how many of all that are known. */
const quorumOf = (values: Values, known: readonly VerifierKey[], named: number): number => {
  const text = textOption(values, 'witnesses');
  const quorum = text === undefined ? named : Number(text);
  const limit = known.filter(isWitness).length;
  if (!Number.isSafeInteger(quorum) || quorum < 0 || quorum > limit)
    throw new UsageError(`--witnesses is no number up to ${limit}, of the witnesses whose keys are given`);
  return quorum;
};

/** Reads what the options say of trust. */
export const readTrust = async (values: Values): Promise<Trust> => {
  const stateFile = textOption(values, 'state');
  const state = stateFile === undefined ? undefined : await readState(stateFile);
  const pinned = await Promise.all((state?.vkeys ?? []).map((vkey) => readKey(vkey, 'vkey')));
  const witnesses = await readKeys(values, 'witness');
  if (!witnesses.every(isWitness)) throw new UsageError('--witness is no key of a witness');
  const keys = [...pinned, ...(await readKeys(values, 'vkey')), ...witnesses];
  return {
    keys,
    quorum: quorumOf(values, keys, witnesses.length),
    kept: (origins) =>
      (state?.checkpoints ?? [])
        .filter((note) => origins.has(noteOrigin(note)))
        .map((note) => ({ name: `the checkpoint in ${stateFile}`, note })),
    keep: async (verdict) => {
      if (stateFile === undefined || verdict.outcome !== 'verified') return;
      const vkeys = [...new Set(verdict.keys.map(formatVerifierKey))];
      await writeState(stateFile, { vkeys, checkpoints: withCheckpoint(state, verdict.note) });
    },
  };
};

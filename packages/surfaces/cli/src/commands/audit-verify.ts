import { readLineage, verifyChain, verifyLog, type LogToVerify } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey, type VerifierKey } from '@temkin/tlog';
import { readFile } from 'node:fs/promises';
import { noteOrigin, readState, withCheckpoint, writeState } from '../auditor-state.ts';
import { neededOption, textOption, textsOption, UsageError, type Command, type Values } from '../command.ts';
import { openLog } from '../open-log.ts';
import { AUDIT_VERIFY_USAGE } from '../usage.ts';
import { verdictReport } from '../verdict-report.ts';
import { readKey, readKeys, sha256 } from '../verifier-keys.ts';

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

/** `temkin audit verify` */
export const auditVerify: Command = {
  usage: AUDIT_VERIFY_USAGE,
  operand: 'log',
  options: {
    vkey: { type: 'string', multiple: true },
    witness: { type: 'string', multiple: true },
    witnesses: { type: 'string' },
    previous: { type: 'string' },
    checkpoint: { type: 'string', multiple: true },
    state: { type: 'string' },
  },
  run: async (values, { environment, progress }) => {
    await cryptoReady;
    const read = openLog(neededOption(values, 'log'), environment.TEMKIN_TOKEN);
    const previous = textOption(values, 'previous');
    const stateFile = textOption(values, 'state');
    const state = stateFile === undefined ? undefined : await readState(stateFile);
    const pinned = await Promise.all((state?.vkeys ?? []).map((vkey) => readKey(vkey, 'vkey')));
    const witnesses = await readKeys(values, 'witness');
    if (!witnesses.every(isWitness)) throw new UsageError('--witness is no key of a witness');
    const keys = [...pinned, ...(await readKeys(values, 'vkey')), ...witnesses];
    const quorum = quorumOf(values, keys, witnesses.length);
    const given = await Promise.all(
      textsOption(values, 'checkpoint').map(async (name) => ({ name, note: await readFile(name, 'utf8') })),
    );
    const lineage = await readLineage({ sha256, read });
    const origins = new Set([lineage?.origin, lineage?.opening?.previous?.origin]);
    const kept = (state?.checkpoints ?? [])
      .filter((note) => origins.has(noteOrigin(note)))
      .map((note) => ({ name: `the checkpoint in ${stateFile}`, note }));

    progress.begin('reading the log');
    const log: LogToVerify = {
      sha256,
      read,
      keys,
      older: [...kept, ...given],
      quorum,
      onEntries: (items) => {
        progress.advance({ items });
      },
    };
    const verdict =
      previous === undefined
        ? await verifyLog(log)
        : await verifyChain(log, openLog(previous, environment.TEMKIN_TOKEN));
    progress.end();

    if (stateFile !== undefined && verdict.outcome === 'verified') {
      const vkeys = [...new Set(verdict.keys.map(formatVerifierKey))];
      await writeState(stateFile, { vkeys, checkpoints: withCheckpoint(state, verdict.note) });
    }
    return verdictReport(verdict, { keys, isChained: previous !== undefined });
  },
};

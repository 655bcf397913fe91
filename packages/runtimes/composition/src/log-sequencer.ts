import {
  adoptLogs,
  askWitnesses,
  logFiles,
  logHeads,
  logKeys,
  nextKey,
  openingEntry,
  restingWitness,
  sequenceLogs,
  waitingEvents,
  witnessLogs,
  type AskDependencies,
  type LogSigner,
  type LogSigners,
  type Sequenced,
} from '@temkin/audit';
import type { Witness } from '@temkin/audit/domain';
import type { Signer } from '@temkin/crypto';
import { eventIds, type Clock, type RandomBytes } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { logLine } from './log-line.ts';
import { sha256 } from './sha256.ts';

/** What logs are made of and by. */
export interface LogSurroundings {
  readonly table: Table;
  readonly blobs: Blobs;
  /** Ed25519; signs the checkpoints of all logs. */
  readonly signer: Signer;
  /** While keys change: Ed25519, named by every log and signing beside the other until it takes its place. */
  readonly nextSigner?: Signer;
  /** Who cosigns the checkpoints of all logs, and who is told what came of asking them. */
  readonly witnesses?: readonly Witness[];
  readonly onWitnessing?: AskDependencies['onWitnessing'];
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Host and path below which logs are served: `api.example/v1/audit/log`. Origins begin with it, so it must not change. */
  readonly prefix: string;
}

/** Who makes the logs of a tenant grow. */
export interface LogSequencer {
  /** Brings a batch of events into its logs, once those are adopted that lost their heads. */
  readonly sequence: (tenant: string) => Promise<Sequenced>;
  /** Has the newest checkpoints cosigned by the witnesses who have not yet; what kept them from it. */
  readonly witness: (tenant: string) => Promise<readonly unknown[]>;
}

/** The sequencer of this process. */
export const logSequencer = ({
  table,
  blobs,
  signer,
  nextSigner,
  witnesses,
  onWitnessing,
  clock,
  random,
  prefix,
}: LogSurroundings): LogSequencer => {
  const [files, heads] = [logFiles(blobs), logHeads(table)];
  const signing = (by: Signer): LogSigner => ({
    signer: by,
    logKey: logKeys({ signer: by, sha256, prefix }),
  });
  const signers: LogSigners = {
    ...signing(signer),
    ...(nextSigner !== undefined && { next: signing(nextSigner) }),
  };
  const naming = { ...signers, heads, files, sha256, clock, random };
  const next = nextKey(naming);
  const ask =
    witnesses &&
    askWitnesses({
      files,
      heads,
      witnesses: witnesses.map((witness) => restingWitness(witness, clock)),
      sha256,
      clock,
      ...(onWitnessing !== undefined && { onWitnessing }),
    });
  const dependencies = {
    ...signers,
    heads,
    waiting: waitingEvents(table),
    files,
    sha256,
    newStageId: eventIds(clock, random),
    openingEntry: openingEntry(naming),
    clock,
    onUnswept: (error: unknown) => {
      logLine({
        level: 'warn',
        finding: 'partials-unswept',
        errors: [error instanceof Error ? error.name : 'unknown'],
      });
    },
    ...(next !== undefined && { nextKey: next }),
    ...(ask !== undefined && { ask }),
  };
  const [adopt, sequence] = [adoptLogs(dependencies), sequenceLogs(dependencies)];
  return {
    sequence: async (tenant) => {
      const unadopted = await adopt(tenant);
      const done = await sequence(tenant);
      return { ...done, unpublished: [...unadopted, ...done.unpublished] };
    },
    witness: ask === undefined ? async () => [] : witnessLogs({ heads, files, ask }),
  };
};

import {
  logFiles,
  logHeads,
  logKeys,
  nextKey,
  openingEntry,
  sequenceLogs,
  waitingEvents,
  type LogSigner,
  type LogSigners,
  type Sequenced,
} from '@temkin/audit';
import type { Signer } from '@temkin/crypto';
import { eventIds, type Clock, type RandomBytes } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { createHash } from 'node:crypto';

/** What logs are made of and by. */
export interface LogSurroundings {
  readonly table: Table;
  readonly blobs: Blobs;
  /** Ed25519; signs the checkpoints of all logs. */
  readonly signer: Signer;
  /** While keys change: Ed25519, named by every log and signing beside the other until it takes its place. */
  readonly nextSigner?: Signer;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Host and path below which logs are served: `api.example/v1/audit/log`. Origins begin with it, so it must not change. */
  readonly prefix: string;
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The sequencer of this process: a batch of a tenant's events into its logs. */
export const logSequencer = ({
  table,
  blobs,
  signer,
  nextSigner,
  clock,
  random,
  prefix,
}: LogSurroundings): ((tenant: string) => Promise<Sequenced>) => {
  const files = logFiles(blobs);
  const signing = (by: Signer): LogSigner => ({
    signer: by,
    logKey: logKeys({ signer: by, sha256, prefix }),
  });
  const signers: LogSigners = {
    ...signing(signer),
    ...(nextSigner !== undefined && { next: signing(nextSigner) }),
  };
  const naming = { ...signers, files, clock, random };
  const next = nextKey(naming);
  return sequenceLogs({
    ...signers,
    heads: logHeads(table),
    waiting: waitingEvents(table),
    files,
    sha256,
    newStageId: eventIds(clock, random),
    openingEntry: openingEntry(naming),
    ...(next !== undefined && { nextKey: next }),
  });
};

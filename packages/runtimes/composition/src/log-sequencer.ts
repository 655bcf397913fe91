import {
  logFiles,
  logHeads,
  logKeys,
  openingEntry,
  sequenceLogs,
  waitingEvents,
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
  clock,
  random,
  prefix,
}: LogSurroundings): ((tenant: string) => Promise<Sequenced>) => {
  const newEventId = eventIds(clock, random);
  const logKey = logKeys({ signer, sha256, prefix });
  return sequenceLogs({
    heads: logHeads(table),
    waiting: waitingEvents(table),
    files: logFiles(blobs),
    signer,
    sha256,
    logKey,
    newStageId: newEventId,
    openingEntry: openingEntry({ clock, newEventId, logKey }),
  });
};

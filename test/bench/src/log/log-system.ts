import { logHeads, waitingEvents, type WaitingEvent } from '@temkin/audit';
import { createWriter, outboxPut, recorder, type Recorder } from '@temkin/audit-event';
import {
  createTables,
  dynamoClient,
  dynamoTable,
  EMULATOR_CREDENTIALS,
  EMULATOR_REGION,
} from '@temkin/dynamodb';
import { eventIds, systemClock, systemRandom } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileBlobs } from '../../../../packages/runtimes/local/src/files/file-blobs.ts';
import { openSignerFile } from '../../../../packages/runtimes/local/src/keys/file-signer.ts';
import { startStore } from '../../../../packages/runtimes/local/src/store/index.ts';
import { sha256 } from '../../../support/sha256.ts';
import type { SequencerPorts } from './bench-sequencer.ts';
import { ACTOR, TENANT } from './made-events.ts';

/** Events of one transaction while an outbox is filled, and transactions under way together. */
const FILLED_TOGETHER = 100;
const IN_FLIGHT = 4;

/** A log as a local server keeps it: an embedded store, blobs and a key, all of them files that are synced. */
export interface LogSystem {
  readonly table: Table;
  readonly ports: SequencerPorts;
  readonly recorder: Recorder;
  /** The client under the table, whose requests can be recorded. */
  readonly client: ReturnType<typeof dynamoClient>;
  /** Another client, configured alike, for the same requests bare. */
  readonly bareClient: ReturnType<typeof dynamoClient>;
  /** Puts events into the outbox. */
  readonly fill: (events: readonly WaitingEvent[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Puts events into the outbox of a table. */
export const outboxFiller = (table: Table) => async (events: readonly WaitingEvent[]) => {
  const parts = Array.from({ length: Math.ceil(events.length / FILLED_TOGETHER) }, (_, at) =>
    events.slice(at * FILLED_TOGETHER, (at + 1) * FILLED_TOGETHER),
  ).values();
  const lane = async (): Promise<void> => {
    for (const part of parts)
      await table.transact(
        part.map(({ eventId, entry }) => outboxPut(TENANT, eventId, entry)),
        part[0]?.eventId ?? '',
      );
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
};

/** Starts it over a new directory, which `stop` removes. */
export const startLogSystem = async (): Promise<LogSystem> => {
  const directory = await mkdtemp(join(tmpdir(), 'temkin-bench-'));
  const store = await startStore({ databaseFile: join(directory, 'store.db') });
  const newClient = () =>
    dynamoClient({ endpoint: store.endpoint, region: EMULATOR_REGION, credentials: EMULATOR_CREDENTIALS });
  const [client, bareClient] = [newClient(), newClient()];
  await createTables(client, 'bench-');
  const table = dynamoTable({ client, prefix: 'bench-', deletions: 'transactions' });
  return {
    table,
    ports: {
      heads: logHeads(table),
      waiting: waitingEvents(table),
      blobs: fileBlobs(join(directory, 'logs')),
      signer: await openSignerFile(join(directory, 'log.pem')),
    },
    recorder: recorder({
      table,
      clock: systemClock,
      newEventId: eventIds(systemClock, systemRandom),
      writer: createWriter(systemRandom, systemClock),
      actors: { of: async () => ACTOR },
      sha256,
    }),
    client,
    bareClient,
    fill: outboxFiller(table),
    stop: async () => {
      client.destroy();
      bareClient.destroy();
      await store.stop();
      await rm(directory, { recursive: true });
    },
  };
};

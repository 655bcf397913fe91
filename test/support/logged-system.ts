import { fromEntry, outboxPut, toEntry, toOcsf, type OcsfEvent } from '@temkin/audit-event';
import { logKeys } from '@temkin/audit';
import { logSequencer } from '@temkin/composition';
import { eventIds, systemClock, systemRandom } from '@temkin/kernel';
import { keyOf, type Table } from '@temkin/storage';
import {
  formatVerifierKey,
  fromBundle,
  newBundles,
  parseCheckpoint,
  parseNote,
  tilePath,
} from '@temkin/tlog';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { parcelHistory } from '../unit/parcel-history.ts';
import { memoryBlobs, temkin, type MemoryBlobs } from './command-line.ts';
import { memorySigner } from './memory-signer.ts';
import { sha256 } from './sha256.ts';
import { verifyFiles } from './small-log.ts';
import { testStore, type TestTable } from './store.ts';
import { scanTables } from './stored-items.ts';

export const TENANT = 'ems';

const PREFIX = 'log.example';

/** Events that are recorded at once. */
const TOGETHER = 10;

const nowhere = join(tmpdir(), 'temkin-nowhere');
const environment = { TEMKIN_DATA_DIR: nowhere, TEMKIN_KEY_FILE: `${nowhere}.key` };

/** Lets commands of this process take the test's own store for AWS. */
export const stubAws = async (): Promise<void> => {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', (await testStore()).endpoint);
  vi.stubEnv('AWS_REGION', 'local');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
};

const idOf = ({ metadata }: OcsfEvent): string => metadata.uid;

const headOf = (eventId: string) => ({
  eventId,
  time: Date.now(),
  tenant: TENANT,
  actor: { pseudonym: 'actor', roles: [] },
  writer: { session: 's', n: 0, void: [] },
});

/** The ids of the events that wait, in order. */
export const waitingIn = async (store: Pick<TestTable, 'client' | 'prefix'>): Promise<readonly string[]> =>
  (await scanTables(store))
    .filter(({ table }) => table === 'outbox')
    .map(({ sort }) => sort)
    .toSorted();

/** The entries of a log's blobs up to the newest checkpoint, and what our verifier says of them. */
export const readLog = async (stored: MemoryBlobs['stored'], year: string, tenant = TENANT) => {
  const prefix = `${tenant}/${year}/`;
  const files = new Map([...stored].map(([name, bytes]) => [name.replace(prefix, ''), bytes]));
  const text = new TextDecoder().decode(files.get('checkpoint'));
  const size = parseCheckpoint(parseNote(text)?.text ?? '')?.size ?? 0;
  const entries = newBundles(0, size).flatMap(
    (tile) => fromBundle(files.get(tilePath(tile)) ?? new Uint8Array(), tile.width) ?? [],
  );
  return { events: entries.map(fromEntry), verdict: await verifyFiles(files, []) };
};

/**
 * A company's parcels and staff in tables, its events on their way into a log, and commands of an operator, each place in
 * memory under its name.
 */
export const loggedSystem = (source: TestTable) => {
  const places = new Map<string, MemoryBlobs>();
  const place = (name: string): MemoryBlobs => {
    const found = places.get(name) ?? memoryBlobs();
    places.set(name, found);
    return found;
  };
  let signer = memorySigner();
  const history = parcelHistory();
  const newEventId = eventIds(systemClock, systemRandom);
  const put = new Set<string>();

  const record = async (event: OcsfEvent, table = source.table): Promise<void> => {
    put.add(idOf(event));
    await table.transact([outboxPut(TENANT, idOf(event), toEntry(event))], idOf(event));
  };

  const principalKey = keyOf('access', 'principal', { tenant: TENANT, issuer: 'idp', subject: 'binh' });
  const principal = { id: 'binh', issuer: 'idp', subject: 'binh', kind: 'staff', recordId: 'r1', version: 1 };

  return {
    place,
    history,
    /** Every event that was ever recorded. */
    recorded: (): readonly string[] => [...put].toSorted(),

    /** Writes the tables as they are, Binh among the staff. */
    save: async (): Promise<void> => {
      for (const { key, item } of history.backup()) await source.table.write({ kind: 'put', key, item });
      await source.table.write({ kind: 'put', key: principalKey, item: { ...principal, status: 'active' } });
    },

    /** Puts what happened to parcels since the last time into the outbox. */
    recordHistory: async (): Promise<void> => {
      for (const event of history.events()) if (!put.has(idOf(event))) await record(event);
    },

    /** Puts the suspension of Binh into the outbox, or any number of readings. */
    suspendBinh: (): Promise<void> => {
      const resources = [{ type: 'principal', pseudonym: 'r1' }];
      return record(toOcsf(headOf(newEventId()), { action: 'staff.suspend', outcome: 'allowed', resources }));
    },
    read: async (times: number, table?: Table): Promise<void> => {
      const resources: readonly [] = [];
      for (let n = 0; n < times; n += TOGETHER)
        await Promise.all(
          Array.from({ length: Math.min(TOGETHER, times - n) }, () =>
            record(
              toOcsf(headOf(newEventId()), { action: 'parcel.read', outcome: 'allowed', resources }),
              table,
            ),
          ),
        );
    },

    /** Moves all that waits into the log, through what the test puts between. */
    sequence: async (
      table: Table = source.table,
      {
        blobs = place('logs'),
        sign = (message) => signer.sign(message),
      }: { readonly blobs?: MemoryBlobs; readonly sign?: typeof signer.sign } = {},
    ): Promise<void> => {
      const { sequence } = logSequencer({
        table,
        blobs,
        signer: { ...signer, sign },
        clock: systemClock,
        random: systemRandom,
        prefix: PREFIX,
      });
      while ((await sequence(TENANT)).more);
    },

    /** Puts another key in the place of the one that signs, which has no word in that. */
    replaceKey: (): void => {
      signer = memorySigner();
    },
    /** The key of a year's log by the one that signs now, as an operator has it. */
    vkey: async (year: string): Promise<string> =>
      formatVerifierKey(await logKeys({ signer, sha256, prefix: PREFIX })({ tenant: TENANT, year })),

    run: (args: readonly string[]) => temkin([...args, '--json'], { environment, blobs: place }),

    /** What came back of Binh and of label keys. */
    statusOfBinh: async ({ table }: TestTable): Promise<unknown> => (await table.get(principalKey))?.status,
    hasKey: async ({ table }: TestTable, { labelId }: { readonly labelId: string }): Promise<boolean> =>
      (await table.get(keyOf('parcel-keys', 'labelKey', { tenant: TENANT, labelId }))) !== undefined,
  };
};

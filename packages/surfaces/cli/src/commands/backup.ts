import { boundKey } from '@temkin/local/backup';
import { rfc3339 } from '@temkin/kernel';
import type { Blobs, StoredItem, TableName } from '@temkin/storage';
import { bytesText, countText } from '../amounts.ts';
import { neededOption, type Command, type Surroundings } from '../command.ts';
import { newBackupId } from '../format/backup-id.ts';
import { packChunks } from '../format/chunk.ts';
import { sha256Hex } from '../format/digest.ts';
import {
  chunkName,
  destroyByOf,
  encodeManifest,
  manifestName,
  type ChunkEntry,
  type Manifest,
  type TableEntry,
} from '../format/manifest.ts';
import { isExpired } from '../is-expired.ts';
import { chooseStore, openStore, STORE_OPTIONS, storeName, type OpenStore } from '../open-store.ts';
import { BACKUP_USAGE } from '../usage.ts';

/**
 * The order in which tables are read while requests go on. What refers comes before what it refers to, so that no label in
 * the backup lacks its key and no key its tenant key. The outbox comes last: whatever was destroyed, revoked or suspended
 * after its item was read is on record in the backup itself, and the restore leaves it destroyed.
 */
export const BACKUP_ORDER = [
  'releases',
  'parcels',
  'parcel-keys',
  'parcel-escrow',
  'subject-requests',
  'approvals',
  'access',
  'webhooks',
  'pseudonyms',
  'requests',
  'tenant-keys',
  'outbox',
] as const satisfies readonly TableName[];

/**
 * A head belongs to the log as it is: an older one would have other tiles written to places that are taken. Where it is lost,
 * the sequencer reads it from the log.
 */
export const NEVER_BACKED_UP = ['log-heads'] as const satisfies readonly TableName[];

const put = async (blobs: Blobs, name: string, bytes: Uint8Array): Promise<void> => {
  if ((await blobs.putIfAbsent(name, bytes)) === 'exists')
    throw new Error(`${name} is there already: somebody else writes to this place. The backup was given up.`);
};

const backUpTable = async (
  { blobs, store, began, id }: { blobs: Blobs; store: OpenStore; began: number; id: string },
  table: TableName,
  { clock, progress }: Surroundings,
): Promise<TableEntry> => {
  progress.begin(`reading ${table}`);
  async function* live(): AsyncGenerator<readonly StoredItem[]> {
    for await (const page of store.scan(table)) yield page.filter(({ item }) => !isExpired(item, clock));
  }
  const chunks: ChunkEntry[] = [];
  for await (const { bytes, items } of packChunks(live())) {
    const name = chunkName(id, table, chunks.length + 1);
    await put(blobs, name, bytes);
    chunks.push({ name, items, bytes: bytes.length, sha256: sha256Hex(bytes) });
    progress.advance({ items, bytes: bytes.length });
  }
  progress.end();
  const items = chunks.reduce((sum, chunk) => sum + chunk.items, 0);
  return { items, destroyBy: destroyByOf(table, began), chunks };
};

/**
 * Copies every table of a store to a place, and its manifest last. Requests may go on meanwhile. Answers the manifest.
 * Items are copied as they are stored: sealed, with their keys wrapped.
 */
const backUp = async (store: OpenStore, blobs: Blobs, surroundings: Surroundings): Promise<Manifest> => {
  const { clock, random } = surroundings;
  const began = clock.now();
  const id = newBackupId(began, random);
  const tables: Partial<Record<TableName, TableEntry>> = {};
  for (const table of BACKUP_ORDER)
    tables[table] = await backUpTable({ blobs, store, began, id }, table, surroundings);
  const rootKeyFingerprint = await boundKey(store.table);
  const manifest: Manifest = {
    id,
    began: rfc3339(began),
    ended: rfc3339(clock.now()),
    ...(rootKeyFingerprint !== undefined && { rootKeyFingerprint }),
    tables,
  };
  await put(blobs, manifestName(id), encodeManifest(manifest));
  return manifest;
};

/** `temkin backup` */
export const backup: Command = {
  usage: BACKUP_USAGE,
  options: { ...STORE_OPTIONS, to: { type: 'string' } },
  run: async (values, surroundings) => {
    const to = neededOption(values, 'to');
    const choice = chooseStore(values, surroundings.environment);
    const store = await openStore(choice);
    try {
      const { id, began, ended, tables } = await backUp(
        store,
        await surroundings.openPlace(to, 'write'),
        surroundings,
      );
      const entries = Object.values(tables);
      const items = entries.reduce((sum, entry) => sum + entry.items, 0);
      const bytes = entries.flatMap(({ chunks }) => chunks).reduce((sum, chunk) => sum + chunk.bytes, 0);
      return {
        text: `Backup ${id} of ${storeName(choice)} is complete: ${countText(items, 'item')}, ${bytesText(bytes)}.`,
        data: { backup: id, began, ended, items, bytes },
      };
    } finally {
      await store.close();
    }
  },
};

import { boundKey } from '@temkin/local/backup';
import { rfc3339 } from '@temkin/kernel';
import type { Blobs, StoredItem } from '@temkin/storage';
import type { Surroundings } from '../command.ts';
import { newBackupId } from '../format/backup-id.ts';
import { BACKUP_ORDER, type BackedUpTable } from '../format/backup-order.ts';
import { packChunks } from '../format/chunk.ts';
import { sha256Hex } from '../format/digest.ts';
import {
  chunkName,
  destroyByOf,
  encodeManifest,
  manifestName,
  type ChunkEntry,
  type CopiedImages,
  type Manifest,
  type TableEntry,
} from '../format/manifest.ts';
import { isExpired } from '../is-expired.ts';
import type { LogsAt } from '../logs-at.ts';
import type { OpenStore } from '../open-store.ts';
import { backUpImages } from './copied-images.ts';
import { knownLogs, toLoggedSize } from './known-logs.ts';
import { recordedEvents } from './recorded-events.ts';

type Pages = AsyncGenerator<readonly StoredItem[]>;

const put = async (blobs: Blobs, name: string, bytes: Uint8Array): Promise<void> => {
  if ((await blobs.putIfAbsent(name, bytes)) === 'exists')
    throw new Error(`${name} is there already: somebody else writes to this place. The backup was given up.`);
};

const backUpTable = async (
  { blobs, began, id }: { readonly blobs: Blobs; readonly began: number; readonly id: string },
  { table, pages }: { readonly table: BackedUpTable; readonly pages: Pages },
  { clock, progress }: Surroundings,
): Promise<TableEntry> => {
  progress.begin(`reading ${table}`);
  async function* live(): Pages {
    for await (const page of pages) yield page.filter(({ item }) => !isExpired(item, clock));
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
 * Items are copied as they are stored: sealed, with their keys wrapped. Where the store has logs, `logsAt` says where, and
 * the outbox is copied with the events that have left it since the backup began. Images of the registry are copied where it is said
 * where they lie.
 */
export const backUp = async (
  store: OpenStore,
  {
    blobs,
    logsAt,
    images,
  }: { readonly blobs: Blobs; readonly logsAt: LogsAt | undefined; readonly images?: Blobs | undefined },
  surroundings: Surroundings,
): Promise<Manifest> => {
  const { clock, random } = surroundings;
  const began = clock.now();
  const id = newBackupId(began, random);
  const events = recordedEvents(store, logsAt, await knownLogs(store, logsAt));
  const tables: Partial<Record<BackedUpTable, TableEntry>> = {};
  let copied: CopiedImages | undefined;
  for (const table of BACKUP_ORDER) {
    // People were read: what their records name is there, or was destroyed since.
    if (table === 'subscriber-keys' && images !== undefined)
      copied = await backUpImages(id, { from: images, to: blobs }, surroundings);
    const pages = table === 'outbox' ? events.pages() : store.scan(table);
    tables[table] = await backUpTable({ blobs, began, id }, { table, pages }, surroundings);
  }
  const rootKeyFingerprint = await boundKey(store.table);
  const manifest: Manifest = {
    id,
    began: rfc3339(began),
    ended: rfc3339(clock.now()),
    ...(rootKeyFingerprint !== undefined && { rootKeyFingerprint }),
    logs: events.logs().map(toLoggedSize),
    tables,
    ...(copied !== undefined && { images: copied }),
  };
  await put(blobs, manifestName(id), encodeManifest(manifest));
  return manifest;
};

import type { Blobs, StoredItem } from '@temkin/storage';
import type { BackedUpTable } from '../format/backup-order.ts';
import { unpackChunk } from '../format/chunk.ts';
import { sha256Hex } from '../format/digest.ts';
import type { ChunkEntry, Manifest } from '../format/manifest.ts';

const damaged = ({ name }: ChunkEntry): Error =>
  new Error(`${name} is missing or damaged. Restore another backup.`);

const readChunk = async (
  blobs: Blobs,
  table: BackedUpTable,
  entry: ChunkEntry,
): Promise<readonly StoredItem[]> => {
  const blob = await blobs.get(entry.name);
  if (blob === undefined || sha256Hex(blob.bytes) !== entry.sha256) throw damaged(entry);
  const items = await unpackChunk(table, blob.bytes);
  if (items.length !== entry.items) throw damaged(entry);
  return items;
};

/** The items of a table as the backup has them, a chunk at a time. Throws for a chunk that is not as it was written. */
export async function* readTable(
  blobs: Blobs,
  { tables }: Manifest,
  table: BackedUpTable,
): AsyncGenerator<readonly StoredItem[]> {
  for (const entry of tables[table]?.chunks ?? []) yield await readChunk(blobs, table, entry);
}

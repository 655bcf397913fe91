import type { Blobs } from '@temkin/storage';
import type { Place } from '../command.ts';
import { beganOf } from './backup-id.ts';
import { BACKED_UP, isBackedUp, type BackedUpTable } from './backup-order.ts';
import { decodeManifest, destroyByOf, manifestName, type Manifest } from './manifest.ts';

/** A backup as its place shows it. With neither manifest nor fault it was cut off, which makes it none. */
export interface BackupEntry {
  readonly id: string;
  readonly beganMilliseconds: number;
  readonly manifest?: Manifest;
  /** Why the manifest that is there cannot be used. */
  readonly fault?: string;
  /** Names of the chunks that are there, by table; those too of which there are drafts alone. */
  readonly chunks: ReadonlyMap<BackedUpTable, readonly string[]>;
}

const readManifest = async (blobs: Blobs, id: string): Promise<Pick<BackupEntry, 'manifest' | 'fault'>> => {
  const blob = await blobs.get(manifestName(id));
  if (blob === undefined) return {};
  try {
    return { manifest: decodeManifest(id, blob.bytes) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

const namesIn = async (blobs: Place): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  for await (const name of blobs.names('')) found.add(name);
  for (const name of (await blobs.drafts?.names()) ?? []) found.add(name);
  return found;
};

/** Every backup of a place, oldest first. Blobs that belong to no backup are passed over. */
export const readCatalogue = async (blobs: Place): Promise<readonly BackupEntry[]> => {
  const found = new Map<string, Map<BackedUpTable, string[]>>();
  for (const name of await namesIn(blobs)) {
    const [id = '', table = ''] = name.split('/');
    if (beganOf(id) === undefined) continue;
    const chunks = found.get(id) ?? new Map<BackedUpTable, string[]>();
    found.set(id, chunks);
    if (!isBackedUp(table)) continue;
    const names = chunks.get(table) ?? [];
    names.push(name);
    chunks.set(table, names);
  }
  const entries: BackupEntry[] = [];
  for (const [id, chunks] of found)
    entries.push({ id, beganMilliseconds: beganOf(id) ?? 0, chunks, ...(await readManifest(blobs, id)) });
  return entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

/** Tables of a backup that may no longer be kept, and must not come back; its own promise counts, then the schema's. */
export const pastTheirDate = (
  { beganMilliseconds, manifest }: Pick<BackupEntry, 'beganMilliseconds' | 'manifest'>,
  nowMilliseconds: number,
): readonly BackedUpTable[] =>
  BACKED_UP.filter((table) => {
    const destroyBy = manifest?.tables[table]?.destroyBy ?? destroyByOf(table, beganMilliseconds);
    return Date.parse(destroyBy) <= nowMilliseconds;
  });

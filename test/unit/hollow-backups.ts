import { beganOf } from '../../packages/surfaces/cli/src/format/backup-id.ts';
import { BACKED_UP, type BackedUpTable } from '../../packages/surfaces/cli/src/format/backup-order.ts';
import { sha256Hex } from '../../packages/surfaces/cli/src/format/digest.ts';
import {
  chunkName,
  destroyByOf,
  encodeManifest,
  manifestName,
  type Manifest,
} from '../../packages/surfaces/cli/src/format/manifest.ts';
import type { Clock } from '@temkin/kernel';
import { memoryBlobs, type MemoryBlobs } from '../support/command-line.ts';

export const FIRST = '20261101T000000Z-00000001';
export const SECOND = '20261120T000000Z-00000002';

export const DAY_MILLISECONDS = 86_400_000;

/** So many days after a backup began. */
export const after = (id: string, days: number): Clock => ({
  now: () => (beganOf(id) ?? 0) + days * DAY_MILLISECONDS,
});

/** Puts a backup in which each of these tables has one chunk, of no use but its name. */
export const putBackup = (
  blobs: MemoryBlobs,
  id: string,
  names: readonly BackedUpTable[] = BACKED_UP,
): void => {
  const began = beganOf(id) ?? 0;
  const bytes = Buffer.from('chunk');
  const manifest: Manifest = {
    id,
    began: new Date(began).toISOString(),
    ended: new Date(began + 1_000).toISOString(),
    rootKeyFingerprint: '00'.repeat(16),
    logs: [],
    tables: Object.fromEntries(
      names.map((table) => {
        const chunk = { name: chunkName(id, table, 1), items: 3, bytes: 5, sha256: sha256Hex(bytes) };
        blobs.stored.set(chunk.name, bytes);
        return [table, { items: 3, destroyBy: destroyByOf(table, began), chunks: [chunk] }];
      }),
    ),
  };
  blobs.stored.set(manifestName(id), encodeManifest(manifest));
};

/** A place with these backups of every table. */
export const place = (...ids: readonly string[]): MemoryBlobs => {
  const blobs = memoryBlobs();
  for (const id of ids) putBackup(blobs, id);
  return blobs;
};

import { logFiles, openingEntry, statedKeys, type Survivors } from '@temkin/audit';
import { systemRandom } from '@temkin/kernel';
import { memoryBlobs } from './memory-blobs.ts';
import { sha256 } from './sha256.ts';
import { grow, smallLog, type SmallLog } from './small-log.ts';

export const LOG = { tenant: 'ems', year: '2026' };

/** A log that names its key in its first entry, and has no other. */
export const openedLog = async (name: string): Promise<SmallLog> => {
  const opened = await smallLog(name);
  const opening = openingEntry({
    clock: { now: () => 0 },
    random: systemRandom,
    files: { newest: async () => undefined },
    heads: { load: async () => undefined },
    sha256,
    signer: opened.signer,
    logKey: async () => opened.key,
  });
  await grow(opened, [await opening(LOG)]);
  return opened;
};

/** What is known of a log by these files of it alone. */
export const survivorsOf = (files: ReadonlyMap<string, Uint8Array>): Survivors => {
  const blobs = memoryBlobs();
  for (const [path, bytes] of files) blobs.stored.set(`ems/2026/${path}`, bytes);
  const logBlobs = logFiles(blobs);
  return { files: logBlobs, sha256, logKeys: statedKeys({ files: logBlobs, sha256 }) };
};

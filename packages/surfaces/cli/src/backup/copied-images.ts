import type { Blobs } from '@temkin/storage';
import { createHash } from 'node:crypto';
import type { Surroundings } from '../command.ts';
import { sha256Hex } from '../format/digest.ts';
import type { CopiedImages } from '../format/manifest.ts';

/** Images in the blobs of the registry, and nothing else that lies there: reports are made again, deliveries go within a week. */
const IMAGES = 'images/';

/**
 * What stands before the names of a backup's images: they are kept, listed and destroyed with the keys of their people, without
 * which they are nothing.
 */
const prefixOf = (id: string): string => `${id}/subscriber-keys/`;

/** Reads images one by one, in order of their names, and answers what they come to. */
const read = async (
  from: Blobs,
  names: { readonly of: string; readonly as: (name: string) => string },
  { progress }: Surroundings,
  use: (name: string, bytes: Uint8Array) => Promise<unknown>,
): Promise<CopiedImages> => {
  const digest = createHash('sha256');
  let count = 0;
  for await (const name of from.names(names.of)) {
    const blob = await from.get(name);
    // Gone since it was listed: somebody was erased.
    if (blob === undefined) continue;
    await use(names.as(name), blob.bytes);
    digest.update(`${names.as(name)} ${sha256Hex(blob.bytes)}\n`);
    count += 1;
    progress.advance({ items: 1, bytes: blob.bytes.length });
  }
  return { count, sha256: digest.digest('hex') };
};

/** Copies the images of the registry into a backup, sealed as they are, and answers what they come to. */
export const backUpImages = async (
  id: string,
  { from, to }: { readonly from: Blobs; readonly to: Blobs },
  surroundings: Surroundings,
): Promise<CopiedImages> => {
  surroundings.progress.begin('reading images');
  const asTheyAre = { of: IMAGES, as: (name: string): string => name };
  const images = await read(from, asTheyAre, surroundings, (name, bytes) =>
    to.putIfAbsent(prefixOf(id) + name, bytes),
  );
  surroundings.progress.end();
  return images;
};

const inBackup = (id: string) => {
  const prefix = prefixOf(id);
  return { of: prefix + IMAGES, as: (name: string): string => name.slice(prefix.length) };
};

/** Throws where a backup lacks images that it was made with, or has others. */
export const refuseOtherImages = async (
  id: string,
  blobs: Blobs,
  made: CopiedImages,
  surroundings: Surroundings,
): Promise<void> => {
  surroundings.progress.begin('checking images');
  const { count, sha256 } = await read(blobs, inBackup(id), surroundings, async () => {});
  surroundings.progress.end();
  const help = 'Restore another backup. Nothing was changed.';
  if (count !== made.count)
    throw new Error(`Backup ${id} has ${count} images and should have ${made.count}. ${help}`);
  if (sha256 !== made.sha256) throw new Error(`The images of backup ${id} are damaged. ${help}`);
};

/** Puts the images of a backup where the registry looks for them; what is there already stays. Answers how many. */
export const restoreImages = async (
  id: string,
  { from, to }: { readonly from: Blobs; readonly to: Blobs },
  surroundings: Surroundings,
): Promise<number> => {
  surroundings.progress.begin('writing images');
  const { count } = await read(from, inBackup(id), surroundings, (name, bytes) =>
    to.putIfAbsent(name, bytes),
  );
  surroundings.progress.end();
  return count;
};

import type { Blobs } from '@temkin/storage';
import type { Surroundings } from '../command.ts';

/** Images in the blobs of the registry, and nothing else that lies there: reports are made again, deliveries go within a week. */
const IMAGES = 'images/';

/**
 * What stands before the names of a backup's images: they are kept, listed and destroyed with the keys of their people, without
 * which they are nothing.
 */
const prefixOf = (id: string): string => `${id}/subscriber-keys/`;

const copied = async (
  { from, to }: { readonly from: Blobs; readonly to: Blobs },
  names: { readonly of: string; readonly as: (name: string) => string },
  { progress }: Surroundings,
): Promise<number> => {
  let images = 0;
  for await (const name of from.names(names.of)) {
    const blob = await from.get(name);
    // Gone since it was listed: somebody was erased.
    if (blob === undefined) continue;
    await to.putIfAbsent(names.as(name), blob.bytes);
    images += 1;
    progress.advance({ items: 1, bytes: blob.bytes.length });
  }
  return images;
};

/** Copies the images of the registry into a backup, sealed as they are. Answers how many. */
export const backUpImages = async (
  id: string,
  places: { readonly from: Blobs; readonly to: Blobs },
  surroundings: Surroundings,
): Promise<number> => {
  surroundings.progress.begin('reading images');
  const images = await copied(places, { of: IMAGES, as: (name) => prefixOf(id) + name }, surroundings);
  surroundings.progress.end();
  return images;
};

/** Throws where a backup lacks images that its manifest counts. */
export const refuseLackingImages = async (id: string, blobs: Blobs, counted: number): Promise<void> => {
  let found = 0;
  for await (const _ of blobs.names(prefixOf(id) + IMAGES)) found += 1;
  if (found !== counted)
    throw new Error(
      `Backup ${id} has ${found} images and should have ${counted}. Restore another backup. Nothing was changed.`,
    );
};

/** Puts the images of a backup where the registry looks for them; what is there already stays. Answers how many. */
export const restoreImages = async (
  id: string,
  places: { readonly from: Blobs; readonly to: Blobs },
  surroundings: Surroundings,
): Promise<number> => {
  surroundings.progress.begin('writing images');
  const prefix = prefixOf(id);
  const as = (name: string): string => name.slice(prefix.length);
  const images = await copied(places, { of: prefix + IMAGES, as }, surroundings);
  surroundings.progress.end();
  return images;
};

import type { Blobs } from '@temkin/storage';
import { imageBlob, type ImagePlace } from '../domain/index.ts';

/** Sealed images, each under a name that says neither what it shows nor whose it is. */
export const imageBlobs = (blobs: Blobs) => ({
  /** Once: an image under that name stays as it is. */
  put: async (place: ImagePlace, sealed: Uint8Array): Promise<void> => {
    await blobs.putIfAbsent(imageBlob(place), sealed);
  },

  find: async (place: ImagePlace): Promise<Uint8Array | undefined> =>
    (await blobs.get(imageBlob(place)))?.bytes,

  /** Of one that is gone, no fault. */
  delete: (place: ImagePlace): Promise<void> => blobs.delete(imageBlob(place)),
});

export type ImageBlobs = ReturnType<typeof imageBlobs>;

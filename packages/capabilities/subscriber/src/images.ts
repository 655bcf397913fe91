import type { Blobs } from '@temkin/storage';
import type { Route } from '@temkin/http';
import { imageRoutes } from './http/image-routes.ts';
import { registryStores, type RegistryDependencies } from './registry.ts';
import { dueWork } from './store/due-work.ts';
import { imageBlobs } from './store/image-blobs.ts';
import { dropImage } from './usecases/images/drop-image.ts';
import type { ImageRoom } from './usecases/images/image-room.ts';
import { keepImage } from './usecases/images/keep-image.ts';
import { readImage } from './usecases/images/read-image.ts';
import { showImage } from './usecases/images/show-image.ts';

/** What images of the registry need from outside. */
export interface ImageDependencies extends RegistryDependencies, Pick<ImageRoom, 'sha256'> {
  /** Where they lie, sealed. */
  readonly blobs: Blobs;
}

/** Wires how images are kept, shown, and die. */
export const registryImages = ({ blobs, sha256, ...dependencies }: ImageDependencies) => {
  const room = { ...registryStores(dependencies), blobs: imageBlobs(blobs), sha256 };
  const routes: readonly Route[] = imageRoutes({ keepImage: keepImage(room), showImage: showImage(room) });
  return {
    routes,
    keepImage: keepImage(room),
    readImage: readImage(room),
    dropImage: dropImage({ ...room, due: dueWork(dependencies) }),
  };
};

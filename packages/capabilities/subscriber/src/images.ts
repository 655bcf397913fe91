import type { Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Blobs, Table } from '@temkin/storage';
import { imageRoutes } from './http/image-routes.ts';
import { authorityRequests } from './store/authority-requests.ts';
import { bases } from './store/bases.ts';
import { dueWork } from './store/due-work.ts';
import { imageBlobs } from './store/image-blobs.ts';
import { pendingImages } from './store/pending-images.ts';
import { people } from './store/people.ts';
import { personKeys } from './store/person-keys.ts';
import { dropImage } from './usecases/images/drop-image.ts';
import type { ImageRoom } from './usecases/images/image-room.ts';
import { keepImage } from './usecases/images/keep-image.ts';
import { readImage } from './usecases/images/read-image.ts';
import { showImage } from './usecases/images/show-image.ts';
import { showReleasedImage } from './usecases/rights/show-released-image.ts';

/** What images of the registry stand on. */
export interface ImageDependencies extends Pick<ImageRoom, 'sha256'> {
  readonly table: Table;
  /** Purpose `registry`: opens people. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Where they lie, sealed. */
  readonly blobs: Blobs;
}

/** Wires how images are kept, shown, and die. */
export const registryImages = (dependencies: ImageDependencies) => {
  const { table, keyRing, recorder, clock, random, blobs, sha256 } = dependencies;
  const wrap = keyWrap(keyRing, 'registry', random);
  const room = {
    recorder,
    clock,
    random,
    sha256,
    people: people(table),
    personKeys: personKeys({ table, wrap }),
    images: pendingImages({ table, wrap }),
    bases: bases(table),
    blobs: imageBlobs(blobs),
    authorities: authorityRequests(table),
  };
  const routes: readonly Route[] = imageRoutes({
    keepImage: keepImage(room),
    showImage: showImage(room),
    showReleasedImage: showReleasedImage(room),
  });
  return {
    routes,
    keepImage: keepImage(room),
    readImage: readImage(room),
    showReleasedImage: showReleasedImage(room),
    dropImage: dropImage({ ...room, due: dueWork({ table, random }) }),
  };
};

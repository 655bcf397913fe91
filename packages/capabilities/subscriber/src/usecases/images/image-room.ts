import type { ImageBlobs } from '../../store/image-blobs.ts';
import type { Registry } from '../registry.ts';

/** What the use cases of images stand on. */
export interface ImageRoom extends Pick<
  Registry,
  'recorder' | 'people' | 'personKeys' | 'images' | 'clock' | 'random'
> {
  readonly blobs: ImageBlobs;
  readonly sha256: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

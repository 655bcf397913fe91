import { fromHex, toHex } from '@temkin/kernel';
import { openImage } from '../../domain/index.ts';
import type { FaceImages } from '../ports.ts';
import type { ImageRoom } from './image-room.ts';

/** How a picture is kept: by which name it lies in the blob store, and what opens it there. */
interface KeptPicture {
  readonly imageId: string;
  /** Hexadecimal. */
  readonly key: string;
}

/** The name of a picture in the blob store, of what `faceImages` kept. */
export const imageIdOfFace = (kept: string): string => (JSON.parse(kept) as KeptPicture).imageId;

/**
 * Pictures of faces as they are brought by `keepImage`: the verification that names one takes it over, so that it dies with the
 * holder's key.
 */
export const faceImages = ({ images, blobs }: Pick<ImageRoom, 'images' | 'blobs'>): FaceImages => ({
  keep: async (tenant, imageId) => {
    const [waiting] = await images.findMany(tenant, [{ imageId }]);
    if (waiting === undefined) return undefined;
    const picture: KeptPicture = { imageId, key: toHex(waiting.key) };
    return { kept: JSON.stringify(picture), writes: images.adoptWrites(tenant, waiting) };
  },

  open: async (tenant, kept) => {
    const { imageId, key } = JSON.parse(kept) as KeptPicture;
    const place = { tenant, imageId };
    const sealed = await blobs.find(place);
    const bytes = sealed && openImage(fromHex(key) ?? new Uint8Array(), place, sealed);
    if (bytes === undefined) throw new Error('a picture of a face is gone, or does not open');
    return bytes;
  },
});

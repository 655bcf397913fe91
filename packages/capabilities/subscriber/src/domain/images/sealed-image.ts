import { open, seal } from '@temkin/crypto';
import { concatBytes, type RandomBytes } from '@temkin/kernel';

/** Where an image belongs. */
export interface ImagePlace {
  readonly tenant: string;
  readonly imageId: string;
}

const NONCE_BYTES = 24;

/** The associated data of a sealed image: under another tenant or name it does not open. */
const imageBinding = ({ tenant, imageId }: ImagePlace): string =>
  JSON.stringify(['temkin/subscriber/image', tenant, imageId]);

/** Where the sealed bytes lie. */
export const imageBlob = ({ tenant, imageId }: ImagePlace): string => `images/${tenant}/${imageId}`;

/** An image as it lies in the blob store: nonce (24 bytes), ciphertext. Its length tells the image's. */
export const sealImage = (
  key: Uint8Array,
  place: ImagePlace,
  bytes: Uint8Array,
  random: RandomBytes,
): Uint8Array => {
  const { nonce, ciphertext } = seal(key, bytes, imageBinding(place), random);
  return concatBytes(nonce, ciphertext);
};

/** The image; undefined where it is another's, under another key, or was changed. */
export const openImage = (key: Uint8Array, place: ImagePlace, sealed: Uint8Array): Uint8Array | undefined =>
  open(
    key,
    { nonce: sealed.subarray(0, NONCE_BYTES), ciphertext: sealed.subarray(NONCE_BYTES) },
    imageBinding(place),
  );

/** Media types of images that the registry takes. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const;

export type ImageType = (typeof IMAGE_TYPES)[number];

/** Start of image, and the marker that every segment after it begins with (ITU-T T.81 §B.1.1.3). */
const JPEG = [0xff, 0xd8, 0xff];

/** The signature, and a first chunk `IHDR` of 13 bytes (ISO/IEC 15948 §5.2, §11.2.2). */
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** What an image is by its first bytes, whatever it was called; undefined of everything else. Nothing further is read of it. */
export const imageType = (bytes: Uint8Array): ImageType | undefined => {
  if (beginsWith(bytes, JPEG)) return 'image/jpeg';
  return beginsWith(bytes, PNG) ? 'image/png' : undefined;
};

import { concatBytes, systemRandom, utf8 } from '@temkin/kernel';

/** What follows the first bytes of a picture; no two are alike. */
const rest = (bytes: number): Uint8Array => {
  const filled = new Uint8Array(Math.max(1, bytes));
  filled.set(systemRandom(Math.min(filled.length, 60_000)));
  return filled;
};

/** Bytes that begin as a JPEG does; so many, if it is said. */
export const jpeg = (bytes = 600): Uint8Array =>
  concatBytes(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), rest(bytes - 4));

/** Bytes that begin as a PNG does. */
export const png = (bytes = 600): Uint8Array =>
  concatBytes(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
    utf8('IHDR'),
    rest(bytes - 16),
  );

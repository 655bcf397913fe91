import { concatBytes } from '@temkin/kernel';

/** An entry's length takes two bytes (c2sp.org/tlog-tiles, Log entries). */
export const ENTRY_LIMIT_BYTES = 65_535;

const LENGTH_BYTES = 2;

/** The bytes of a bundle: each entry after its length, a big-endian uint16. `RangeError` above the limit of an entry. */
export const toBundle = (entries: readonly Uint8Array[]): Uint8Array =>
  concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > ENTRY_LIMIT_BYTES)
        throw new RangeError(`an entry has at most ${ENTRY_LIMIT_BYTES} bytes`);
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );

/** The entries of a bundle; undefined where the bytes are not exactly as many entries. */
export const fromBundle = (bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width && at + LENGTH_BYTES <= bytes.length) {
    const start = at + LENGTH_BYTES;
    at = start + view.getUint16(at);
    entries.push(bytes.subarray(start, at));
  }
  return entries.length === width && at === bytes.length ? entries : undefined;
};

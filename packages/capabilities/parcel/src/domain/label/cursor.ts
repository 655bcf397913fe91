/** A place in bytes that are being read or written. It alone is mutable, and it never leaves the coding. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Writes one byte. Past the end nothing is stored, but the place moves on, so it tells how much room was needed. */
export const writeByte = (out: Cursor, byte: number): void => {
  out.bytes[out.at++] = byte;
};

/** Reads one byte; undefined at the end. */
export const readByte = (source: Cursor): number | undefined => source.bytes[source.at++];

/** Writes an unsigned LEB128 integer (DWARF 5 §7.6) of 0 to 2^53 - 1: seven bits a byte, least significant first. */
export const writeVarint = (out: Cursor, value: number): void => {
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) writeByte(out, (rest % 0x80) | 0x80);
  writeByte(out, rest);
};

/** Reads what `writeVarint` wrote; undefined for any longer form of a number, one above 2^53 - 1, or a cut one. */
export const readVarint = (source: Cursor): number | undefined => {
  let value = 0;
  for (let scale = 1; scale <= Number.MAX_SAFE_INTEGER; scale *= 0x80) {
    const byte = readByte(source);
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * scale;
    if (byte > 0x7f) continue;
    const canonical = (byte > 0 || scale === 1) && Number.isSafeInteger(value);
    return canonical ? value : undefined;
  }
  return undefined;
};

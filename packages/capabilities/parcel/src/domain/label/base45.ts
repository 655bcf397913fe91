/** RFC 9285 §4.1: the alphanumeric set of QR codes (ISO/IEC 18004 §7.4.4), value by position. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const CHARACTERS: readonly string[] = Array.from(ALPHABET);

/** The two characters, least significant first, of every value below 45². */
const PAIRS: readonly string[] = CHARACTERS.flatMap((high) => CHARACTERS.map((low) => low + high));

const INVALID = 255;

/** Value of an ASCII code, `INVALID` where it is not in the alphabet. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = ALPHABET.indexOf(String.fromCharCode(code));
  return value < 0 ? INVALID : value;
});

/** How many characters a number of bytes becomes: three for two, two for a last odd one (RFC 9285 §4.2). */
export const base45Length = (byteLength: number): number => Math.ceil((byteLength * 3) / 2);

/** Bytes as base45 (RFC 9285). */
export const toBase45 = (bytes: Uint8Array): string => {
  const even = bytes.length - (bytes.length % 2);
  let text = '';
  for (let at = 0; at < even; at += 2) {
    const value = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    text += `${PAIRS[value % 2025] ?? ''}${CHARACTERS[Math.floor(value / 2025)] ?? ''}`;
  }
  return even < bytes.length ? text + (PAIRS[bytes[even] ?? 0] ?? '') : text;
};

/**
 * The bytes of base45 text; undefined for a character outside the alphabet (lower case included), a group that is worth
 * more than its bytes hold, or a length that no bytes have. Every byte string has exactly one text.
 */
export const fromBase45 = (text: string): Uint8Array | undefined => {
  if (text.length % 3 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 2) / 3));
  const valueAt = (at: number): number => VALUES[text.charCodeAt(at)] ?? INVALID;
  let length = 0;
  for (let at = 0; at < text.length; at += 3) {
    const low = valueAt(at);
    const middle = valueAt(at + 1);
    if (low === INVALID || middle === INVALID) return undefined;
    const pair = low + 45 * middle;
    if (at + 2 === text.length) {
      if (pair > 0xff) return undefined;
      bytes[length] = pair;
    } else {
      const high = valueAt(at + 2);
      const value = pair + 2025 * high;
      if (high === INVALID || value > 0xff_ff) return undefined;
      bytes[length++] = value >> 8;
      bytes[length++] = value & 0xff;
    }
  }
  return bytes;
};

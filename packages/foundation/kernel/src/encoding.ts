/** The two lower-case digits of every byte. */
const DIGITS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

const BYTES: ReadonlyMap<string, number> = new Map(DIGITS.map((digits, byte) => [digits, byte]));

/** Bytes as lower-case hexadecimal. */
export const toHex = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte] ?? '';
  return text;
};

/** The bytes of lower-case hexadecimal; undefined where the text is anything else. */
export const fromHex = (text: string): Uint8Array | undefined => {
  const bytes = new Uint8Array(Math.ceil(text.length / 2));
  for (let at = 0; at < bytes.length; at++) {
    const byte = BYTES.get(text.slice(2 * at, 2 * at + 2));
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return bytes;
};

/** Bytes as base64 (RFC 4648 §4). */
export const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** The bytes of base64 (RFC 4648 §4); undefined where the text is not the one way to write them. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
};

/** Bytes as base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** The bytes of base64url without padding; undefined where the text is not the one way to write them. */
export const fromBase64Url = (text: string): Uint8Array | undefined =>
  /[+/=]/.test(text)
    ? undefined
    : fromBase64(
        text
          .replaceAll('-', '+')
          .replaceAll('_', '/')
          .padEnd(Math.ceil(text.length / 4) * 4, '='),
      );

/** Joins byte strings. The caller delimits them where the boundary carries meaning. */
export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

/** Whether bytes are the same, for bytes that are no secret: how long it takes tells where they differ. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

const encoder = new TextEncoder();

/** UTF-8 bytes of a well-formed string. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);

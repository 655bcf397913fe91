import { concatBytes, utf8 } from '@temkin/kernel';

/** Bytes that a plaintext is padded to a multiple of: lengths tell hardly more than the names of the fields do. */
const PADDING = 256;

const SPACE = 0x20;

/** JSON (RFC 8259), padded with the white space that it may end with. */
export const encodeJson = (value: object): Uint8Array => {
  const json = utf8(JSON.stringify(value));
  const rest = Math.ceil(json.length / PADDING) * PADDING - json.length;
  return concatBytes(json, new Uint8Array(rest).fill(SPACE));
};

/** The value of what `encodeJson` wrote. */
export const decodeJson = (json: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(json));

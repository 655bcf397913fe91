import { concatBytes, fromHex, toHex } from '@temkin/kernel';
import { base45Length, fromBase45, toBase45 } from './base45.ts';
import { isKnownPayloadVersion } from './known-payload-versions.ts';
import { LABEL_KINDS, type LabelKind } from './label-kinds.ts';

/** Names the format and its version 1: how header, groups and tags lie. Alphanumeric, like all that follows. */
const PREFIX = 'TK1:';

/** One byte of payload version and kind, eight of label id. */
export const HEADER_LENGTH = 9;

const LABEL_ID_LENGTH = 8;

/** BLAKE2b output that follows the header of an opaque token. */
export const OPAQUE_MAC_LENGTH = 16;

/** An opaque token: the shortest there is. */
const MIN_TOKEN_BYTES = HEADER_LENGTH + OPAQUE_MAC_LENGTH;

/**
 * The most that paper takes: 644 bytes become 970 characters, which is what QR version 20 at level M holds (ISO/IEC 18004
 * table 7), 39.4 mm wide with its quiet zone at 0.375 mm a module. A sealed label takes every text that the API takes, as
 * long as it is in the code page.
 */
export const MAX_TOKEN_BYTES = 644;

/** Characters of the longest token. */
export const MAX_TOKEN_LENGTH = PREFIX.length + base45Length(MAX_TOKEN_BYTES);

/** A token as it was read: well-formed, and not yet known to be genuine. */
export interface LabelToken {
  readonly payloadVersion: number;
  /** Lower-case hexadecimal, 16 digits. */
  readonly labelId: string;
  /** The whole token, for digest and opening. */
  readonly bytes: Uint8Array;
}

/** The first nine bytes of a token. Throws where the label id is not 8 bytes of lower-case hexadecimal. */
export const labelHeader = (payloadVersion: number, kind: LabelKind, labelId: string): Uint8Array => {
  const id = fromHex(labelId);
  if (id?.length !== LABEL_ID_LENGTH) throw new Error('a label id is 8 bytes of lower-case hexadecimal');
  return concatBytes(Uint8Array.of(payloadVersion * 16 + LABEL_KINDS[kind].code), id);
};

/** The two halves of a header's first byte. */
export const versionAndKindOf = (
  bytes: Uint8Array,
): { readonly payloadVersion: number; readonly kindCode: number } => {
  const first = bytes[0] ?? 0;
  return { payloadVersion: first >> 4, kindCode: first & 0x0f };
};

/** What the QR code of a label says. */
export const tokenText = (bytes: Uint8Array): string => PREFIX + toBase45(bytes);

/**
 * Reads the text of a QR code. `malformed` says: no token of ours, or of a version this reader does not know (prefix,
 * base45, payload version, impossible length). Everything else is for the digest to judge, an unknown kind included.
 */
export const parseLabelToken = (text: string): LabelToken | 'malformed' => {
  if (text.length > MAX_TOKEN_LENGTH || !text.startsWith(PREFIX)) return 'malformed';
  const bytes = fromBase45(text.slice(PREFIX.length));
  if (bytes === undefined || bytes.length < MIN_TOKEN_BYTES) return 'malformed';
  const { payloadVersion } = versionAndKindOf(bytes);
  if (!isKnownPayloadVersion(payloadVersion)) return 'malformed';
  return { payloadVersion, labelId: toHex(bytes.subarray(1, HEADER_LENGTH)), bytes };
};

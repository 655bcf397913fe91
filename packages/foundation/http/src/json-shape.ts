const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** `[` and `]` differ from `{` and `}` by this bit, and from nothing else. */
const CURLY = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/** What JSON text amounts to, before anything builds a value of it. */
export interface JsonShape {
  /** How deeply objects and arrays nest; 0 for a bare value. */
  readonly depth: number;
  /** Members of all objects, repeated names counted as often as they are written. */
  readonly members: number;
}

/**
 * The shape of JSON text (RFC 8259), found in one pass and before anything recursive sees it. Of text that is not JSON it
 * says nothing useful, but ends all the same. Works on UTF-8 bytes: those of other characters are never below 0x80.
 */
export const jsonShape = (text: Uint8Array): JsonShape => {
  let level = 0;
  let depth = 0;
  let members = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COLON) members += 1;
    else if ((byte | CURLY) === OPENING) {
      level += 1;
      depth = Math.max(depth, level);
    } else if ((byte | CURLY) === CLOSING) level -= 1;
  }
  return { depth, members };
};

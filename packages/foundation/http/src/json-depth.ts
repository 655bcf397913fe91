const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `]` differ from `{` and `}` by this bit, and from nothing else. */
const CURLY = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/**
 * How deeply objects and arrays nest in JSON text (RFC 8259), found in one pass and before anything recursive sees it.
 * 0 for a bare value. Of text that is not JSON it says nothing useful, but ends all the same. Works on UTF-8 bytes:
 * those of other characters are never below 0x80.
 */
export const jsonDepth = (text: Uint8Array): number => {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if ((byte | CURLY) === OPENING) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if ((byte | CURLY) === CLOSING) depth -= 1;
  }
  return deepest;
};

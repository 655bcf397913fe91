import { utf8 } from '@temkin/kernel';

/** Bytes that a text is padded to a multiple of, so that its length does not tell one name from another. */
const PADDING = 32;

const MARK = 0x80;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text in UTF-8, then 0x80, then zeros (ISO/IEC 7816-4 padding). */
export const padText = (text: string): Uint8Array => {
  const bytes = utf8(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 1) / PADDING) * PADDING);
  padded.set(bytes);
  padded[bytes.length] = MARK;
  return padded;
};

/** The text of what `padText` made; undefined where it made nothing of the kind. */
export const unpadText = (padded: Uint8Array): string | undefined => {
  let end = padded.length - 1;
  while (padded[end] === 0) end -= 1;
  if (padded[end] !== MARK || padded.length % PADDING !== 0) return undefined;
  return decoder.decode(padded.subarray(0, end));
};

import { utf8 } from '@temkin/kernel';
import { isCleanText, isFoldedText } from './clean-text.ts';
import { ESCAPE, pageByte, pageCharacter } from './code-page.ts';
import { readByte, readVarint, writeByte, writeVarint, type Cursor } from './cursor.ts';

/** Strict, and a byte order mark is a character like any other. */
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const utf8Length = (codePoint: number): number => (codePoint < 0x8_00 ? 2 : codePoint < 0x1_00_00 ? 3 : 4);

const codedLength = (text: string): number => {
  let length = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    length += pageByte(codePoint) === 0 ? 1 + utf8Length(codePoint) : 1;
  }
  return length;
};

/** Writes a clean, normalised text: its length in bytes as a varint, then a page byte or an escape per code point. */
export const writeText = (out: Cursor, text: string): void => {
  writeVarint(out, codedLength(text));
  for (const character of text) {
    const byte = pageByte(character.codePointAt(0) ?? 0);
    if (byte > 0) {
      writeByte(out, byte);
      continue;
    }
    writeByte(out, ESCAPE);
    for (const unit of utf8(character)) writeByte(out, unit);
  }
};

/**
 * One code point in UTF-8 (RFC 3629), shortest form, that has no byte in the page. ASCII is in the page, or a control
 * character and refused with the text.
 */
const readEscaped = (source: Cursor): string | undefined => {
  const lead = source.bytes[source.at] ?? 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const bytes = source.bytes.subarray(source.at, (source.at += length));
  try {
    const character = utf8Decoder.decode(bytes);
    return pageByte(character.codePointAt(0) ?? 0) === 0 ? character : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Reads what `writeText` wrote; undefined for anything it would not write. NFC alone is not checked again: the answer
 * can differ between Unicode versions, and a label must open on a phone that is older than the server.
 */
export const readText = (source: Cursor): string | undefined => {
  const length = readVarint(source);
  if (length === undefined || length > source.bytes.length - source.at) return undefined;
  const end = source.at + length;
  let text = '';
  while (source.at < end) {
    const byte = readByte(source) ?? 0;
    const character = byte === ESCAPE ? readEscaped(source) : pageCharacter(byte);
    if (character === undefined) return undefined;
    text += character;
  }
  return source.at === end && isFoldedText(text) && isCleanText(text) ? text : undefined;
};

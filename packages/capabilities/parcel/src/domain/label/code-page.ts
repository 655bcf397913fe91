/**
 * The code page of label texts is VISCII 1.1 (RFC 1456 §3, table 1): printable ASCII at its own place, the 134
 * precomposed Vietnamese letters at 0x80 to 0xFF and at six places of control characters. No other byte is in use, save
 * ESCAPE, which announces one code point in UTF-8.
 */
export const ESCAPE = 0x1b;

const UPPER_HALF =
  'ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ' + // 0x80
  'ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ' + // 0x90
  'Õắằặấầẩậẽẹếềểễệố' + // 0xA0
  'ồổỗỠƠộờởịỰỨỪỬơớƯ' + // 0xB0
  'ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ' + // 0xC0
  'ĐứÒÓÔạỷừửÙÚỹỵÝỡư' + // 0xD0
  'àáâãảăữẫèéêẻìíĩỉ' + // 0xE0
  'đựòóôõỏọụùúũủýợỮ'; // 0xF0

/** The characters of the page by their byte. */
export const CODE_PAGE: ReadonlyMap<number, string> = new Map([
  ...Array.from({ length: 0x7f - 0x20 }, (_, i): [number, string] => [
    0x20 + i,
    String.fromCharCode(0x20 + i),
  ]),
  ...Array.from(UPPER_HALF, (letter, i): [number, string] => [0x80 + i, letter]),
  [0x02, 'Ẳ'],
  [0x05, 'Ẵ'],
  [0x06, 'Ẫ'],
  [0x14, 'Ỷ'],
  [0x19, 'Ỹ'],
  [0x1e, 'Ỵ'],
]);

const characters: readonly (string | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  CODE_PAGE.get(byte),
);

/** The last code point of the page is ỹ, U+1EF9. */
const bytes = new Uint8Array(0x1e_fa);
for (const [byte, character] of CODE_PAGE) bytes[character.charCodeAt(0)] = byte;

/** The byte of a code point; 0, which is no byte of the page, where it has none. */
export const pageByte = (codePoint: number): number => bytes[codePoint] ?? 0;

/** The character of a byte; undefined where it has none. */
export const pageCharacter = (byte: number): string | undefined => characters[byte];

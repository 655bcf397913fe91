import { concatBytes, utf8 } from '@temkin/kernel';
import type { Bitmap } from './bitmap.ts';
import { deflate } from './deflate.ts';
import { labelBitmap } from './label-bitmap.ts';
import type { Label } from './label.ts';
import { PRINT_HEADS, type Dpi } from './print-head.ts';

/**
 * A label as a PNG file of black and white dots, each a dot of the print head, so that it prints as it is: 800 × 600 at
 * 203 dpi, 1181 × 886 at 300. Refuses as `labelLayout` does.
 */
export const labelPng = (label: Label, dpi: Dpi = 203): Promise<Uint8Array<ArrayBuffer>> =>
  toPng(labelBitmap(label, dpi), dpi);

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const BIT_DEPTH = 1;
const GREYSCALE = 0;
const UNIT_METRE = 1;

/** PNG (third edition) §11: one bit a pixel, 1 for white, every row unfiltered. */
const toPng = async (
  { width, height, rowBytes, bytes }: Bitmap,
  dpi: Dpi,
): Promise<Uint8Array<ArrayBuffer>> => {
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let i = 0; i < rowBytes; i += 1) rows[y * (rowBytes + 1) + 1 + i] = ~(bytes[y * rowBytes + i] ?? 0);
  const dotsPerMetre = Math.round(1_000 / PRINT_HEADS[dpi].dotMm);
  return new Uint8Array(
    concatBytes(
      Uint8Array.from(SIGNATURE),
      chunk('IHDR', concatBytes(uint32(width), uint32(height), Uint8Array.of(BIT_DEPTH, GREYSCALE, 0, 0, 0))),
      chunk('pHYs', concatBytes(uint32(dotsPerMetre), uint32(dotsPerMetre), Uint8Array.of(UNIT_METRE))),
      chunk('IDAT', await deflate(rows)),
      chunk('IEND', new Uint8Array(0)),
    ),
  );
};

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const checked = concatBytes(utf8(type), data);
  return concatBytes(uint32(data.length), checked, uint32(crc32(checked)));
};

const uint32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

/** The check sum of a chunk (PNG §5.5): no cryptography. */
const crc32 = (bytes: Uint8Array): number => {
  let sum = 0xffff_ffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ ((sum & 1) === 0 ? 0 : 0xedb8_8320);
  }
  return ~sum >>> 0;
};

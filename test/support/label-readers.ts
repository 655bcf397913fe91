import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import jsQR from 'jsqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer }, fireImmediately: true });

/** A picture of black and white dots. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** A byte for each dot, row by row: 1 where it is black. */
  readonly dots: Uint8Array;
}

export const blank = (width: number, height: number): Picture => ({
  width,
  height,
  dots: new Uint8Array(width * height),
});

/** Blackens a rectangle, in whole dots; what lies outside is left out. */
export const blacken = (picture: Picture, x: number, y: number, width: number, height: number): void => {
  for (let row = Math.max(0, y); row < Math.min(picture.height, y + height); row += 1)
    picture.dots.fill(
      1,
      row * picture.width + Math.max(0, x),
      row * picture.width + Math.max(0, Math.min(picture.width, x + width)),
    );
};

/** Reads a PNG file of one bit a pixel, every row unfiltered. Throws for any other. */
export const readPng = (file: Uint8Array): Picture => {
  const bytes = Buffer.from(file);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    chunks.set(
      bytes.toString('latin1', at + 4, at + 8),
      bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)),
    );
  const head = chunks.get('IHDR') ?? Buffer.alloc(13);
  if (!head.subarray(8).equals(Buffer.from([1, 0, 0, 0, 0]))) throw new Error('not one bit of grey');
  const picture = blank(head.readUInt32BE(0), head.readUInt32BE(4));
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const stride = 1 + Math.ceil(picture.width / 8);
  for (let y = 0; y < picture.height; y += 1) {
    if (rows[y * stride] !== 0) throw new Error('a filtered row');
    for (let x = 0; x < picture.width; x += 1) {
      const isWhite = ((rows[y * stride + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
      if (!isWhite) blacken(picture, x, y, 1, 1);
    }
  }
  return picture;
};

/** What a camera takes: grey, turned by some degrees about the middle, blurred over so many dots each way. */
export const photograph = (
  { width, height, dots }: Picture,
  { degrees = 0, blur = 0 }: { readonly degrees?: number; readonly blur?: number } = {},
): ImageData => {
  const side = degrees === 0 ? undefined : Math.ceil(Math.hypot(width, height));
  const [outWidth, outHeight] = [side ?? width, side ?? height];
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const sharp = new Float32Array(outWidth * outHeight).fill(255);
  for (let y = 0; y < outHeight; y += 1) {
    for (let x = 0; x < outWidth; x += 1) {
      const [dx, dy] = [x + 0.5 - outWidth / 2, y + 0.5 - outHeight / 2];
      const column = Math.floor(width / 2 + dx * cos + dy * sin);
      const row = Math.floor(height / 2 - dx * sin + dy * cos);
      const inside = column >= 0 && row >= 0 && column < width && row < height;
      if (inside && dots[row * width + column] === 1) sharp[y * outWidth + x] = 0;
    }
  }
  const data = new Uint8ClampedArray(outWidth * outHeight * 4).fill(255);
  for (let y = 0; y < outHeight; y += 1) {
    for (let x = 0; x < outWidth; x += 1) {
      let [light, count] = [0, 0];
      for (let dy = -blur; dy <= blur; dy += 1) {
        for (let dx = -blur; dx <= blur; dx += 1) {
          const inside = x + dx >= 0 && x + dx < outWidth && y + dy >= 0 && y + dy < outHeight;
          light += inside ? (sharp[(y + dy) * outWidth + x + dx] ?? 255) : 255;
          count += 1;
        }
      }
      data.fill(light / count, (y * outWidth + x) * 4, (y * outWidth + x) * 4 + 3);
    }
  }
  return { data, width: outWidth, height: outHeight, colorSpace: 'srgb' };
};

/** What two independent decoders read, and the Code 128. */
export const readLabel = async (image: ImageData) => {
  const read = async (format: 'QRCode' | 'Code128') =>
    (await readBarcodes(image, { formats: [format], tryHarder: true }))[0]?.text;
  return {
    zxing: await read('QRCode'),
    jsqr: jsQR(image.data, image.width, image.height, { inversionAttempts: 'dontInvert' })?.data,
    code128: await read('Code128'),
  };
};

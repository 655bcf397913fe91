/** A picture of black and white dots, rows of whole bytes, the leftmost dot in the highest bit, 1 for black. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
  readonly bytes: Uint8Array;
}

/** A white picture. */
export const blankBitmap = (width: number, height: number): Bitmap => {
  const rowBytes = Math.ceil(width / 8);
  return { width, height, rowBytes, bytes: new Uint8Array(rowBytes * height) };
};

/** Whether a dot is black; outside the picture none is. */
export const isBlack = ({ width, height, rowBytes, bytes }: Bitmap, x: number, y: number): boolean =>
  x >= 0 &&
  y >= 0 &&
  x < width &&
  y < height &&
  ((bytes[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;

/** Blackens dots of a row from one to before another; what lies outside is left out. */
export const blackenRun = (bitmap: Bitmap, y: number, from: number, to: number): void => {
  if (y < 0 || y >= bitmap.height) return;
  const row = y * bitmap.rowBytes;
  for (let x = Math.max(0, from); x < Math.min(to, bitmap.width); x += 1)
    bitmap.bytes[row + (x >> 3)] = (bitmap.bytes[row + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
};

/** Blackens what is black in another picture, whose top left corner comes to lie at a place. */
export const stamp = (bitmap: Bitmap, stamped: Bitmap, left: number, top: number): void => {
  for (let y = 0; y < stamped.height; y += 1)
    for (let x = 0; x < stamped.width; x += 1)
      if (isBlack(stamped, x, y)) blackenRun(bitmap, top + y, left + x, left + x + 1);
};

import { toHex } from '@temkin/kernel';
import type { Bitmap } from './bitmap.ts';

/**
 * A picture as a ZPL II graphic field, `^GFA,…^FS` (ZPL II Programming Guide, "^GF"), in the guide's alternative
 * compression: `G` to `Y` repeat the next digit 1 to 19 times, `g` to `z` 20 to 400 times; `,` fills the row with zeros;
 * `:` repeats the row above.
 */
export const zplGraphic = ({ rowBytes, height, bytes }: Bitmap): string => {
  const total = rowBytes * height;
  let data = '';
  let above = '';
  for (let y = 0; y < height; y += 1) {
    const row = toHex(bytes.subarray(y * rowBytes, (y + 1) * rowBytes)).toUpperCase();
    data += row === above ? ':' : packed(row);
    above = row;
  }
  return `^GFA,${total},${total},${rowBytes},${data}^FS`;
};

const packed = (row: string): string => {
  const inked = row.replace(/0+$/, '');
  const runs = inked.replaceAll(/(.)\1*/g, (run, digit: string) => `${repeat(run.length)}${digit}`);
  return inked.length < row.length ? `${runs},` : runs;
};

const repeat = (times: number): string =>
  times === 1 ? '' : nth('g', Math.floor(times / 20)) + nth('G', times % 20);

const nth = (first: string, n: number): string =>
  n === 0 ? '' : String.fromCharCode(first.charCodeAt(0) + n - 1);

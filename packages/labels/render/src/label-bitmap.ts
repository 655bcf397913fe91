import { barBoxes } from './bar-boxes.ts';
import { blackenRun, blankBitmap, isBlack, stamp, type Bitmap } from './bitmap.ts';
import { darkRuns } from './dark-runs.ts';
import { glyphBitmap } from './font/glyph-bitmap.ts';
import { setText } from './font/set-text.ts';
import { labelLayout } from './label-layout.ts';
import type { Label } from './label.ts';
import { LABEL_MM, type LogoMark, type Mark, type Place } from './layout.ts';
import { PRINT_HEADS, type Dpi, type PrintHead } from './print-head.ts';
import { qrMatrix } from './qr-matrix.ts';

/** A label in the dots of a print head: 800 × 600 at 203 dpi, 1181 × 886 at 300. Pure. Refuses as `labelLayout` does. */
export const labelBitmap = (label: Label, dpi: Dpi): Bitmap => {
  const head = PRINT_HEADS[dpi];
  const bitmap = blankBitmap(dotsOf(LABEL_MM.width, head), dotsOf(LABEL_MM.height, head));
  for (const mark of labelLayout(label, head).marks) draw(bitmap, mark, head);
  return bitmap;
};

/** A length in whole dots. */
export const dotsOf = (mm: number, { dotMm }: PrintHead): number => Math.round(mm / dotMm);

const draw = (bitmap: Bitmap, mark: Mark, head: PrintHead): void => {
  switch (mark.kind) {
    case 'text':
      for (const { letter, x, y } of setText(mark, head)) {
        const glyph = glyphBitmap(letter);
        stamp(bitmap, glyph.bitmap, x + glyph.left, y + glyph.top);
      }
      return;
    case 'box':
      return fill(bitmap, mark, { width: mark.widthMm, height: mark.heightMm }, head);
    case 'qr': {
      const { size, isDark } = qrMatrix(mark.token, mark.errorCorrection);
      for (const { row, from, width } of darkRuns({ rows: size, columns: size }, isDark)) {
        const at = { x: mark.x + from * mark.moduleMm, y: mark.y + row * mark.moduleMm };
        fill(bitmap, at, { width: width * mark.moduleMm, height: mark.moduleMm }, head);
      }
      return;
    }
    case 'bars':
      for (const { from, width } of barBoxes(mark.symbol)) {
        const at = { x: mark.x + from * mark.moduleMm, y: mark.y };
        fill(bitmap, at, { width: width * mark.moduleMm, height: mark.heightMm }, head);
      }
      return;
    case 'logo':
      stamp(bitmap, logoBitmap(mark, head), dotsOf(mark.x, head), dotsOf(mark.y, head));
  }
};

const fill = (
  bitmap: Bitmap,
  { x, y }: Place,
  { width, height }: { readonly width: number; readonly height: number },
  head: PrintHead,
): void => {
  const [left, top] = [dotsOf(x, head), dotsOf(y, head)];
  for (let row = top; row < top + dotsOf(height, head); row += 1)
    blackenRun(bitmap, row, left, left + dotsOf(width, head));
};

/** A logo in the dots of a print head: each takes the dot of the logo that lies under its middle. */
export const logoBitmap = ({ bitmap, widthMm, heightMm }: LogoMark, head: PrintHead): Bitmap => {
  const scaled = blankBitmap(dotsOf(widthMm, head), dotsOf(heightMm, head));
  for (let y = 0; y < scaled.height; y += 1) {
    for (let x = 0; x < scaled.width; x += 1) {
      const column = Math.floor(((x + 0.5) / scaled.width) * bitmap.width);
      const row = Math.floor(((y + 0.5) / scaled.height) * bitmap.height);
      if (isBlack(bitmap, column, row)) blackenRun(scaled, y, x, x + 1);
    }
  }
  return scaled;
};

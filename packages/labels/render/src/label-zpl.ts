import type { Code128 } from './code-128.ts';
import { glyphBitmap } from './font/glyph-bitmap.ts';
import { perLetter } from './font/glyph-cache.ts';
import { setText } from './font/set-text.ts';
import { dotsOf, logoBitmap } from './label-bitmap.ts';
import { labelLayout } from './label-layout.ts';
import type { Label } from './label.ts';
import { LABEL_MM, type BarsMark, type Mark, type QrMark, type TextMark } from './layout.ts';
import { PRINT_HEADS, type Dpi, type PrintHead } from './print-head.ts';
import { QR_MASK } from './qr-matrix.ts';
import { zplGraphic } from './zpl-graphic.ts';

/**
 * A label as ZPL II for printers of 203 or 300 dpi. The printer draws QR and Code 128; text is drawn here, letter by
 * letter, for printers have no Vietnamese ones. One label is one format, `^XA` to `^XZ`; several are written one behind
 * the other. ASCII. Pure but for a cache of letters. Refuses as `labelLayout` does.
 */
export const labelZpl = (label: Label, dpi: Dpi = 203): string => {
  const head = PRINT_HEADS[dpi];
  const [width, height] = [dotsOf(LABEL_MM.width, head), dotsOf(LABEL_MM.height, head)];
  let zpl = `^XA^PW${width}^LL${height}^LH0,0`;
  for (const mark of labelLayout(label, head).marks) zpl += fields(mark, head);
  return `${zpl}^XZ\n`;
};

const fields = (mark: Mark, head: PrintHead): string => {
  switch (mark.kind) {
    case 'text':
      return textFields(mark, head);
    case 'box': {
      const [width, height] = [dotsOf(mark.widthMm, head), dotsOf(mark.heightMm, head)];
      return `${origin(mark, head)}^GB${width},${height},${Math.min(width, height)}^FS`;
    }
    case 'qr':
      return qrField(mark, head);
    case 'bars':
      return barsField(mark, head);
    case 'logo':
      return origin(mark, head) + zplGraphic(logoBitmap(mark, head));
  }
};

const origin = ({ x, y }: { readonly x: number; readonly y: number }, head: PrintHead): string =>
  `^FO${dotsOf(x, head)},${dotsOf(y, head)}`;

const letterGraphic = perLetter((letter) => {
  const { bitmap, left, top } = glyphBitmap(letter);
  return { left, top, graphic: bitmap.bytes.length === 0 ? '' : zplGraphic(bitmap) };
});

const textFields = (mark: TextMark, head: PrintHead): string => {
  let zpl = '';
  for (const { letter, x, y } of setText(mark, head)) {
    const { left, top, graphic } = letterGraphic(letter);
    // No field begins left of the label.
    if (graphic !== '') zpl += `^FO${Math.max(0, x + left)},${Math.max(0, y + top)}${graphic}`;
  }
  return zpl;
};

/**
 * `^BQ`: model 2, dots a module, level, mask; then the data with the level once more and the mode given by hand,
 * alphanumeric. The token's alphabet has no character that ZPL reads as a command. Some printers draw the symbol ten dots
 * lower than they are told; the layout has the room.
 */
const qrField = (mark: QrMark, head: PrintHead): string => {
  const { errorCorrection: level, token } = mark;
  return `${origin(mark, head)}^BQN,2,${dotsOf(mark.moduleMm, head)},${level},${QR_MASK}^FD${level}M,A${token}^FS`;
};

const barsField = (mark: BarsMark, head: PrintHead): string => {
  const [moduleDots, height] = [dotsOf(mark.moduleMm, head), dotsOf(mark.heightMm, head)];
  return `${origin(mark, head)}^BY${moduleDots}^BCN,${height},N,N,N,N^FH_^FD${barsData(mark.symbol)}^FS`;
};

/** Start and change of code sets as `^BC` writes them; what has a meaning to it or to ZPL is written otherwise. */
const barsData = ({ parts }: Code128): string =>
  parts
    .map(({ set, text }, index) => {
      const invocation = index === 0 ? { B: '>:', C: '>;' } : { B: '>6', C: '>5' };
      return invocation[set] + text.replaceAll('>', '><').replaceAll(/[_^~]/g, escaped);
    })
    .join('');

const escaped = (character: string): string => `_${character.charCodeAt(0).toString(16).toUpperCase()}`;

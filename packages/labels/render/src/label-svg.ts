import { barBoxes } from './bar-boxes.ts';
import { isBlack } from './bitmap.ts';
import { darkRuns } from './dark-runs.ts';
import { escapeXml } from './escape-xml.ts';
import { labelLayout } from './label-layout.ts';
import type { Label } from './label.ts';
import { LABEL_MM, type BarsMark, type LogoMark, type Mark, type QrMark, type TextMark } from './layout.ts';
import { modulePath } from './module-path.ts';
import { PRINT_HEADS } from './print-head.ts';
import { qrMatrix } from './qr-matrix.ts';

/**
 * A label as an SVG picture; one unit of the drawing is one millimetre. Laid out for 203 dpi: a module of the QR is
 * 0.375 mm (3 dots) or, where the token leaves room, up to 0.75 mm. Text is text, in our font where the reader has it.
 * Pure; every text is escaped. Refuses as `labelLayout` does.
 */
export const labelSvg = (label: Label): string => {
  const { title, marks } = labelLayout(label, PRINT_HEADS[203]);
  const { width, height } = LABEL_MM;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm"` +
      ` viewBox="0 0 ${width} ${height}" font-family="'Be Vietnam Pro','Noto Sans',Arial,sans-serif"` +
      ` role="img" xml:lang="vi">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...marks.map(element),
    '</svg>',
  ].join('\n');
};

const element = (mark: Mark): string => {
  switch (mark.kind) {
    case 'text':
      return textElement(mark);
    case 'box':
      return `<path d="M${mark.x} ${mark.y}h${mark.widthMm}v${mark.heightMm}h-${mark.widthMm}z"/>`;
    case 'qr':
      return qrElement(mark);
    case 'bars':
      return barsElement(mark);
    case 'logo':
      return logoElement(mark);
  }
};

const textElement = ({ x, y, sizeMm, bold, content }: TextMark): string =>
  `<text x="${x}" y="${y.toFixed(2)}" font-size="${sizeMm.toFixed(2)}"${bold ? ' font-weight="700"' : ''}>${escapeXml(content)}</text>`;

const qrElement = ({ x, y, moduleMm, token, errorCorrection }: QrMark): string => {
  const { size, isDark } = qrMatrix(token, errorCorrection);
  return squares({ x, y, scale: `${moduleMm}` }, modulePath(darkRuns({ rows: size, columns: size }, isDark)));
};

const barsElement = ({ x, y, moduleMm, heightMm, symbol }: BarsMark): string => {
  let path = '';
  for (const { from, width } of barBoxes(symbol)) path += `M${from} 0h${width}v1h-${width}z`;
  return squares({ x, y, scale: `${moduleMm} ${heightMm}` }, path);
};

const logoElement = ({ x, y, widthMm, heightMm, bitmap }: LogoMark): string => {
  const { width, height } = bitmap;
  const runs = darkRuns({ rows: height, columns: width }, (row, column) => isBlack(bitmap, column, row));
  return squares({ x, y, scale: `${widthMm / width} ${heightMm / height}` }, modulePath(runs));
};

const squares = ({ x, y, scale }: { x: number; y: number; scale: string }, path: string): string =>
  `<path transform="translate(${x} ${y}) scale(${scale})" shape-rendering="crispEdges" d="${path}"/>`;

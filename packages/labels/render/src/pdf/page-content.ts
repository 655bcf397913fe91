import { barBoxes } from '../bar-boxes.ts';
import { isBlack } from '../bitmap.ts';
import { darkRuns } from '../dark-runs.ts';
import { faceOf } from '../font/faces.ts';
import type { BarsMark, LogoMark, Mark, Place, QrMark, TextMark } from '../layout.ts';
import { qrMatrix } from '../qr-matrix.ts';

/** What a millimetre is in the units of a page (ISO 32000-1 §8.3.2.3: 72 to the inch). */
export const POINTS_PER_MM = 72 / 25.4;

/** Drawing operators of one label whose top left corner is at a place of the page, in millimetres from that of the page. */
export const labelContent = (marks: readonly Mark[], at: Place, pageHeightMm: number): string => {
  const unit = points(1);
  const [x, y] = [points(at.x), points(pageHeightMm - at.y)];
  // From here on millimetres, downwards.
  return `q ${unit} 0 0 -${unit} ${x} ${y} cm\n${marks.map(operators).join('')}Q\n`;
};

const points = (mm: number): string => (mm * POINTS_PER_MM).toFixed(4);

const number = (value: number): string => String(Number(value.toFixed(4)));

const operators = (mark: Mark): string => {
  switch (mark.kind) {
    case 'text':
      return textOperators(mark);
    case 'box':
      return `${rectangle(mark.x, mark.y, mark.widthMm, mark.heightMm)}f\n`;
    case 'qr':
      return qrOperators(mark);
    case 'bars':
      return barsOperators(mark);
    case 'logo':
      return logoOperators(mark);
  }
};

/** Codes are glyph numbers; the text matrix turns the letters the right way up again. */
const textOperators = ({ x, y, sizeMm, bold, content }: TextMark): string => {
  const face = faceOf(bold);
  const codes = Array.from(content, (character) =>
    face
      .glyphOf(character.codePointAt(0) ?? 0)
      .toString(16)
      .padStart(4, '0'),
  );
  return `BT /${bold ? 'B' : 'R'} ${number(sizeMm)} Tf 1 0 0 -1 ${number(x)} ${number(y)} Tm <${codes.join('')}> Tj ET\n`;
};

const qrOperators = ({ x, y, moduleMm, token, errorCorrection }: QrMark): string => {
  const { size, isDark } = qrMatrix(token, errorCorrection);
  const runs = darkRuns({ rows: size, columns: size }, isDark);
  return inUnits(
    { x, y },
    { width: moduleMm, height: moduleMm },
    runs.map(({ row, from, width }) => rectangle(from, row, width, 1)),
  );
};

const barsOperators = ({ x, y, moduleMm, heightMm, symbol }: BarsMark): string =>
  inUnits(
    { x, y },
    { width: moduleMm, height: heightMm },
    barBoxes(symbol).map(({ from, width }) => rectangle(from, 0, width, 1)),
  );

const logoOperators = ({ x, y, widthMm, heightMm, bitmap }: LogoMark): string => {
  const { width, height } = bitmap;
  const runs = darkRuns({ rows: height, columns: width }, (row, column) => isBlack(bitmap, column, row));
  return inUnits(
    { x, y },
    { width: widthMm / width, height: heightMm / height },
    runs.map((run) => rectangle(run.from, run.row, run.width, 1)),
  );
};

/** All rectangles are one path, filled at once, so that no hairlines show between them. */
const inUnits = (
  { x, y }: Place,
  unit: { readonly width: number; readonly height: number },
  rectangles: readonly string[],
): string =>
  `q ${number(unit.width)} 0 0 ${number(unit.height)} ${number(x)} ${number(y)} cm\n${rectangles.join('')}f\nQ\n`;

const rectangle = (x: number, y: number, width: number, height: number): string =>
  `${number(x)} ${number(y)} ${number(width)} ${number(height)} re\n`;

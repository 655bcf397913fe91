import { escapeXml } from './escape-xml.ts';

/** One line of text on a label, in millimetres. */
export interface Line {
  readonly content: string;
  /** Largest font size; a line too long for its width is set smaller. */
  readonly sizeMm: number;
  readonly bold?: boolean;
  /** Room left above it in a column. */
  readonly gapMm?: number;
}

/** The font size at which a line fits into a width, whichever of the usual sans-serif fonts is there. */
export const fittedSizeMm = ({ content, sizeMm }: Line, widthMm: number): number =>
  Math.min(sizeMm, widthMm / widthInEms(content));

/** Width of a bold line, rounded up: advances of Noto Sans Bold and Arial Bold by kind of letter. */
const widthInEms = (content: string): number => {
  let ems = 0.01;
  for (const character of content) {
    if (/[\s.,:;'’|/ijl·()-]/u.test(character)) ems += 0.36;
    else if (/[MWmw@%]|\p{Emoji_Presentation}|\p{Ideographic}/u.test(character)) ems += 1;
    else ems += /[\p{Ll}\p{M}]/u.test(character) ? 0.61 : 0.72;
  }
  return ems;
};

/** An SVG text element with its left end at x and its baseline at y. */
export const textElement = (line: Line, place: { x: number; y: number; widthMm: number }): string => {
  const size = fittedSizeMm(line, place.widthMm).toFixed(2);
  const weight = line.bold === true ? ' font-weight="700"' : '';
  return `<text x="${place.x}" y="${place.y.toFixed(2)}" font-size="${size}"${weight}>${escapeXml(line.content)}</text>`;
};

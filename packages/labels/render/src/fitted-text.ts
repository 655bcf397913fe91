import { widthInEms } from './font/faces.ts';

/** One line of text on a label, in millimetres. */
export interface Line {
  readonly content: string;
  /** Largest font size; a line too long for its width is set smaller. */
  readonly sizeMm: number;
  readonly bold?: boolean;
}

/** The font size at which a line fits into a width, in our font and in whichever of the usual ones an SVG finds. */
export const fittedSizeMm = ({ content, sizeMm, bold = false }: Line, widthMm: number): number =>
  Math.min(sizeMm, widthMm / Math.max(widthInEms(content, bold), usualWidthInEms(content)));

/** Advances of Noto Sans Bold and Arial Bold, rounded up, by kind of letter. */
const KINDS: readonly { readonly letters: RegExp; readonly ems: number }[] = [
  { letters: /[\s.,:;'’|/ijl·()-]/u, ems: 0.36 },
  { letters: /[MWmw@%]|\p{Emoji_Presentation}|\p{Ideographic}/u, ems: 1 },
  { letters: /[\p{Ll}\p{M}]/u, ems: 0.61 },
];
const OTHER_EMS = 0.72;

const emsOf = (character: string): number =>
  KINDS.find(({ letters }) => letters.test(character))?.ems ?? OTHER_EMS;

/** Letters of the basic plane are looked up, for a label has two hundred of them. */
const KNOWN_EMS = new Float64Array(0x1_0000);

const usualWidthInEms = (content: string): number => {
  let ems = 0.01;
  for (const character of content) {
    const codePoint = character.codePointAt(0) ?? 0;
    const known = KNOWN_EMS[codePoint] ?? 0;
    const width = known === 0 ? emsOf(character) : known;
    if (codePoint < KNOWN_EMS.length) KNOWN_EMS[codePoint] = width;
    ems += width;
  }
  return ems;
};

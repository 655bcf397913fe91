import type { TextMark } from '../layout.ts';
import type { PrintHead } from '../print-head.ts';
import { faceOf } from './faces.ts';
import type { Letter } from './glyph-cache.ts';

/** A letter and where its pen stands, in whole dots from the top left corner of the label. */
export interface SetLetter {
  readonly letter: Letter;
  readonly x: number;
  readonly y: number;
}

/** The letters of a line for a print head. The size is rounded down, so that what fits stays fitting. */
export const setText = (mark: TextMark, { dotMm }: PrintHead): readonly SetLetter[] => {
  const { bold } = mark;
  const face = faceOf(bold);
  const emDots = Math.max(1, Math.floor(mark.sizeMm / dotMm));
  const y = Math.round(mark.y / dotMm);
  let pen = mark.x / dotMm;
  return Array.from(mark.content, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    const x = Math.round(pen);
    pen += (emDots * face.advanceOf(face.glyphOf(codePoint))) / face.unitsPerEm;
    return { letter: { codePoint, emDots, bold }, x, y };
  });
};

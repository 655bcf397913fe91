import { once } from '@temkin/kernel';
import { BOLD, REGULAR } from './be-vietnam-pro.ts';
import { readTrueType, type TrueType } from './true-type.ts';

const read = (base64: string): TrueType =>
  readTrueType(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));

const regular = once(() => read(REGULAR));
const bold = once(() => read(BOLD));

/** The font of a weight, read when it is first needed: Be Vietnam Pro, with every Vietnamese letter. */
export const faceOf = (isBold: boolean): TrueType => (isBold ? bold() : regular());

/** Width of a text at size 1 in this font; without kerning, as every format sets it. */
export const widthInEms = (content: string, isBold: boolean): number => {
  const face = faceOf(isBold);
  let units = 0;
  for (const character of content) units += face.advanceOf(face.glyphOf(character.codePointAt(0) ?? 0));
  return units / face.unitsPerEm;
};

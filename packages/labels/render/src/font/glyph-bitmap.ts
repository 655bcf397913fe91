import { blackenRun, blankBitmap, type Bitmap } from '../bitmap.ts';
import { faceOf } from './faces.ts';
import { flatten, type Edge } from './flatten.ts';
import { perLetter, type Letter } from './glyph-cache.ts';

/** A letter in dots: its picture, and where that stands to the pen, y downwards from the baseline. */
export interface GlyphBitmap {
  readonly bitmap: Bitmap;
  readonly left: number;
  readonly top: number;
}

/**
 * A letter at a size in dots an em: a dot is black where its middle is inside the outline (non-zero winding, as TrueType
 * fills). Nothing is smoothed, for a print head knows no grey.
 */
export const drawGlyph = ({ codePoint, emDots, bold }: Letter): GlyphBitmap => {
  const face = faceOf(bold);
  const scale = emDots / face.unitsPerEm;
  const edges = face
    .outlineOf(face.glyphOf(codePoint))
    .flatMap((contour) => flatten(contour, (x, y) => ({ x: x * scale, y: -y * scale })));
  if (edges.length === 0) return { bitmap: blankBitmap(0, 0), left: 0, top: 0 };

  const xs = edges.flatMap(({ from, to }) => [from.x, to.x]);
  const ys = edges.flatMap(({ from, to }) => [from.y, to.y]);
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  const bitmap = blankBitmap(Math.ceil(Math.max(...xs)) - left, Math.ceil(Math.max(...ys)) - top);
  for (let y = 0; y < bitmap.height; y += 1)
    for (const [from, to] of insideRuns(edges, top + y + 0.5))
      blackenRun(bitmap, y, Math.ceil(from - 0.5) - left, Math.ceil(to - 0.5) - left);
  return { bitmap, left, top };
};

/** The same, drawn once for each letter and size. */
export const glyphBitmap = perLetter(drawGlyph);

/** From where to where a horizontal line is inside the outline. */
const insideRuns = (edges: readonly Edge[], y: number): readonly (readonly [number, number])[] => {
  const crossings = edges
    .filter(({ from, to }) => from.y <= y !== to.y <= y)
    .map(({ from, to }) => ({
      x: from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x),
      turn: from.y < to.y ? 1 : -1,
    }))
    .toSorted((a, b) => a.x - b.x);
  const runs: (readonly [number, number])[] = [];
  let winding = 0;
  let start = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) start = x;
    winding += turn;
    if (winding === 0) runs.push([start, x]);
  }
  return runs;
};

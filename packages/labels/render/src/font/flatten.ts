import type { OutlinePoint } from './true-type.ts';

/** A place in a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight piece of an outline. */
export interface Edge {
  readonly from: Point;
  readonly to: Point;
}

/** Straight pieces for one curve: at 112 dots an em, our largest letters, they stray less than a tenth of a dot. */
const PIECES = 8;

const between = (a: OutlinePoint, b: OutlinePoint): OutlinePoint => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
  onCurve: true,
});

/** A closed contour with the points on the curve that TrueType leaves out, beginning with one that is on it. */
const completed = (contour: readonly OutlinePoint[]): readonly OutlinePoint[] => {
  const whole = contour.flatMap((point, i) => {
    const next = contour[(i + 1) % contour.length] ?? point;
    return point.onCurve || next.onCurve ? [point] : [point, between(point, next)];
  });
  const first = whole.findIndex(({ onCurve }) => onCurve);
  return [...whole.slice(first), ...whole.slice(0, first)];
};

/** A contour of lines and quadratic curves as straight pieces, placed by the caller. */
export const flatten = (
  contour: readonly OutlinePoint[],
  place: (x: number, y: number) => Point,
): readonly Edge[] => {
  const points = completed(contour);
  const edges: Edge[] = [];
  const at = (i: number): OutlinePoint => points[i % points.length] ?? { x: 0, y: 0, onCurve: true };
  let pen = place(at(0).x, at(0).y);
  const lineTo = (x: number, y: number): void => {
    const to = place(x, y);
    edges.push({ from: pen, to });
    pen = to;
  };
  for (let i = 0; i < points.length; i += 1) {
    const [start, control] = [at(i), at(i + 1)];
    if (control.onCurve) {
      lineTo(control.x, control.y);
      continue;
    }
    const end = at(i + 2);
    for (let piece = 1; piece <= PIECES; piece += 1) {
      const t = piece / PIECES;
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
      lineTo(a * start.x + b * control.x + c * end.x, a * start.y + b * control.y + c * end.y);
    }
    i += 1;
  }
  return edges;
};

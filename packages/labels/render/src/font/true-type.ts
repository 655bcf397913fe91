/** A point of an outline in font units, y upwards; between two points that are off the curve lies one that is on it. */
export interface OutlinePoint {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}

/** A font as labels need it: which glyph a character has, how wide it is, and what it looks like. */
export interface TrueType {
  /** The file, to be embedded. */
  readonly bytes: Uint8Array;
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  /** Every code point that the font has a glyph for. */
  readonly codePoints: readonly number[];
  /** Glyph of a code point; 0, a blank, where the font has none. */
  readonly glyphOf: (codePoint: number) => number;
  /** In font units. */
  readonly advanceOf: (glyph: number) => number;
  /** Closed contours; none for a space. */
  readonly outlineOf: (glyph: number) => readonly (readonly OutlinePoint[])[];
}

/**
 * Reads a TrueType file of simple glyphs (OpenType 1.9.1: head, maxp, hhea, hmtx, loca, cmap format 4, glyf). Throws for
 * one that lacks a table. It reads our own fonts and nothing that comes from outside.
 */
export const readTrueType = (bytes: Uint8Array): TrueType => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = tableOffsets(view);
  const at = (tag: string): number => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`the font has no table ${tag}`);
    return offset;
  };
  const [head, metrics, loca, glyf] = [at('head'), at('hmtx'), at('loca'), at('glyf')];
  const isLong = view.getInt16(head + 50) === 1;
  const lastMetric = view.getUint16(at('hhea') + 34) - 1;
  const glyphs = readCharacterMap(view, at('cmap'));
  const offsetOf = (glyph: number): number =>
    glyf + (isLong ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph));
  return {
    bytes,
    unitsPerEm: view.getUint16(head + 18),
    glyphCount: view.getUint16(at('maxp') + 4),
    codePoints: [...glyphs.keys()],
    glyphOf: (codePoint) => glyphs.get(codePoint) ?? 0,
    advanceOf: (glyph) => view.getUint16(metrics + 4 * Math.min(glyph, lastMetric)),
    outlineOf: (glyph) => (offsetOf(glyph) === offsetOf(glyph + 1) ? [] : readOutline(view, offsetOf(glyph))),
  };
};

const tableOffsets = (view: DataView): ReadonlyMap<string, number> => {
  const record = (index: number): readonly [string, number] => {
    const at = 12 + 16 * index;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));
    return [tag, view.getUint32(at + 8)];
  };
  return new Map(Array.from({ length: view.getUint16(4) }, (_, index) => record(index)));
};

/** Every code point of the first subtable (format 4) and its glyph. */
const readCharacterMap = (view: DataView, cmap: number): ReadonlyMap<number, number> => {
  const table = cmap + view.getUint32(cmap + 8);
  const segments = view.getUint16(table + 6) / 2;
  const glyphs = new Map<number, number>();
  for (let segment = 0; segment < segments; segment += 1) {
    const end = table + 14 + 2 * segment;
    const start = end + 2 + 2 * segments;
    const delta = start + 2 * segments;
    const range = delta + 2 * segments;
    const rangeOffset = view.getUint16(range);
    for (let code = view.getUint16(start); code <= view.getUint16(end) && code < 0xffff; code += 1) {
      const glyph =
        rangeOffset === 0 ? code : view.getUint16(range + rangeOffset + 2 * (code - view.getUint16(start)));
      glyphs.set(code, (glyph + view.getUint16(delta)) & 0xffff);
    }
  }
  return glyphs;
};

const ON_CURVE = 1;
const REPEAT = 8;
/** Of each axis: the coordinate has one byte; its sign where it has one, else that it is the one before. */
const SHORT = { x: 2, y: 4 } as const;
const POSITIVE_OR_SAME = { x: 16, y: 32 } as const;

/** A simple glyph (OpenType 1.9.1, `glyf`, "Simple Glyph description"). */
const readOutline = (view: DataView, glyph: number): readonly (readonly OutlinePoint[])[] => {
  const contours = view.getInt16(glyph);
  const ends = Array.from({ length: contours }, (_, index) => view.getUint16(glyph + 10 + 2 * index));
  const count = (ends.at(-1) ?? -1) + 1;
  let at = glyph + 10 + 2 * contours;
  at += 2 + view.getUint16(at);

  const flags: number[] = [];
  while (flags.length < count) {
    const flag = view.getUint8(at++);
    const times = (flag & REPEAT) === 0 ? 1 : 1 + view.getUint8(at++);
    for (let i = 0; i < times; i += 1) flags.push(flag);
  }
  const coordinates = (axis: 'x' | 'y'): readonly number[] => {
    let value = 0;
    return flags.map((flag) => {
      const bit = (flag & POSITIVE_OR_SAME[axis]) !== 0;
      if ((flag & SHORT[axis]) !== 0) value += (bit ? 1 : -1) * view.getUint8(at++);
      else if (!bit) {
        value += view.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const [xs, ys] = [coordinates('x'), coordinates('y')];
  const points = flags.map((flag, i) => ({
    x: xs[i] ?? 0,
    y: ys[i] ?? 0,
    onCurve: (flag & ON_CURVE) !== 0,
  }));
  return ends.map((end, index) => points.slice((ends[index - 1] ?? -1) + 1, end + 1));
};

import jsQR from 'jsqr';

/** Modules of a QR symbol by row, true where dark. */
export type Modules = readonly (readonly boolean[])[];

/** A symbol on a label: four light modules are added around; its place and size in millimetres. */
export interface DrawnQr {
  readonly modules: Modules;
  readonly x: number;
  readonly y: number;
  readonly moduleMm: number;
}

/** What a scanner reads, from a picture of dark squares on white, each module some pixels wide. */
export const decodeQr = (dark: Modules, pixels = 4): string | undefined => {
  const side = dark.length * pixels;
  const rgba = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (dark[Math.floor(y / pixels)]?.[Math.floor(x / pixels)] === true) {
        rgba.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
      }
    }
  }
  return jsQR(rgba, side, side, { inversionAttempts: 'dontInvert' })?.data;
};

/** The QR of a label, drawn from its path. Throws where the path holds anything but runs of modules. */
export const drawnQr = (svg: string): DrawnQr => {
  const path = /<path transform="translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)"[^>]* d="([^"]+)"/.exec(
    svg,
  );
  const [x = NaN, y = NaN, moduleMm = NaN] = path?.slice(1, 4).map(Number) ?? [];
  const runs = [...(path?.[4] ?? '').matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)];
  if (runs.map(([run]) => run).join('') !== path?.[4]) throw new Error('the path is no QR symbol');
  const size = Math.max(...runs.map(([, column, , width]) => Number(column) + Number(width)));
  const modules = Array.from({ length: size + 8 }, () => Array.from({ length: size + 8 }, () => false));
  for (const [, column, row, width] of runs) {
    modules[Number(row) + 4]?.fill(true, Number(column) + 4, Number(column) + Number(width) + 4);
  }
  return { modules, x, y, moduleMm };
};

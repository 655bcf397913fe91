import { blacken, blank, type Picture } from './label-readers.ts';

/** The dark squares of a label's SVG as dots, so many a millimetre; texts are left out. */
export const drawSvg = (svg: string, dotsPerMm = 8): Picture => {
  const [, width = NaN, height = NaN] = /<svg [^>]*viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.map(Number) ?? [];
  const picture = blank(width * dotsPerMm, height * dotsPerMm);
  const path =
    /<path transform="translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)(?: ([\d.]+))?\)"[^>]* d="([^"]+)"/g;
  for (const [, left, top, across, down = across, runs = ''] of svg.matchAll(path)) {
    const [x, y, dx, dy] = [left, top, across, down].map((mm) => Number(mm) * dotsPerMm) as [
      number,
      number,
      number,
      number,
    ];
    for (const [, column, row, length] of runs.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
      blacken(
        picture,
        Math.round(x + Number(column) * dx),
        Math.round(y + Number(row) * dy),
        Math.round(Number(length) * dx),
        Math.round(dy),
      );
  }
  return picture;
};

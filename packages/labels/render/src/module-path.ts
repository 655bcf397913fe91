import type { QrMatrix } from './qr-matrix.ts';

/**
 * The dark modules as the data of one SVG path (SVG 2 §9.3), one unit a module, origin in the top left module: each
 * horizontal run is a closed rectangle `Mx yhwv1h-wz`. One element, and no hairlines between modules.
 */
export const modulePath = ({ size, isDark }: QrMatrix): string => {
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!isDark(row, column)) continue;
      const start = column;
      while (isDark(row, column)) column += 1;
      path += `M${start} ${row}h${column - start}v1h-${column - start}z`;
    }
  }
  return path;
};

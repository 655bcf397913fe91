import { QUIET_ZONE_MODULES, qrMatrix } from './qr-matrix.ts';

/** White on black whatever the terminal's theme, and back (ECMA-48 §8.3.117, bright white of aixterm). */
const WHITE_ON_BLACK = '\u001B[97;40m';
const RESET = '\u001B[0m';

/**
 * The QR of a token for a terminal: two rows of modules a line, quiet zone included. The *light* modules are the blocks,
 * so that it also scans where colours are lost on the usual dark background. Refuses as `qrMatrix` does.
 */
export const qrTerminal = (token: string): string => {
  const { size, isDark } = qrMatrix(token);
  const from = -QUIET_ZONE_MODULES;
  const to = size + QUIET_ZONE_MODULES;
  const lines: string[] = [];
  for (let row = from; row < to; row += 2) {
    let line = '';
    for (let column = from; column < to; column += 1) {
      // Below an odd last row is nothing: it is left black, outside the quiet zone.
      const lower = row + 1 < to && !isDark(row + 1, column);
      line += BLOCKS[isDark(row, column) ? 'dark' : 'light'][lower ? 'light' : 'dark'];
    }
    lines.push(WHITE_ON_BLACK + line + RESET);
  }
  return lines.join('\n');
};

/** By the upper module, then the lower. */
const BLOCKS = {
  light: { light: '█', dark: '▀' },
  dark: { light: '▄', dark: ' ' },
} as const;

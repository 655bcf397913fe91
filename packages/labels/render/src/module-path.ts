import type { DarkRun } from './dark-runs.ts';

/**
 * Dark squares as the data of one SVG path (SVG 2 §9.3), one unit a square, origin in the top left one: each horizontal
 * run is a closed rectangle `Mx yhwv1h-wz`. One element, and no hairlines between squares.
 */
export const modulePath = (runs: readonly DarkRun[]): string => {
  let path = '';
  for (const { row, from, width } of runs) path += `M${from} ${row}h${width}v1h-${width}z`;
  return path;
};

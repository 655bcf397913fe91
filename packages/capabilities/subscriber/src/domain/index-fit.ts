import { expectedGroup } from './blind-index.ts';

/**
 * Whether a truncated index suits how many people there are. `outgrown`: so many share a value that searches open more people than they
 * need, and are refused in the end. `too-few`: fewer than k are expected to share one, since fewer people came than it was made for.
 */
export type IndexFit = 'fits' | 'outgrown' | 'too-few';

/** Judges a truncated index by how many holders are expected to share a value: `perValue` (k) at least, `most` at most. */
export const fitOf = (
  holders: number,
  bits: number,
  { perValue, most }: { readonly perValue: number; readonly most: number },
): IndexFit => {
  const group = expectedGroup(holders, bits);
  if (group > most) return 'outgrown';
  // Nothing is shorter than no bits at all.
  return bits > 0 && group < perValue ? 'too-few' : 'fits';
};

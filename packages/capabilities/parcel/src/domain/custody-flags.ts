/**
 * What may be remarkable about a scan. `skipped-scan`: one before it was missed. `late`: it was reported long after it
 * happened. `out-of-order`: one that happened later was reported before. `duplicate`: it says what was known.
 * `claimed`: taken with the label in hand from where the record did not have it; `other-depot`: from another facility's.
 */
export const CUSTODY_FLAGS = [
  'skipped-scan',
  'late',
  'out-of-order',
  'duplicate',
  'claimed',
  'other-depot',
] as const;

export type CustodyFlag = (typeof CUSTODY_FLAGS)[number];

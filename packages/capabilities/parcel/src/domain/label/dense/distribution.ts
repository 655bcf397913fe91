/**
 * Weights of the levels 0 to 29, in steps of about half a bit: 2^(level / 2), rounded, where that is a new number. A
 * level is what a table of frequencies holds.
 */
export const LEVEL_WEIGHTS = [
  1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024, 1448, 2048, 2896, 4096,
  5793, 8192, 11585, 16384, 23170, 32768,
] as const;

/** How likely each of some symbols is. The sum of the weights is at most 2^16, so that a range coder loses little. */
export interface Distribution {
  /** The sum of the weights of all symbols before a symbol; one entry more than symbols, the last being the sum of all. */
  readonly starts: Uint32Array;
  readonly total: number;
}

/** A distribution of symbols by their weights, all of them above zero. */
export const distributionOf = (weights: readonly number[]): Distribution => {
  const starts = new Uint32Array(weights.length + 1);
  let total = 0;
  weights.forEach((weight, symbol) => {
    total += weight;
    starts[symbol + 1] = total;
  });
  return { starts, total };
};

/** A distribution of symbols by their levels. */
export const levelled = (levels: readonly number[]): Distribution =>
  distributionOf(levels.map((level) => LEVEL_WEIGHTS[level] ?? 1));

/** The symbol in whose share of the sum a value lies; the last one where the value is beyond the sum. */
export const symbolAt = ({ starts }: Distribution, value: number): number => {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
};

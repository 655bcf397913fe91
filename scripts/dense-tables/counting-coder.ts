import type { Distribution } from '../../packages/capabilities/parcel/src/domain/label/dense/distribution.ts';
import type { SymbolCoder } from '../../packages/capabilities/parcel/src/domain/label/dense/range-coder.ts';

/** A coder that writes nothing and counts the symbols of every distribution. */
export interface CountingCoder extends SymbolCoder {
  /** How often each symbol of a distribution was coded. */
  readonly countsOf: (distribution: Distribution) => readonly number[];
}

export const countingCoder = (): CountingCoder => {
  const all = new Map<Distribution, number[]>();
  const countsOf = (distribution: Distribution): number[] => {
    const counts = all.get(distribution) ?? Array.from({ length: distribution.starts.length - 1 }, () => 0);
    all.set(distribution, counts);
    return counts;
  };
  return {
    symbol: (distribution, given) => {
      const counts = countsOf(distribution);
      counts[given] = (counts[given] ?? 0) + 1;
      return given;
    },
    uniform: (_, given) => given,
    countsOf,
  };
};

import { LEVEL_WEIGHTS } from '../../packages/capabilities/parcel/src/domain/label/dense/distribution.ts';

/** The level whose weight is nearest, by ratio. Only products are compared, so it is the same on every platform. */
export const levelOf = (weight: number): number => {
  let level = 0;
  while (weight * weight > (LEVEL_WEIGHTS[level] ?? 0) * (LEVEL_WEIGHTS[level + 1] ?? Infinity)) level += 1;
  return level;
};

/** What the weights of a distribution add up to, about: enough for one in 2^13, and below the 2^16 of a range coder. */
const SUM = 2 ** 13;

/** The level of symbols that nothing is known of. */
const UNKNOWN = 12;

/** The levels of counts; one that was never seen has the lowest. */
export const levelsOf = (counts: readonly number[]): readonly number[] => {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => (sum === 0 ? UNKNOWN : levelOf((count * SUM) / sum)));
};

/** A logarithm to base 2 in steps of 2^-10, by products alone: `Math.log2` may differ between platforms. */
export const log2 = (value: number): number => {
  let rest = value;
  let result = 0;
  for (; rest >= 2; rest /= 2) result += 1;
  for (; rest < 1; rest *= 2) result -= 1;
  for (let step = 0.5; step >= 2 ** -10; step /= 2) {
    rest *= rest;
    if (rest < 2) continue;
    rest /= 2;
    result += step;
  }
  return result;
};

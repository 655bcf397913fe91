/** Numbers from 0 up to, not including, 1; the same ones on every platform for the same seed (mulberry32). */
export type Chance = () => number;

export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** One of some values, all alike. */
export const pick = <Value>(chance: Chance, values: readonly Value[]): Value => {
  const value = values[Math.floor(chance() * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
};

/** One of some values by their weights. */
export const weighted = (chance: Chance, weights: Readonly<Record<string, number>>): string => {
  const entries = Object.entries(weights);
  let rest = chance() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  return entries.find(([, weight]) => (rest -= weight) < 0)?.[0] ?? '';
};

/** A whole number, both ends included. */
export const whole = (chance: Chance, from: number, to: number): number =>
  from + Math.floor(chance() * (to - from + 1));

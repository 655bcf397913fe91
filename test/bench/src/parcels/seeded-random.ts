import type { RandomBytes } from '@temkin/kernel';

/** Draws that are the same on every machine for the same seed. For data and order, and for keys of nothing that is kept. */
export interface SeededRandom {
  /** A whole number from 0 up to, not including, `below`. */
  readonly below: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Element>(elements: readonly Element[]) => Element;
}

/** The sequence of a seed (mulberry32, 32-bit state). */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (elements) => {
      const element = elements[below(elements.length)];
      if (element === undefined) throw new RangeError('there is nothing to pick from');
      return element;
    },
  };
};

/** The bytes of a seed: where a system that is counted has to come out the same in every run, keys and all. */
export const seededBytes = (seed: number): RandomBytes => {
  const { below } = seededRandom(seed);
  return (length) => Uint8Array.from({ length }, () => below(256));
};

/** Choices that look like chance and are the same for the same seed, on every machine. Not for keys. */
export interface Choice {
  /** A whole number, both ends among them. */
  readonly between: (least: number, most: number) => number;
  readonly of: <Value>(values: readonly Value[]) => Value;
  /** A UUID, version 4. */
  readonly uuid: () => string;
}

/** 32 bits a step, by the mixing function of MurmurHash3 over a Weyl sequence. */
export const seededChoice = (seed: number): Choice => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e_37_79_b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85_eb_ca_6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const between = (least: number, most: number): number =>
    least + Math.floor((next() / 0x1_00_00_00_00) * (most - least + 1));
  return {
    between,
    of: (values) => {
      const value = values[between(0, values.length - 1)];
      if (value === undefined) throw new Error('nothing to choose from');
      return value;
    },
    uuid: () => {
      const hex = Array.from({ length: 4 }, () => next().toString(16).padStart(8, '0')).join('');
      const variant = '89ab'.charAt(between(0, 3));
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `${variant}${hex.slice(17, 20)}`,
        hex.slice(20),
      ].join('-');
    },
  };
};

import type { Writes } from './import-holder.ts';

/** Bytes of a number, a flag or what a list and a mapping add. */
const SMALL = 8;

/** A character is three bytes at most: of a pair, which are four, each counts by itself. */
const CHARACTER = 3;

const bytesOf = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return CHARACTER * value.length;
  if (typeof value !== 'object' || value === null) return SMALL;
  return Object.entries(value).reduce((sum, [name, one]) => sum + name.length + bytesOf(one), SMALL);
};

/** About as many bytes as writes take in a transaction, and no fewer. */
export const writtenBytes = (writes: Writes): number => writes.reduce((sum, one) => sum + bytesOf(one), 0);

import type { WriterMark } from './writer-mark.ts';

/** Numbers of a session that are neither present nor void, from the first to the last of them. */
export interface MissingNumbers {
  readonly from: number;
  readonly to: number;
  /** When the log first went past them, in the unit of whoever counts. */
  readonly since: number;
}

/** What is known of a session's numbers: all below `next`, but for those that are missing, in order. */
export interface WriterNumbers {
  next: number;
  readonly missing: MissingNumbers[];
}

/** How many ranges begin at `n` or before. */
const beginningUpTo = (missing: readonly MissingNumbers[], n: number): number => {
  let [low, high] = [0, missing.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((missing[middle]?.from ?? n) <= n) low = middle + 1;
    else high = middle;
  }
  return low;
};

const account = (numbers: WriterNumbers, n: number, at: number): void => {
  const { next, missing } = numbers;
  if (n >= next) {
    if (n > next) missing.push({ from: next, to: n - 1, since: at });
    numbers.next = n + 1;
    return;
  }
  const place = beginningUpTo(missing, n) - 1;
  const range = missing[place];
  if (range === undefined || range.to < n) return;
  const { from, to, since } = range;
  const left = [
    { from, to: n - 1, since },
    { from: n + 1, to, since },
  ].filter((part) => part.from <= part.to);
  missing.splice(place, 1, ...left);
};

/** A session of which nothing was seen. */
export const noNumbers = (): WriterNumbers => ({ next: 0, missing: [] });

/** Takes a mark into account, in whatever order marks come: its number is present, and those that it names are void. */
export const accountMark = (numbers: WriterNumbers, mark: WriterMark, at: number): void => {
  for (const n of mark.void) account(numbers, n, at);
  account(numbers, mark.n, at);
};

/** How many numbers these are. */
export const countMissing = (missing: readonly Omit<MissingNumbers, 'since'>[]): number =>
  missing.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** A figure of many: what half of them do not exceed, what 95 and what 99 of 100 do not exceed, and the ends. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
const percentile = (ascending: readonly number[], share: number): number => {
  const value = ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)];
  if (value === undefined) throw new RangeError('there is no percentile of nothing');
  return value;
};

/** Sums a list up. Throws where it is empty. */
export const spreadOf = (values: readonly number[]): Spread => {
  const ascending = values.toSorted((a, b) => a - b);
  return {
    median: percentile(ascending, 0.5),
    p95: percentile(ascending, 0.95),
    p99: percentile(ascending, 0.99),
    minimum: percentile(ascending, 0),
    maximum: percentile(ascending, 1),
  };
};

/** Something to be repeated; the number says how often it ran before, so that it can go through its data. */
export type Operation = (iteration: number) => unknown;

/** Calls that are made between two looks at the clock: a look costs about as much as a short operation. */
const CALLS_PER_LOOK = 8;

/** How fast something ran in one round. */
export interface Rate {
  readonly perSecond: number;
  /** Processor time of all threads for one call: where others use the machine too, steadier than the clock on the wall. */
  readonly cpuMicroseconds: number;
}

/** Runs an operation for so long, one call after another. */
const rate = async (operation: Operation, milliseconds: number): Promise<Rate> => {
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  let calls = 0;
  let elapsedMilliseconds = 0;
  while (elapsedMilliseconds < milliseconds) {
    for (let i = 0; i < CALLS_PER_LOOK; i += 1) {
      const answer = operation(calls + i);
      if (answer instanceof Promise) await answer;
    }
    calls += CALLS_PER_LOOK;
    elapsedMilliseconds = performance.now() - began;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: (calls * 1_000) / elapsedMilliseconds, cpuMicroseconds: (user + system) / calls };
};

/** How long to run, and how often. */
export interface Pace {
  readonly rounds: number;
  readonly milliseconds: number;
}

/**
 * Rates of several operations, by name, one for each round. Every round runs each of them once and
 * briefly, so that a slow minute of the machine hits all alike, and what is compared is compared within a round. A first
 * round warms up and is thrown away.
 */
export const interleavedRates = async <Name extends string>(
  operations: Readonly<Record<Name, Operation>>,
  { rounds, milliseconds }: Pace,
): Promise<Readonly<Record<Name, readonly Rate[]>>> => {
  const names = Object.keys(operations) as Name[];
  const rates = Object.fromEntries(names.map((name) => [name, [] as Rate[]])) as Record<Name, Rate[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const measured = await rate(operations[name], milliseconds);
      if (round > 0) rates[name].push(measured);
    }
  }
  return rates;
};

/** The median of the ratios of two series, taken round by round. Throws where their lengths differ. */
export const pairedRatio = (ours: readonly number[], theirs: readonly number[]): number => {
  if (ours.length !== theirs.length) throw new RangeError('only series of the same rounds can be compared');
  return spreadOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN))).median;
};

/** How fast as many things were done as are said, by work that does all of them once. */
export const rateOf = async (count: number, work: () => Promise<unknown>): Promise<Rate> => {
  const cpuBefore = process.cpuUsage();
  const milliseconds = await elapsed(work);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: (count * 1_000) / milliseconds, cpuMicroseconds: (user + system) / count };
};

/** Milliseconds that something took. */
export const elapsed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

import type { Comparison } from '../comparison.ts';
import type { Tally } from '../cost/tally.ts';
import { spreadOf } from '../measure.ts';

/** How large a store or a log is while requests are measured; one more where a larger one was asked for. */
export const sizesOf = (sizes: readonly number[], quick: boolean, largest?: number): readonly number[] => [
  ...sizes.slice(0, quick ? 2 : sizes.length),
  ...(largest === undefined ? [] : [largest]),
];

/** Processor time is taken for flat up to here: it is a time, on a shared machine. */
const FLAT = 1.25;

/** What one request costs in a store or a log of a size. */
export interface Measured {
  readonly name: string;
  readonly tally: Tally;
  readonly cpuMicroseconds: number;
}

/** Processor time of each of these, one after another: the median. */
export const cpuOf = async (work: readonly (() => Promise<unknown>)[]): Promise<number> => {
  const microseconds: number[] = [];
  for (const one of work) {
    const before = process.cpuUsage();
    await one();
    const { user, system } = process.cpuUsage(before);
    microseconds.push(user + system);
  }
  return spreadOf(microseconds).median;
};

const storeText = ({ requests, readUnits, writeUnits }: Tally): string =>
  `${requests} requests, ${readUnits} + ${writeUnits} units`;

const objectsText = ({ objectWrites, objectReads }: Tally): string =>
  objectWrites + objectReads === 0 ? '' : `, ${objectWrites} objects put or listed, ${objectReads} got`;

const unitsText = (tally: Tally): string => storeText(tally) + objectsText(tally);

/** Objects of a log that one request may need more for each time that the log has grown so much: tiles, a level of them. */
const TILES_A_LEVEL = 2;

const objectsOf = ({ objectWrites, objectReads }: Tally): number => objectWrites + objectReads;

/**
 * Each kind of request at each size. Its goal is that it asks of the store the same everywhere, and of a log at most some
 * tiles more where there are more levels of them.
 */
export const comparisonsOf = (
  sizes: readonly number[],
  measured: readonly (readonly Measured[])[],
  things: string,
): readonly Comparison[] => {
  const [smallest = [], largest = []] = [measured[0], measured.at(-1)];
  const [from, to] = [sizes[0], sizes.at(-1)].map((size) => (size ?? 0).toLocaleString('en-US'));
  return smallest.map(({ name, tally, cpuMicroseconds }, i): Comparison => {
    const all = measured.flatMap((requests) => requests[i] ?? []);
    const isFlat = all.every(
      (one, place) =>
        storeText(one.tally) === storeText(tally) &&
        objectsOf(one.tally) <= objectsOf(tally) + TILES_A_LEVEL * place,
    );
    const isSame = all.every((one) => unitsText(one.tally) === unitsText(tally));
    const ratio = (largest[i]?.cpuMicroseconds ?? Number.NaN) / cpuMicroseconds;
    const counts = isSame ? `${unitsText(tally)} each` : all.map((one) => unitsText(one.tally)).join('; ');
    const times = all.map((one) => Math.round(one.cpuMicroseconds)).join(', ');
    return {
      row: 14,
      what: `${name}, ${from} to ${to} ${things}`,
      ours: {
        text: `${counts}; ${times} µs`,
        value: Object.fromEntries(
          all.map((one, place) => [String(sizes[place]), spreadOf([one.cpuMicroseconds])]),
        ),
      },
      ratio,
      goal: { text: `the same units, ≤ ${FLAT} × processor time`, met: isFlat && ratio <= FLAT },
    };
  });
};

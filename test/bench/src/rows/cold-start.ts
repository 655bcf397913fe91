import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePairs, type Bundle, type Pair } from '../cold/bundles.ts';
import { coldStart } from '../cold/cold-start.ts';
import type { Comparison, Figure, Row } from '../comparison.ts';
import { durationFigure } from '../figure.ts';
import { pairedRatio } from '../measure.ts';

const RATIO_GOAL = 1.3;
const BYTES_GOAL = 1_200_000;

const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/temkin-bench/', import.meta.url));

const sizeFigure = ({ byteLength }: Bundle): Figure => ({
  text: `${Math.round(byteLength / 1_000)} kB`,
  value: byteLength,
});

const compared = (
  { name, ours, nothing }: Pair,
  ourTimes: readonly number[],
  theirTimes: readonly number[],
): readonly Comparison[] => {
  const ratio = pairedRatio(ourTimes, theirTimes);
  const limit = 'the same libraries, doing nothing';
  return [
    {
      row: 8,
      what: `${name}: cold start`,
      ours: durationFigure(ourTimes),
      limit: { name: limit, ...durationFigure(theirTimes) },
      ratio,
      goal: { text: `≤ ${RATIO_GOAL} ×`, met: ratio <= RATIO_GOAL },
    },
    {
      row: 8,
      what: `${name}: bundle, minified`,
      ours: sizeFigure(ours),
      limit: { name: limit, ...sizeFigure(nothing) },
      ratio: ours.byteLength / nothing.byteLength,
      goal: { text: `≤ ${BYTES_GOAL / 1_000} kB`, met: ours.byteLength <= BYTES_GOAL },
    },
  ];
};

/**
 * Row 8: every function's bundle beside a bundle of the same libraries that does nothing: size, and time to the first
 * answer in fresh processes, by turns.
 */
export const coldStarts: Row = async ({ quick, progress }) => {
  await mkdir(CACHE, { recursive: true });
  const directory = await mkdtemp(join(CACHE, 'cold-'));
  try {
    const comparisons: Comparison[] = [];
    for (const pair of await bundlePairs(directory)) {
      const { name, ours, nothing } = pair;
      const [ourTimes, theirTimes]: [number[], number[]] = [[], []];
      const runs = quick ? 3 : 15;
      for (let run = 0; run <= runs; run += 1) {
        progress(`row 8: ${name}, cold start ${run} of ${runs}`);
        const [ourTime, theirTime] = [await coldStart(name, ours.file), await coldStart(name, nothing.file)];
        // The first reads the files from disk.
        if (run === 0) continue;
        ourTimes.push(ourTime);
        theirTimes.push(theirTime);
      }
      comparisons.push(...compared(pair, ourTimes, theirTimes));
    }
    return comparisons;
  } finally {
    await rm(directory, { recursive: true });
  }
};

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, coldStart, type Bundle } from '../cold/bundle.ts';
import type { Figure, Row } from '../comparison.ts';
import { durationFigure } from '../figure.ts';
import { pairedRatio } from '../measure.ts';

const RATIO_GOAL = 1.3;
const BYTES_GOAL = 1_200_000;

const sizeFigure = ({ byteLength }: Bundle): Figure => ({
  text: `${Math.round(byteLength / 1_000)} kB`,
  value: byteLength,
});

/**
 * Row 8: the parcel API in one bundle beside a bundle of the same libraries that does nothing: size, and time to the first
 * answer in fresh processes, by turns.
 */
export const coldStarts: Row = async ({ quick, progress }) => {
  const directory = await mkdtemp(join(tmpdir(), 'temkin-bench-'));
  try {
    const ours = await bundle('parcel-api', directory);
    const nothing = await bundle('do-nothing', directory);
    const [ourTimes, theirTimes]: [number[], number[]] = [[], []];
    const runs = quick ? 3 : 15;
    for (let run = 0; run <= runs; run += 1) {
      progress(`row 8: cold start ${run} of ${runs}`);
      const [ourTime, theirTime] = [await coldStart(ours), await coldStart(nothing)];
      // The first reads the files from disk.
      if (run === 0) continue;
      ourTimes.push(ourTime);
      theirTimes.push(theirTime);
    }
    const ratio = pairedRatio(ourTimes, theirTimes);
    const name = 'the same libraries, doing nothing';
    return [
      {
        row: 8,
        what: 'parcel API: cold start',
        ours: durationFigure(ourTimes),
        limit: { name, ...durationFigure(theirTimes) },
        ratio,
        goal: { text: `≤ ${RATIO_GOAL} ×`, met: ratio <= RATIO_GOAL },
      },
      {
        row: 8,
        what: 'parcel API: bundle, minified',
        ours: sizeFigure(ours),
        limit: { name, ...sizeFigure(nothing) },
        ratio: ours.byteLength / nothing.byteLength,
        goal: { text: '≤ 1200 kB', met: ours.byteLength <= BYTES_GOAL },
      },
    ];
  } finally {
    await rm(directory, { recursive: true });
  }
};

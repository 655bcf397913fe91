import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/runner/longest-first.ts';
import { OWN_PROCESS } from './test/runner/own-process.ts';

/** Where the gate wants the runner's own report. */
const report = process.env.TEMKIN_TEST_REPORT;

// They need servers in other languages and a browser: test/peers/run.mjs runs the ones, `npm run test:browser` the others.
const ELSEWHERE = ['test/peers/**', 'test/browser/**'];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'own process', include: [...OWN_PROCESS], exclude: ELSEWHERE } },
      {
        extends: true,
        test: {
          name: 'shared process',
          include: ['test/**/*.test.ts'],
          exclude: [...ELSEWHERE, ...OWN_PROCESS],
          isolate: false,
        },
      },
    ],
    sequence: { sequencer: LongestFirst },
    // Tests wait for stores and servers of their own much of the time: the runner leaves no core to itself.
    maxWorkers: availableParallelism(),
    // Bounds what hangs, and decides nothing else: files that start stores and servers share two cores, and not with each other alone.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    allowOnly: false,
    passWithNoTests: false,
    ...(report !== undefined && { reporters: ['default', 'json'], outputFile: { json: report } }),
  },
});

import { defineConfig } from 'vitest/config';

/** Where the gate wants the runner's own report. */
const report = process.env.TEMKIN_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    // A browser starts, on two shared cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    passWithNoTests: false,
    ...(report !== undefined && { reporters: ['default', 'json'], outputFile: { json: report } }),
  },
});

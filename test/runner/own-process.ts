/**
 * Test files that need a process to themselves. All others share one, a worker's, file after file: what they import is
 * loaded once. A file belongs here where it changes what others would find: it puts something in the place of a module,
 * of a timer or of the environment, or measures the memory of its process; or where it starts processes for minutes, and nothing
 * is won by sharing. `test/architecture/test-files.test.ts` finds who is missing.
 */
export const OWN_PROCESS: readonly string[] = [
  'test/journeys/**/*.test.ts',
  'test/faults/log-outage.test.ts',
  'test/faults/recorder.test.ts',
  'test/http/client-time-limit.test.ts',
  'test/http/hostile-bodies.test.ts',
  'test/http/issue-codec-change.test.ts',
  'test/unit/cli-places.test.ts',
  'test/unit/cli-plain-address.test.ts',
  'test/unit/repeated.test.ts',
];
